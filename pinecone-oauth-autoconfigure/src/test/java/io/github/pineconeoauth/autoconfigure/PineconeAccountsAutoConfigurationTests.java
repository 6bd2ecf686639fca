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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.account.PineconeAccount;
import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PineconeAccountsAutoConfiguration}. The clients of each account send
 * its own token, and are built like those of the default account.
 */
class PineconeAccountsAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	@RegisterExtension
	final LoopbackServer server = new LoopbackServer();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withPropertyValues("pinecone.oauth.failure-backoff=0", "pinecone.oauth.retry.max-retries=0");

	private final ApplicationContextRunner twoAccounts = this.contextRunner.withPropertyValues(
			"pinecone.accounts.billing.client-id=billing-id", "pinecone.accounts.billing.client-secret=billing-secret");

	@BeforeEach
	void answer() {
		this.server.on(LoopbackServer.TOKEN, (request) -> {
			String token = request.form().get("client_id") + "." + request.form().get("client_secret");
			return this.refused.contains(token) ? new Response(401, "") : Response.token(token, 1800);
		});
		this.server.on(LoopbackServer.PROJECTS, (request) -> {
			String token = request.authorization().replace("Bearer ", "");
			return this.refused.contains(token) ? new Response(401, "") : new Response(200,
					"{\"data\":[{\"id\":\"1\",\"name\":\"" + token + "\",\"organization_id\":\"2\"}]}");
		});
	}

	@Test
	void everyClientOfAnAccountSendsTheTokenOfThatAccount() {
		this.twoAccounts.run((context) -> {
			PineconeAccounts accounts = context.getBean(PineconeAccounts.class);
			assertThat(accounts.getNames()).containsExactlyInAnyOrder("default", "billing");
			assertThat(tokens(accounts.get("billing"))).containsOnly("billing-id.billing-secret");
			assertThat(tokens(accounts.get("default"))).containsOnly("id.secret");
		});
		assertThat(this.server.tokenRequests()).hasSize(2);
		assertThat(this.server.requests(LoopbackServer.PROJECTS)).hasSize(8)
			.allSatisfy((request) -> assertThat(request.apiVersion()).isEqualTo("2026-07"));
	}

	@Test
	void clientsOfTheDefaultAccountAreBeansAndThoseOfOthersAreNot() {
		this.twoAccounts.run((context) -> {
			PineconeAccount account = context.getBean(PineconeAccounts.class).get("default");
			assertThat(account.getName()).isEqualTo("default");
			assertThat(account.admin()).isSameAs(context.getBean("pineconeAdmin"));
			assertThat(account.reactiveAdmin()).isSameAs(context.getBean("pineconeReactiveAdmin"));
			assertThat(account.restClient()).isSameAs(context.getBean("pineconeAdminRestClient"));
			assertThat(account.webClient()).isSameAs(context.getBean("pineconeAdminWebClient"));
			PineconeAccount other = context.getBean(PineconeAccounts.class).get("billing");
			assertThat(other.getName()).isEqualTo("billing");
			assertThat(other.admin()).isSameAs(other.admin());
			assertThat(other.webClient()).isSameAs(other.webClient());
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("billing"));
		});
		assertThat(this.server.tokenRequests()).isEmpty();
	}

	@Test
	void applicationWithOneAccountHasTheDefaultOne() {
		this.contextRunner.run((context) -> {
			PineconeAccounts accounts = context.getBean(PineconeAccounts.class);
			assertThat(accounts.getNames()).containsExactly("default");
			assertThatIllegalArgumentException().isThrownBy(() -> accounts.get("billing"))
				.withMessage("There is no Pinecone account 'billing'. The accounts are [default]");
		});
	}

	@Test
	void customizersOfTheApplicationReachTheClientsOfAnAccount() {
		this.twoAccounts
			.withBean(RestClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Pinecone-Api-Version", "by-customizer"))
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Pinecone-Api-Version", "by-customizer"))
			.run((context) -> tokens(context.getBean(PineconeAccounts.class).get("billing")));
		assertThat(this.server.requests(LoopbackServer.PROJECTS)).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.apiVersion()).isEqualTo("by-customizer"));
	}

	@Test
	void managersAnswerForTheRegistrationOfAnAccount() {
		this.twoAccounts.run((context) -> {
			OAuth2AuthorizeRequest request = authorizeRequest("pinecone-billing");
			assertThat(context.getBean(OAuth2AuthorizedClientManager.class).authorize(request))
				.satisfies(PineconeAccountsAutoConfigurationTests::isOfBilling);
			assertThat(context.getBean(ReactiveOAuth2AuthorizedClientManager.class).authorize(request).block(TIMEOUT))
				.satisfies(PineconeAccountsAutoConfigurationTests::isOfBilling);
			assertThat(context.getBean(OAuth2AuthorizedClientManager.class).authorize(authorizeRequest("pinecone-")))
				.isNull();
		});
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	@Test
	void failureOfAnAccountNamesItsRegistrationAndItsProperties() {
		this.refused.add("billing-id.billing-secret");
		this.twoAccounts.run((context) -> {
			PineconeAccounts accounts = context.getBean(PineconeAccounts.class);
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> accounts.get("billing").admin().projects().list())
				.withMessageContaining(
						"check pinecone.accounts.billing.client-id and pinecone.accounts.billing.client-secret")
				.satisfies((ex) -> assertThat(ex.getClientRegistrationId()).isEqualTo("pinecone-billing"));
			assertThat(accounts.get("default").admin().projects().list()).hasSize(1);
		});
	}

	@Test
	void accountOfEnvironmentVariablesExists() {
		this.contextRunner
			.withInitializer(SystemEnvironment.of(Map.of("PINECONE_ACCOUNTS_BILLING_CLIENTID", "billing-id",
					"PINECONE_ACCOUNTS_BILLING_CLIENTSECRET", " billing-secret\n")))
			.run((context) -> assertThat(tokens(context.getBean(PineconeAccounts.class).get("billing")))
				.containsOnly("billing-id.billing-secret"));
	}

	@Test
	void callSucceedsWhenTheSecretOfAnAccountIsRotated() {
		Map<String, Object> secrets = new ConcurrentHashMap<>(
				Map.of("pinecone.accounts.billing.client-secret", "billing-secret"));
		this.contextRunner.withPropertyValues("pinecone.accounts.billing.client-id=billing-id")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("secrets", secrets)))
			.run((context) -> {
				PineconeAccount account = context.getBean(PineconeAccounts.class).get("billing");
				assertThat(tokens(account)).containsOnly("billing-id.billing-secret");
				this.refused.add("billing-id.billing-secret");
				secrets.put("pinecone.accounts.billing.client-secret", "second");
				assertThat(tokens(account)).containsOnly("billing-id.second");
			});
		assertThat(this.server.tokenRequests()).hasSize(2);
	}

	@Test
	void startFetchesTheTokenOfEachAccountIfConfigured() {
		this.twoAccounts.withPropertyValues("pinecone.oauth.fetch-on-startup=true")
			.run((context) -> assertThat(this.server.tokenRequests()).hasSize(2));
	}

	@Test
	void accountsBackOffForThoseOfApplication() {
		this.twoAccounts.withBean("pineconeAccounts", PineconeAccounts.class,
				() -> new DefaultPineconeAccounts(new ServiceAccounts(Set.of("own"), (name) -> {
					throw new IllegalStateException();
				}), new PineconeProperties().getAdmin().getRetry().toSettings(), new StaticListableBeanFactory()))
			.run((context) -> assertThat(context.getBean(PineconeAccounts.class).getNames())
				.containsExactlyInAnyOrder("default", "own"));
	}

	@Test
	@Tag("sources")
	void exampleOfReadmeListsProjectsOfAnAccount() throws IOException {
		String example = """
				List<Project> sandboxProjects(PineconeAccounts accounts) {
					PineconeAccount sandbox = accounts.get("sandbox");
					return sandbox.admin().projects().list();
				}
				""";
		Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		assertThat(module.resolveSibling("pinecone-oauth-starter").resolve("README.md")).content().contains(example);
		this.contextRunner
			.withPropertyValues("pinecone.accounts.sandbox.client-id=sandbox-id",
					"pinecone.accounts.sandbox.client-secret=sandbox-secret")
			.run((context) -> assertThat(sandboxProjects(context.getBean(PineconeAccounts.class))).singleElement()
				.satisfies((project) -> assertThat(project.name()).isEqualTo("sandbox-id.sandbox-secret")));
	}

	private List<Project> sandboxProjects(PineconeAccounts accounts) {
		PineconeAccount sandbox = accounts.get("sandbox");
		return sandbox.admin().projects().list();
	}

	private static OAuth2AuthorizeRequest authorizeRequest(String registrationId) {
		return OAuth2AuthorizeRequest.withClientRegistrationId(registrationId).principal("user").build();
	}

	private static void isOfBilling(@Nullable OAuth2AuthorizedClient client) {
		assertThat(client).isNotNull();
		assertThat(client.getAccessToken().getTokenValue()).isEqualTo("billing-id.billing-secret");
		assertThat(client.getClientRegistration().getRegistrationId()).isEqualTo("pinecone-billing");
	}

	/**
	 * Return the tokens that the clients of an account send.
	 */
	private static List<String> tokens(PineconeAccount account) {
		return List.of(account.admin().projects().list().get(0).name(),
				Objects.requireNonNull(account.reactiveAdmin().projects().list().blockFirst(TIMEOUT)).name(),
				name(account.restClient().get().uri(LoopbackServer.PROJECTS).retrieve().body(String.class)),
				name(account.webClient()
					.get()
					.uri(LoopbackServer.PROJECTS)
					.retrieve()
					.bodyToMono(String.class)
					.block(TIMEOUT)));
	}

	private static String name(@Nullable String body) {
		Matcher name = Pattern.compile("\"name\":\"([^\"]*)\"").matcher(String.valueOf(body));
		assertThat(name.find()).isTrue();
		return name.group(1);
	}

}
