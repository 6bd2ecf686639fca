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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pineconeoauth.testsupport.Documentation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation agrees with itself and with the configuration metadata.
 */
@Tag("sources")
class ReadmeTests {

	private static final String HEADER = "| property | default | meaning |";

	private static final Pattern ROW = Pattern.compile("\\| `([^`|]+)` \\| (?:`([^`|]+)` )?\\| *([^|]*?) *\\|");

	private static final Pattern LINK = Pattern.compile("(?<=])\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

	@Test
	void readmeHasAtMost150Lines() {
		assertThat(Documentation.lines(Documentation.README)).hasSizeLessThanOrEqualTo(150);
	}

	@ParameterizedTest
	@FieldSource("io.github.pineconeoauth.testsupport.Documentation#DOCUMENTS")
	void linksLeadToFilesAndHeadings(String document) throws IOException {
		for (String line : Documentation.lines(document)) {
			for (MatchResult link : LINK.matcher(line).results().toList()) {
				Path target = link.group(1).isEmpty() ? Documentation.path(document)
						: Documentation.path(document).resolveSibling(link.group(1));
				assertThat(target).as(link.group()).exists();
				if (link.group(2) != null) {
					assertThat(anchors(target)).as(link.group()).contains(link.group(2));
				}
			}
		}
	}

	/**
	 * Return the anchors that GitHub gives to headings.
	 */
	private static List<String> anchors(Path document) throws IOException {
		return Files.readAllLines(document)
			.stream()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
			.toList();
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
		List<String> lines = Documentation.lines(Documentation.REFERENCE);
		assertThat(lines).as("header of the property table").containsOnlyOnce(HEADER);
		Map<String, String> defaults = new LinkedHashMap<>();
		int header = lines.indexOf(HEADER);
		assertThat(lines.get(header + 1)).as("line below the header").matches("[| :-]+");
		lines.stream().skip(header + 2).takeWhile((line) -> line.startsWith("|")).forEach((line) -> {
			Matcher matcher = ROW.matcher(line);
			assertThat(matcher.matches()).as("row of the property table: " + line).isTrue();
			String defaultValue = (matcher.group(2) != null) ? matcher.group(2) : "";
			assertThat(defaults.put(matcher.group(1), defaultValue)).as("another row for " + matcher.group(1)).isNull();
			assertThat(matcher.group(3)).as("meaning of " + matcher.group(1)).isNotBlank();
		});
		return defaults;
	}

}
