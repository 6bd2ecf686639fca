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
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The README's examples of tests, with the application that they need.
 */
class ReadmeExamplesTests {

	private static final Pattern METHOD = Pattern.compile("```java\\R[^`]*?(@(?:Test|Bean)\\s.*?\\n\\t?\\}\\n)",
			Pattern.DOTALL);

	@Test
	void readmesHaveTheseExamples() throws IOException {
		Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		String source = normalize(Files
			.readString(module.resolve("src/test/java").resolve(getClass().getName().replace('.', '/') + ".java")));
		String starter = Files.readString(module.resolve("README.md"));
		String project = Files.readString(module.resolve("../../README.md"));
		String testing = project.substring(project.indexOf("## Testing your application"),
				project.indexOf("## Properties"));
		assertThat(Stream.of(starter, testing)
			.flatMap((readme) -> METHOD.matcher(readme).results())
			.map((method) -> normalize(method.group(1)))).hasSize(5)
			.allSatisfy((method) -> assertThat(source).contains(method));
	}

	private static String normalize(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

	@Nested
	@Import(Projects.class)
	@SpringBootTest(classes = TestApplication.class)
	@AutoConfigureEmbeddedPinecone
	class ProjectsTests {

		@Test
		void listHasProjects(@Autowired EmbeddedPinecone pinecone, @Autowired Projects projects) {
			pinecone.addProject("chatbot");
			assertThat(projects.list().block()).contains("chatbot");
		}

	}

	@Nested
	@Import(Projects.class)
	@SpringBootTest(classes = TestApplication.class)
	@AutoConfigureEmbeddedPinecone
	class FaultTests {

		@Test
		void rotationGoesUnnoticed(@Autowired EmbeddedPinecone pinecone, @Autowired Projects projects) {
			projects.list().block();
			pinecone.rotateSecret();
			assertThat(projects.list().block()).contains("data");
		}

		@Test
		void listFailsWhenPineconeForbidsIt(@Autowired EmbeddedPinecone pinecone, @Autowired Projects projects) {
			pinecone.failAdminRequests(1, 403);
			assertThatExceptionOfType(WebClientResponseException.Forbidden.class)
				.isThrownBy(() -> projects.list().block());
			assertThat(pinecone.requests()).last()
				.returns("list_projects", RecordedRequest::operation)
				.returns(403, RecordedRequest::status);
		}

	}

	@Nested
	@Import({ Projects.class, PineconeTestConfiguration.class })
	@SpringBootTest(classes = TestApplication.class)
	@AutoConfigureEmbeddedPinecone
	class ContentTests {

		@Test
		void listHasContentOfConfiguration(@Autowired Projects projects) {
			assertThat(projects.list().block()).contains("chatbot");
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

	@Service
	static class Projects {

		private final WebClient pinecone;

		Projects(@Qualifier("pineconeAdminWebClient") WebClient pinecone) {
			this.pinecone = pinecone;
		}

		Mono<String> list() {
			return this.pinecone.get().uri("/admin/projects").retrieve().bodyToMono(String.class);
		}

	}

}
