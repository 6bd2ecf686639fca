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

package io.github.pineconeoauth.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class for tests of a module's public API.
 */
@Tag("sources")
public abstract class AbstractPublicApiTests {

	private static final Path LIST = Path.of("src/test/resources/public-api.txt");

	@Test
	void publicApiIsAsListed() throws IOException {
		SortedSet<String> api = PublicApi.of(Path.of("target/classes"));
		if (Boolean.getBoolean("public-api.write")) {
			Files.write(LIST, api);
		}
		SortedSet<String> listed = new TreeSet<>(Files.readAllLines(LIST));
		List<String> changes = new ArrayList<>();
		listed.stream().filter((line) -> !api.contains(line)).map((line) -> "- " + line).forEach(changes::add);
		api.stream().filter((line) -> !listed.contains(line)).map((line) -> "+ " + line).forEach(changes::add);
		assertThat(changes)
			.as("changes of the public API. If they are intended, run this test with -Dpublic-api.write"
					+ " and commit %s. Lines with '-' break users.", LIST)
			.isEmpty();
	}

}
