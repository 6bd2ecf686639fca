/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.pineconeoauth.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that README.md says about properties what the configuration metadata says.
 */
@Tag("sources")
class ReadmeTests {

	private static final String HEADER = "| property | default | meaning |";

	private static final Pattern ROW = Pattern.compile("\\| `([^`|]+)` \\| (?:`([^`|]+)` )?\\| *([^|]*?) *\\|");

	/**
	 * Maven sets the base directory; development environments run tests in it.
	 */
	private final Path readme = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("README.md");

	private List<String> lines = List.of();

	@BeforeEach
	void readReadme() throws IOException {
		assertThat(this.readme).as("README.md at the root of the project").isRegularFile();
		this.lines = Files.readAllLines(this.readme);
	}

	@Test
	void propertyTableHasPropertiesAndDefaultsOfMetadata() {
		Map<String, String> expected = new TreeMap<>();
		ConfigurationMetadata.properties()
			.forEach((name, property) -> expected.put(name,
					(property.defaultValue() != null) ? property.defaultValue() : ""));
		assertThat(new TreeMap<>(propertyTable())).isEqualTo(expected);
	}

	private Map<String, String> propertyTable() {
		assertThat(this.lines).as("header of the property table in README.md").containsOnlyOnce(HEADER);
		Map<String, String> defaults = new LinkedHashMap<>();
		int header = this.lines.indexOf(HEADER);
		assertThat(this.lines.get(header + 1)).as("line below the header").matches("[| :-]+");
		this.lines.stream().skip(header + 2).takeWhile((line) -> line.startsWith("|")).forEach((line) -> {
			Matcher matcher = ROW.matcher(line);
			assertThat(matcher.matches()).as("row of the property table in README.md: " + line).isTrue();
			String defaultValue = (matcher.group(2) != null) ? matcher.group(2) : "";
			assertThat(defaults.put(matcher.group(1), defaultValue)).as("another row for " + matcher.group(1)).isNull();
			assertThat(matcher.group(3)).as("meaning of " + matcher.group(1)).isNotBlank();
		});
		return defaults;
	}

}
