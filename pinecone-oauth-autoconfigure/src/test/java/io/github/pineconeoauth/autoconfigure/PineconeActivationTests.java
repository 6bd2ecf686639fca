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

import java.util.Map;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for when the auto-configurations are active, and where credentials come from.
 */
class PineconeActivationTests {

	private static final String ID = "pinecone.client-id=id";

	private static final String SECRET = "pinecone.client-secret=secret";

	private static final String[] BEANS = { "pineconeAuthorizedClientManager",
			"pineconeReactiveAuthorizedClientManager", "pineconeExchangeFilterFunction", "pineconeAdminWebClient",
			"pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient", "pineconeAuthorizationFailureHandler",
			"pineconeAdmin", "pineconeReactiveAdmin", "pineconeAccounts" };

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner()
		.withPropertyValues("pinecone.oauth.token-uri=" + this.server.uri(LoopbackServer.TOKEN),
				"pinecone.admin.base-url=" + this.server.uri(""));

	private final PineconeConnectionDetails connectionDetails = new TestConnectionDetails("id", "secret",
			this.server.uri(LoopbackServer.TOKEN), this.server.uri(""));

	@Test
	void beansExistWithBothProperties() {
		assertActive(this.contextRunner.withPropertyValues(ID, SECRET));
	}

	@Test
	void beansExistWithBothEnvironmentVariables() {
		assertActive(this.contextRunner.withInitializer(
				SystemEnvironment.of(Map.of("PINECONE_CLIENT_ID", "id", "PINECONE_CLIENT_SECRET", "secret"))));
	}

	@Test
	void beansExistWithPropertyAndEnvironmentVariable() {
		assertActive(
				this.contextRunner.withInitializer(SystemEnvironment.of(Map.of("PINECONE_CLIENT_SECRET", "secret")))
					.withPropertyValues(ID));
	}

	@Test
	void beansExistWithPropertiesInOtherSpellingsThatSpringBootBinds() {
		assertActive(this.contextRunner.withPropertyValues("pinecone.clientId=id", "pinecone.client_secret=secret",
				"pinecone.oauth.enabled=true"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x=y", "pinecone.client-id=another", "pinecone.client-secret=another" })
	void beansExistWithConnectionDetailsWhateverPropertiesSay(String property) {
		assertActive(this.contextRunner.withBean(PineconeConnectionDetails.class, () -> this.connectionDetails)
			.withPropertyValues(property, "pinecone.oauth.token-uri=http://localhost:1/oauth/token",
					"pinecone.admin.base-url=http://localhost:1"));
	}

	@Test
	void connectionDetailsHaveUrlsOfPropertiesByDefault() {
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

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "\t", "${A_VARIABLE_WITHOUT_VALUE}" })
	void beansDoNotExistIfCredentialsAreBlankOrPlaceholders(String value) {
		this.contextRunner.withPropertyValues("pinecone.client-id=" + value, "pinecone.client-secret=" + value)
			.run(PineconeActivationTests::assertNothingExists);
		this.contextRunner
			.withInitializer(SystemEnvironment.of(Map.of("PINECONE_CLIENT_ID", value, "PINECONE_CLIENT_SECRET", value)))
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansDoNotExistWithoutCredentialsWhateverOtherPropertiesSay() {
		this.contextRunner
			.withPropertyValues("pinecone.oauth.enabled=true", "pinecone.oauth.token-uri=nonsense",
					"pinecone.oauth.retry.max-retries=-1")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@ParameterizedTest
	@ValueSource(strings = { SECRET, "pinecone.client-secret=" })
	void beansDoNotExistIfDisabled(String secret) {
		this.contextRunner.withPropertyValues(ID, secret, "pinecone.oauth.enabled=false")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void beansDoNotExistIfDisabledInSpiteOfConnectionDetails() {
		this.contextRunner.withBean("own", PineconeConnectionDetails.class, () -> this.connectionDetails)
			.withPropertyValues("pinecone.oauth.enabled=false")
			.run(PineconeActivationTests::assertNothingExists);
	}

	@ParameterizedTest
	@ValueSource(classes = { ClientHttpRequestFactoryBuilder.class, OAuth2AuthorizedClientManager.class })
	void beansDoNotExistIfAClassIsMissing(Class<?> type) {
		this.contextRunner.withPropertyValues(ID, SECRET)
			.withClassLoader(new FilteredClassLoader(type))
			.run(PineconeActivationTests::assertNothingExists);
	}

	@Test
	void reactiveBeansDoNotExistWithoutWebFlux() {
		this.contextRunner.withPropertyValues(ID, SECRET)
			.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("pineconeAuthorizedClientManager");
				assertThat(context.getBeanDefinitionNames())
					.noneMatch((name) -> name.matches("pinecone(.*Reactive|.*WebClient|ExchangeFilter).*"));
			});
	}

	private void assertActive(ApplicationContextRunner contextRunner) {
		contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanDefinitionNames()).contains(BEANS);
			get(context);
		});
		assertThat(this.server.tokenRequests()).extracting(Request::form)
			.singleElement()
			.satisfies((form) -> assertThat(form).contains(entry("client_id", "id"), entry("client_secret", "secret")));
		assertThat(this.server.requests("/admin")).hasSize(1);
	}

	private static void get(ApplicationContext context) {
		ClientKind.WEB_CLIENT.get(context, "/admin/projects", "");
	}

	private static void assertNothingExists(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBeanDefinitionNames())
			.noneMatch((name) -> name.contains("pinecone") && !name.equals("own"));
	}

}
