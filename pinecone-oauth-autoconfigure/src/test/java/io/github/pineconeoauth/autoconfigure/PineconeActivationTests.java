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

import java.net.URI;
import java.util.Map;

import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for when {@link PineconeOAuthAutoConfiguration} and
 * {@link PineconeWebClientAutoConfiguration} are active, and where credentials come from.
 */
class PineconeActivationTests {

	@RegisterExtension
	static final PineconeServer server = new PineconeServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withPropertyValues(server.properties())
		.withPropertyValues("spring.http.clients.reactive.connector=jdk");

	private final PineconeConnectionDetails connectionDetails = new TestConnectionDetails("bean-id", "bean-secret",
			URI.create(server.tokenUri()), URI.create(server.baseUrl()));

	@Test
	void beansWhenBothPropertiesAreSetExist() {
		this.contextRunner.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret")
			.run((context) -> {
				assertBeansExist(context);
				assertThatTokenRequestHasCredentials(context, "id", "secret");
			});
	}

	@Test
	void beansWhenBothEnvironmentVariablesAreSetExist() {
		this.contextRunner
			.withInitializer(SystemEnvironment
				.of(Map.of("PINECONE_CLIENT_ID", "env-id", "PINECONE_CLIENT_SECRET", "env-secret")))
			.run((context) -> {
				assertBeansExist(context);
				assertThatTokenRequestHasCredentials(context, "env-id", "env-secret");
			});
	}

	@Test
	void beansWhenPropertyAndEnvironmentVariableAreSetExist() {
		this.contextRunner.withInitializer(SystemEnvironment.of(Map.of("PINECONE_CLIENT_SECRET", "env-secret")))
			.withPropertyValues("pinecone.client-id=id")
			.run((context) -> {
				assertBeansExist(context);
				assertThatTokenRequestHasCredentials(context, "id", "env-secret");
			});
	}

	@Test
	void beansWhenPropertiesAreWrittenInOtherWaysThatBootBindsExist() {
		this.contextRunner.withPropertyValues("pinecone.clientId=id", "pinecone.client_secret=secret")
			.run((context) -> {
				assertBeansExist(context);
				assertThatTokenRequestHasCredentials(context, "id", "secret");
			});
	}

	@Test
	void beansWhenThereIsAConnectionDetailsBeanExist() {
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> this.connectionDetails).run((context) -> {
			assertBeansExist(context);
			assertThat(context).doesNotHaveBean(PropertiesPineconeConnectionDetails.class);
			assertThatTokenRequestHasCredentials(context, "bean-id", "bean-secret");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.client-id=id", "pinecone.client-secret=secret" })
	void beansWhenThereIsAConnectionDetailsBeanAndOnePropertyIsSetExist(String property) {
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> this.connectionDetails)
			.withPropertyValues(property)
			.run((context) -> {
				assertBeansExist(context);
				assertThatTokenRequestHasCredentials(context, "bean-id", "bean-secret");
			});
	}

	@Test
	void beansWhenThereIsAConnectionDetailsBeanUseItsUrls() {
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> this.connectionDetails)
			.withPropertyValues("pinecone.oauth.token-uri=http://localhost:1/oauth/token",
					"pinecone.admin.base-url=http://localhost:1")
			.run((context) -> {
				WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
				webClient.get().uri(PineconeServer.PROJECTS).retrieve().toBodilessEntity().block();
				assertThat(server.tokenRequests()).hasSize(1);
				assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(1);
			});
	}

	@Test
	void connectionDetailsWhenUrlsAreNotOverriddenHaveDefaultsOfProperties() {
		PineconeConnectionDetails connectionDetails = new PineconeConnectionDetails() {

			@Override
			public String getClientId() {
				return "id";
			}

			@Override
			public String getClientSecret() {
				return "secret";
			}

		};
		assertThat(connectionDetails.getTokenUri()).hasToString("https://login.pinecone.io/oauth/token");
		assertThat(connectionDetails.getAdminBaseUrl()).hasToString("https://api.pinecone.io");
	}

	@Test
	void beansWhenNothingIsSetDoNotExist() {
		this.contextRunner.run(PineconeActivationTests::assertNothingExists);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "\t" })
	void beansWhenPropertiesAreBlankDoNotExist(String value) {
		this.contextRunner.withPropertyValues("pinecone.client-id=" + value, "pinecone.client-secret=" + value)
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenEnvironmentVariablesAreBlankDoNotExist() {
		this.contextRunner
			.withInitializer(SystemEnvironment.of(Map.of("PINECONE_CLIENT_ID", "", "PINECONE_CLIENT_SECRET", " ")))
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenNothingIsSetAndUrlsAreInvalidDoNotExist() {
		this.contextRunner
			.withPropertyValues("pinecone.oauth.token-uri=nonsense", "pinecone.oauth.retry.max-retries=-1")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenDisabledDoNotExist() {
		this.contextRunner
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.enabled=false")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenDisabledAndOnePropertyIsSetDoNotExist() {
		this.contextRunner.withPropertyValues("pinecone.client-id=id", "pinecone.oauth.enabled=false")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenDisabledAndThereIsAConnectionDetailsBeanDoNotExist() {
		this.contextRunner.withBean("own", PineconeConnectionDetails.class, () -> this.connectionDetails)
			.withPropertyValues("pinecone.oauth.enabled=false")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansWhenEnabledExplicitlyExist() {
		this.contextRunner
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret", "pinecone.oauth.enabled=true")
			.run(PineconeActivationTests::assertBeansExist);
	}

	@Test
	void beansWhenEnabledButNothingElseIsSetDoNotExist() {
		this.contextRunner.withPropertyValues("pinecone.oauth.enabled=true")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@ParameterizedTest
	@ValueSource(classes = { ClientHttpRequestFactoryBuilder.class, OAuth2AuthorizedClientManager.class })
	void beansWhenAClassIsMissingDoNotExist(Class<?> type) {
		this.contextRunner.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret")
			.withClassLoader(new FilteredClassLoader(type))
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void reactiveBeansWithoutWebFluxDoNotExist() {
		this.contextRunner.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret")
			.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("pineconeAuthorizedClientManager");
				assertThat(context.getBeanDefinitionNames())
					.noneMatch((name) -> name.matches("pinecone(.*Reactive|.*WebClient|ExchangeFilter).*"));
			});
	}

	private static void assertBeansExist(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context).getBean("pineconeAuthorizedClientManager")
			.isInstanceOf(PineconeAuthorizedClientManager.class);
		assertThat(context).getBean("pineconeReactiveAuthorizedClientManager")
			.isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
		assertThat(context).getBean("pineconeExchangeFilterFunction")
			.isInstanceOf(PineconeExchangeFilterFunction.class);
		assertThat(context).getBean("pineconeAdminWebClient").isInstanceOf(WebClient.class);
	}

	private static void assertNothingExists(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBeanDefinitionNames())
			.noneMatch((name) -> name.contains("pinecone") && !name.equals("own"));
	}

	private static void assertThatTokenRequestHasCredentials(AssertableApplicationContext context, String clientId,
			String clientSecret) {
		AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
		assertThat(server.tokenRequestForm()).contains(entry("client_id", clientId),
				entry("client_secret", clientSecret));
	}

}
