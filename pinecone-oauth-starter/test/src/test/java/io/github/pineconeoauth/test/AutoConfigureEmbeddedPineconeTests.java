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
import java.util.List;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureEmbeddedPinecone}.
 */
class AutoConfigureEmbeddedPineconeTests {

	/**
	 * Each test leaves traces that the others must not find.
	 */
	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE,
			properties = { "pinecone.client-id=another", "pinecone.oauth.token-uri=https://localhost/another",
					"pinecone.admin.base-url=https://localhost/another",
					"pinecone.accounts.billing.client-id=billing-id",
					"pinecone.accounts.billing.client-secret=billing-secret" })
	@AutoConfigureEmbeddedPinecone
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class PlainApplication {

		@Autowired
		private EmbeddedPinecone pinecone;

		@Autowired
		private PineconeAccounts accounts;

		@Test
		@Order(1)
		void propertiesOfApplicationDoNotMatter(@Autowired ApplicationContext context) {
			assertThat(context).isInstanceOf(AnnotationConfigApplicationContext.class);
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
				assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> projects("default"));
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
			this.pinecone.addProject("added-by-test");
			assertThat(projects("default")).containsExactly("added-by-test");
			assertThat(this.pinecone.tokenRequests()).isOne();
			this.pinecone.rotateSecret();
			projects("default");
			assertThat(this.pinecone.tokenRequests()).isEqualTo(2);
			projects("billing");
			this.pinecone.rotateSecret("billing-id");
			projects("billing");
			assertThat(this.pinecone.tokenRequests()).isEqualTo(4);
			this.pinecone.failAdminRequests(100, 503);
			this.pinecone.delay(Duration.ofHours(1));
		}

		private List<String> projects(String account) {
			return this.accounts.get(account).admin().projects().list().stream().map(Project::name).toList();
		}

		@Nested
		class Inside {

			@Test
			void nestedTestUsesEmbeddedPineconeOfItsEnclosingClass() {
				leaveTraces();
			}

		}

	}

	@Nested
	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "spring.main.web-application-type=reactive", "spring.main.lazy-initialization=true" })
	@AutoConfigureEmbeddedPinecone
	class LazyReactiveApplication {

		@Test
		void clientUsesEmbeddedPinecone(@Autowired ApplicationContext context, @Autowired EmbeddedPinecone pinecone,
				@Autowired ReactivePineconeAdmin admin) {
			assertThat(context).isInstanceOf(ReactiveWebServerApplicationContext.class);
			admin.projects().list().blockLast();
			assertThat(pinecone.adminRequests()).isOne();
		}

	}

	@Nested
	@SpringBootTest(classes = WithoutAnnotation.Application.class, webEnvironment = WebEnvironment.NONE)
	class WithoutAnnotation {

		@Test
		void beansDoNotExistWithoutAnnotation(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(EmbeddedPinecone.class)).isEmpty();
			assertThat(context.getBeanNamesForType(PineconeConnectionDetails.class)).isEmpty();
			assertThat(ImportCandidates.load(AutoConfiguration.class, null))
				.doesNotContain(EmbeddedPineconeAutoConfiguration.class.getName());
		}

		@SpringBootConfiguration(proxyBeanMethods = false)
		@ImportAutoConfiguration(PineconeOAuthAutoConfiguration.class)
		static class Application {

		}

	}

}
