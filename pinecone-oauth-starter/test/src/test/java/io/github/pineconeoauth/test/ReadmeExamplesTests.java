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

package io.github.pineconeoauth.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.PineconeAdminException;
import io.github.pineconeoauth.admin.Project;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of tests in the documentation, with the application that they need.
 */
class ReadmeExamplesTests {

	private static final Pattern EXAMPLE = Pattern.compile("<!-- snippet: test \\w+ -->\\R```java\\R(.*?)```",
			Pattern.DOTALL);

	private static final Pattern METHOD = Pattern.compile("@(?:Test|Bean)\\s.*?\\R\\t?}\\R", Pattern.DOTALL);

	@Test
	void documentsHaveTheseExamples() throws IOException {
		Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		String source = normalize(Files
			.readString(module.resolve("src/test/java").resolve(getClass().getName().replace('.', '/') + ".java")));
		String documents = Files.readString(module.resolve("README.md"))
				+ Files.readString(module.resolve("../../README.md"));
		assertThat(EXAMPLE.matcher(documents)
			.results()
			.flatMap((example) -> METHOD.matcher(example.group(1)).results())
			.map((method) -> normalize(method.group()))).hasSize(5)
			.allSatisfy((method) -> assertThat(source).contains(method));
	}

	private static String normalize(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

	@Nested
	@SpringBootTest(classes = TestApplication.class)
	@AutoConfigureEmbeddedPinecone
	class ProjectsTests {

		@Test
		void listHasProjects(@Autowired EmbeddedPinecone pinecone, @Autowired PineconeAdmin admin) {
			pinecone.addProject("chatbot");
			assertThat(admin.projects().list()).extracting(Project::name).contains("chatbot");
		}

		@Test
		void listFailsWhenPineconeForbidsIt(@Autowired EmbeddedPinecone pinecone, @Autowired PineconeAdmin admin) {
			pinecone.failAdminRequests(1, 403);
			assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin.projects().list());
			assertThat(pinecone.requests()).last()
				.returns("list_projects", RecordedRequest::operation)
				.returns(403, RecordedRequest::status);
		}

		@Test
		void rotationGoesUnnoticed(@Autowired EmbeddedPinecone pinecone, @Autowired PineconeAdmin admin) {
			pinecone.addProject("chatbot");
			assertThat(admin.projects().list()).hasSize(1);
			pinecone.rotateSecret();
			assertThat(admin.projects().list()).hasSize(1);
		}

	}

	@Nested
	@Import(PineconeTestConfiguration.class)
	@SpringBootTest(classes = TestApplication.class)
	@AutoConfigureEmbeddedPinecone
	class ContentTests {

		@Test
		void listHasContentOfConfiguration(@Autowired PineconeAdmin admin) {
			assertThat(admin.projects().list()).extracting(Project::name).containsExactly("chatbot");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class PineconeTestConfiguration {

		@Bean
		EmbeddedPinecone pinecone() {
			return EmbeddedPinecone.builder()
				.tokenLifetime(Duration.ofMinutes(5))
				.content((pinecone) -> pinecone.addProject("chatbot"))
				.start();
		}

	}

}
