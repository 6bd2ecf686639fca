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

import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureEmbeddedPinecone}.
 */
class AutoConfigureEmbeddedPineconeTests {

	private static void assertThatClientUses(EmbeddedPinecone pinecone, WebClient client) {
		pinecone.addProject("added-by-test");
		JsonNode projects = client.get().uri("/admin/projects").retrieve().bodyToMono(JsonNode.class).block();
		assertThat(projects).isNotNull();
		assertThat(projects.at("/data/0/name").stringValue()).isEqualTo("added-by-test");
	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE,
			properties = { "pinecone.accounts.billing.client-id=billing-id",
					"pinecone.accounts.billing.client-secret=billing-secret" })
	@AutoConfigureEmbeddedPinecone
	class ApplicationWithSeveralAccounts {

		@Test
		void eachAccountHasATokenOfItsOwn(@Autowired EmbeddedPinecone pinecone, @Autowired PineconeAccounts accounts) {
			accounts.get("default").admin().projects().list();
			accounts.get("billing").admin().projects().list();
			pinecone.rotateSecret("billing-id");
			accounts.get("billing").admin().projects().list();
			accounts.get("default").admin().projects().list();
			assertThat(pinecone.tokenRequests()).isEqualTo(3);
		}

	}

	/**
	 * Each test leaves traces that the others must not find.
	 */
	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE,
			properties = { "pinecone.client-id=another", "pinecone.oauth.token-uri=https://localhost/another",
					"pinecone.admin.base-url=https://localhost/another" })
	@AutoConfigureEmbeddedPinecone
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class PlainApplication {

		@Autowired
		private EmbeddedPinecone pinecone;

		@Autowired
		@Qualifier("pineconeAdminWebClient")
		private WebClient client;

		@Test
		void propertiesOfApplicationDoNotMatter(@Autowired ApplicationContext context) {
			assertThat(context).isInstanceOf(AnnotationConfigApplicationContext.class);
			assertThatClientUses(this.pinecone, this.client);
		}

		@Test
		@Order(1)
		void firstTestFindsNoTraces() {
			leaveTraces();
		}

		@Test
		@Order(2)
		void testAfterRotationFindsNoTraces() {
			leaveTraces();
		}

		@Test
		@Order(3)
		void testMakesTokenRequestsFail() {
			this.pinecone.failTokenRequests(100, 403, Duration.ofHours(1));
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(this::listProjects);
			}
			assertThat(this.pinecone.tokenRequests()).isOne();
		}

		@Test
		@Order(4)
		void testAfterFailureFindsNoTraces() {
			leaveTraces();
		}

		private void leaveTraces() {
			assertThat(this.pinecone.requests()).isEmpty();
			assertThatClientUses(this.pinecone, this.client);
			assertThat(this.pinecone.adminRequests()).isOne();
			assertThat(this.pinecone.tokenRequests()).isOne();
			this.pinecone.rotateSecret();
			listProjects();
			assertThat(this.pinecone.tokenRequests()).isEqualTo(2);
			this.pinecone.failAdminRequests(100, 503);
			this.pinecone.delay(Duration.ofHours(1));
		}

		private void listProjects() {
			this.client.get().uri("/admin/projects").retrieve().toBodilessEntity().block();
		}

		@Nested
		class Inside {

			@Test
			void nestedTestUsesEmbeddedPineconeOfItsEnclosingClass() {
				assertThatClientUses(PlainApplication.this.pinecone, PlainApplication.this.client);
			}

		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@AutoConfigureEmbeddedPinecone
	class ServletApplication {

		@Test
		void clientUsesEmbeddedPinecone(@Autowired ApplicationContext context, @Autowired EmbeddedPinecone pinecone,
				@Autowired @Qualifier("pineconeAdminWebClient") WebClient client) {
			assertThat(context).isInstanceOf(ServletWebServerApplicationContext.class);
			assertThatClientUses(pinecone, client);
		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "spring.main.web-application-type=reactive", "spring.main.lazy-initialization=true" })
	@AutoConfigureEmbeddedPinecone
	class LazyReactiveApplication {

		@Test
		void clientUsesEmbeddedPinecone(@Autowired ApplicationContext context, @Autowired EmbeddedPinecone pinecone,
				@Autowired @Qualifier("pineconeAdminWebClient") WebClient client) {
			assertThat(context).isInstanceOf(ReactiveWebServerApplicationContext.class);
			assertThatClientUses(pinecone, client);
		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureEmbeddedPinecone
	@Import(OwnEmbeddedPinecone.Content.class)
	class OwnEmbeddedPinecone {

		@Test
		void beanOfTestConfigurationIsUsed(@Autowired EmbeddedPinecone pinecone,
				@Autowired PineconeConnectionDetails details,
				@Autowired @Qualifier("pineconeAdminWebClient") WebClient client) {
			assertThat(details.getClientId()).isEqualTo(pinecone.clientId());
			JsonNode projects = client.get().uri("/admin/projects").retrieve().bodyToMono(JsonNode.class).block();
			assertThat(projects).isNotNull();
			assertThat(projects.path("data").size()).isOne();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Content {

			@Bean
			EmbeddedPinecone pinecone() {
				return EmbeddedPinecone.builder().content((pinecone) -> pinecone.addProject("existing")).start();
			}

		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE)
	class WithoutAnnotation {

		@Test
		void nothingHappens(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(EmbeddedPinecone.class)).isEmpty();
			assertThat(context.getBeanNamesForType(PineconeConnectionDetails.class)).isEmpty();
		}

	}

}
