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

package io.github.pineconeoauth.samples.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProjectInventoryApplication} in its own process.
 */
class ProjectInventoryProcessTests {

	private static final Pattern README_OUTPUT = Pattern
		.compile("<!-- output: project-inventory -->\n```text\n(.*?)```", Pattern.DOTALL);

	@TempDir
	private Path directory;

	@Test
	void processWithoutCredentialsPrintsWhatReadmeShows() throws Exception {
		assertThat(exitCode(Map.of())).isZero();
		assertThat(standardOutput()).matches(outputInReadme());
	}

	@Test
	void processWithWrongCredentialsInEnvironmentEndsWithExitCodeOne() throws Exception {
		try (EmbeddedPinecone pinecone = EmbeddedPinecone.start()) {
			assertThat(exitCode(Map.of("PINECONE_CLIENT_ID", pinecone.clientId(), "PINECONE_CLIENT_SECRET", "wrong",
					"PINECONE_OAUTH_TOKENURI", pinecone.tokenUri().toString(), "PINECONE_ADMIN_BASEURL",
					pinecone.baseUrl().toString())))
				.isOne();
			assertThat(standardOutput()).isEmpty();
			assertThat(Files.readString(errorFile())).contains("No access token:").doesNotContain("\tat ");
		}
	}

	/**
	 * Return a pattern for the output in the README, where an ellipsis stands for any
	 * lines, and the token may have any time left.
	 */
	private static Pattern outputInReadme() throws IOException {
		Path readme = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../README.md");
		Matcher output = README_OUTPUT.matcher(Files.readString(readme));
		assertThat(output.find()).as("output of project-inventory in the README").isTrue();
		return Pattern.compile(output.group(1)
			.lines()
			.map((line) -> line.equals("…") ? "(?s:.*)" : Pattern.quote(line) + "\\R")
			.collect(Collectors.joining())
			.replaceAll("\\d+m\\d+s", "\\\\E\\\\w+\\\\Q"));
	}

	private int exitCode(Map<String, String> environment) throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), ProjectInventoryApplication.class.getName());
		builder.environment().keySet().removeIf((name) -> name.startsWith("PINECONE"));
		builder.environment().putAll(environment);
		Process process = builder.redirectOutput(outputFile().toFile()).redirectError(errorFile().toFile()).start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process ends").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private String standardOutput() throws IOException {
		return Files.readString(outputFile());
	}

	private Path outputFile() {
		return this.directory.resolve("output.txt");
	}

	private Path errorFile() {
		return this.directory.resolve("error.txt");
	}

}
