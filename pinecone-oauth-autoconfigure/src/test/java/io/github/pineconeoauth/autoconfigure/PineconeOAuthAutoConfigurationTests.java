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
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails.Credentials;
import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.TokenRequest;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link PineconeOAuthAutoConfiguration} where it is active.
 */
class PineconeOAuthAutoConfigurationTests {

	private static final String MANAGER = "pineconeAuthorizedClientManager";

	private static final String REACTIVE_MANAGER = "pineconeReactiveAuthorizedClientManager";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@Test
	void managersAnswerInjectionByType() {
		this.contextRunner.withUserConfiguration(ManagersByTypeConfiguration.class).run((context) -> {
			ManagersByType managers = context.getBean(ManagersByType.class);
			assertThat(managers.manager()).isSameAs(context.getBean(MANAGER));
			assertThat(managers.reactiveManager()).isSameAs(context.getBean(REACTIVE_MANAGER));
			assertThat(AuthorizedClients.token(managers.manager())).isEqualTo("token-1");
			assertThat(AuthorizedClients.reactiveToken(managers.reactiveManager())).isEqualTo("token-1");
		});
	}

	@Test
	void nothingIsAddedThatSpringSecurityUsesForTheApplication() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SecurityFilterChain.class)
			.doesNotHaveBean(ClientRegistrationRepository.class)
			.doesNotHaveBean(ReactiveClientRegistrationRepository.class)
			.doesNotHaveBean(OAuth2AuthorizedClientService.class)
			.doesNotHaveBean(OAuth2AuthorizedClientRepository.class)
			.doesNotHaveBean(OAuth2AccessTokenResponseClient.class)
			.doesNotHaveBean(OAuth2AuthorizedClientProvider.class));
	}

	@Test
	void managersOfApplicationAnswerInjectionByType() {
		OAuth2AuthorizedClientManager manager = (request) -> null;
		ReactiveOAuth2AuthorizedClientManager reactiveManager = (request) -> Mono.empty();
		this.contextRunner.withUserConfiguration(ManagersByTypeConfiguration.class)
			.withBean("own", OAuth2AuthorizedClientManager.class, () -> manager)
			.withBean("ownReactive", ReactiveOAuth2AuthorizedClientManager.class, () -> reactiveManager)
			.run((context) -> {
				assertThat(context.getBean(ManagersByType.class))
					.isEqualTo(new ManagersByType(manager, reactiveManager));
				assertThat(context).getBean(MANAGER).isInstanceOf(PineconeAuthorizedClientManager.class);
				assertThat(context).getBean(REACTIVE_MANAGER)
					.isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
			});
	}

	@Test
	void managersBackOffForBeansOfTheSameName() {
		this.contextRunner.withBean(MANAGER, OAuth2AuthorizedClientManager.class, () -> (request) -> null)
			.run((context) -> assertThat(context).hasSingleBean(OAuth2AuthorizedClientManager.class)
				.hasSingleBean(PineconeReactiveAuthorizedClientManager.class)
				.hasBean("pineconeAdminWebClient"));
		this.contextRunner
			.withBean(REACTIVE_MANAGER, ReactiveOAuth2AuthorizedClientManager.class, () -> (request) -> Mono.empty())
			.run((context) -> assertThat(context).hasSingleBean(ReactiveOAuth2AuthorizedClientManager.class)
				.hasSingleBean(PineconeAuthorizedClientManager.class)
				.hasBean("pineconeAdminWebClient"));
	}

	@Test
	void startCreatesNoClientsAndSendsNoRequestEvenWithActuator() {
		String[] clients = { "pineconeServiceAccount", MANAGER, REACTIVE_MANAGER, "pineconeExchangeFilterFunction",
				"pineconeAdminWebClient", "pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient",
				"pineconeAdmin", "pineconeReactiveAdmin" };
		this.contextRunner.withUserConfiguration(ApplicationWithActuator.class).run((context) -> {
			assertThat(context.getBeanFactory().getSingletonNames())
				.contains("pineconeHealthContributor", "pineconeTokenExpiryMetrics", "pineconeTokenRequestMetrics")
				.doesNotContain(clients);
			assertThat(context.getBeanDefinitionNames()).contains(clients);
		});
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void connectionDetailsAreAskedForThePairOnceAndAgainAfterARefusal() {
		Iterator<Credentials> pairs = List.of(new Credentials("id-1", "secret-1"), new Credentials("id-2", "secret-2"))
			.iterator();
		this.server.on(LoopbackServer.TOKEN, new Response(503, ""), new Response(401, ""), Response.token("token", 1));
		this.contextRunner
			.withBean(PineconeConnectionDetails.class, () -> new PairedConnectionDetails(this.server, pairs))
			.withPropertyValues("pinecone.oauth.retry.initial-backoff=1ms")
			.run((context) -> assertThat(token(context)).isEqualTo("token"));
		assertThat(this.server.tokenRequests()).hasSize(3)
			.extracting(Request::form)
			.satisfiesExactly((form) -> assertThat(form).contains(entry("client_id", "id-1")),
					(form) -> assertThat(form).contains(entry("client_id", "id-1"), entry("client_secret", "secret-1")),
					(form) -> assertThat(form).contains(entry("client_id", "id-2"),
							entry("client_secret", "secret-2")));
	}

	@Test
	void tokenRequestFailsWithInvalidClientWhileConnectionDetailsHaveNoSecret() {
		Iterator<Credentials> pairs = List.of(new Credentials("id", null), new Credentials("id", "secret")).iterator();
		this.contextRunner
			.withBean(PineconeConnectionDetails.class, () -> new PairedConnectionDetails(this.server, pairs))
			.withPropertyValues("pinecone.oauth.failure-backoff=0s")
			.run((context) -> {
				assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> token(context))
					.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
				assertThat(token(context)).isEqualTo("token-1");
			});
	}

	@Test
	void credentialsMaskTheirSecret() {
		assertThat(new Credentials("id", "secret")).hasToString("Credentials[clientId=id, clientSecret=******]");
	}

	@Test
	void tokenIsRenewedAsDefaultsSay() {
		this.contextRunner
			.run((context) -> assertThat(policy(context)).isEqualTo(new RenewalPolicy(Duration.ofMinutes(5),
					Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(100))));
	}

	@Test
	void tokenIsRenewedAsPropertiesSay() {
		this.contextRunner
			.withPropertyValues("pinecone.oauth.refresh-ahead=7m", "pinecone.oauth.clock-skew=8s",
					"pinecone.oauth.failure-backoff=9ms", "pinecone.oauth.wait-timeout=10s",
					"pinecone.oauth.read-timeout=1s", "pinecone.oauth.retry.max-retries=0")
			.run((context) -> assertThat(policy(context)).isEqualTo(new RenewalPolicy(Duration.ofMinutes(7),
					Duration.ofSeconds(8), Duration.ofMillis(9), Duration.ofSeconds(10), Duration.ofSeconds(4))));
	}

	@Test
	void tokenIsRequestedAsDefaultsSay() {
		this.contextRunner
			.run((context) -> assertThat(settings(context)).isEqualTo(new TokenRequest.Settings(AccountName.ofSingle(),
					this.server.uri(LoopbackServer.TOKEN), "https://api.pinecone.io/", "2026-07",
					Duration.ofSeconds(10), 2, Duration.ofMillis(200), Duration.ofSeconds(5))));
	}

	@Test
	void tokenIsRequestedAsPropertiesSay() {
		this.contextRunner
			.withPropertyValues("pinecone.oauth.audience=audience", "pinecone.api-version=2025-10",
					"pinecone.oauth.read-timeout=1s", "pinecone.oauth.retry.max-retries=3",
					"pinecone.oauth.retry.initial-backoff=4ms", "pinecone.oauth.retry.max-backoff=5ms")
			.run((context) -> assertThat(settings(context))
				.isEqualTo(new TokenRequest.Settings(AccountName.ofSingle(), this.server.uri(LoopbackServer.TOKEN),
						"audience", "2025-10", Duration.ofSeconds(1), 3, Duration.ofMillis(4), Duration.ofMillis(5))));
	}

	@Test
	void tokenThatCannotStandInAHeaderIsSentNowhere() {
		this.server.on(LoopbackServer.TOKEN, Response.token("a\\r\\nX-Injected: b", 1800));
		this.contextRunner.run((context) -> {
			for (ClientKind kind : ClientKind.values()) {
				assertThatExceptionOfType(PineconeAuthorizationException.class)
					.isThrownBy(() -> kind.get(context, LoopbackServer.PROJECTS, ""))
					.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_token_response"));
			}
		});
		assertThat(this.server.requests("/admin")).isEmpty();
	}

	@Test
	void callerOnAThreadThatMustNotBlockFailsUnlessThereIsAToken() {
		this.contextRunner.run((context) -> {
			Mono<String> token = Mono.fromCallable(() -> token(context)).subscribeOn(Schedulers.parallel());
			StepVerifier.create(token).expectError(IllegalStateException.class).verify(ClientKind.TIMEOUT);
			token(context);
			StepVerifier.create(token).expectNext("token-1").expectComplete().verify(ClientKind.TIMEOUT);
		});
	}

	@ParameterizedTest
	@CsvSource({ "spring.http.clients.connect-timeout=77s, 2", "pinecone.oauth.connect-timeout=3s, 3" })
	void tokenRequestHasSettingsOfItsOwn(String property, int connectTimeout) {
		List<HttpClient.Builder> builders = new ArrayList<>();
		this.contextRunner.withBean(RecordingCustomizer.class, () -> new RecordingCustomizer(builders))
			.withPropertyValues("spring.http.clients.redirects=follow", "pinecone.admin.connect-timeout=4s", property)
			.run(PineconeOAuthAutoConfigurationTests::token);
		HttpClient httpClient = Objects.requireNonNull(builders.get(builders.size() - 1)).build();
		assertThat(httpClient.connectTimeout()).contains(Duration.ofSeconds(connectTimeout));
		assertThat(httpClient.followRedirects()).isEqualTo(Redirect.NEVER);
	}

	@Test
	void tokenRequestUsesTheJdksClientWhateverTheApplicationUses() {
		ClientHttpConnectorBuilder<?> connectors = (
				settings) -> (method, uri, callback) -> Mono.error(new AssertionError("Used for " + uri));
		ClientHttpRequestFactoryBuilder<?> requestFactories = (settings) -> (uri, method) -> {
			throw new AssertionError("Used for " + uri);
		};
		this.contextRunner.withBean(ClientHttpConnectorBuilder.class, () -> connectors)
			.withBean(ClientHttpRequestFactoryBuilder.class, () -> requestFactories)
			.run((context) -> assertThat(token(context)).isEqualTo("token-1"));
	}

	@Test
	void tokenRequestIsObservedUnderTheConfiguredName() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.contextRunner.withBean(ObservationRegistry.class, () -> observations)
			.withPropertyValues("management.observations.http.client.requests.name=my.requests")
			.run(PineconeOAuthAutoConfigurationTests::token);
		assertThat(observations).hasSingleObservationThat().hasNameEqualTo("my.requests").hasBeenStopped();
	}

	@Test
	void tokenRequestIsObservedWithTheConventionOfTheApplication() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.contextRunner.withBean(ObservationRegistry.class, () -> observations)
			.withBean(ClientRequestObservationConvention.class,
					() -> new DefaultClientRequestObservationConvention("own.requests"))
			.run(PineconeOAuthAutoConfigurationTests::token);
		assertThat(observations).hasSingleObservationThat().hasNameEqualTo("own.requests");
	}

	private static String token(ApplicationContext context) {
		return AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
	}

	private static RenewalPolicy policy(ApplicationContext context) {
		return (RenewalPolicy) field(context.getBean(ServiceAccount.class).sharedToken(), "policy");
	}

	private static TokenRequest.Settings settings(ApplicationContext context) {
		Object tokenRequest = field(context.getBean(ServiceAccount.class).sharedToken(), "fetcher");
		return (TokenRequest.Settings) field(tokenRequest, "settings");
	}

	private static Object field(Object object, String name) {
		return Objects.requireNonNull(ReflectionTestUtils.getField(object, name));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithActuator {

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagersByTypeConfiguration {

		@Bean
		ManagersByType managersByType(OAuth2AuthorizedClientManager manager,
				ReactiveOAuth2AuthorizedClientManager reactiveManager) {
			return new ManagersByType(manager, reactiveManager);
		}

	}

	record ManagersByType(OAuth2AuthorizedClientManager manager,
			ReactiveOAuth2AuthorizedClientManager reactiveManager) {
	}

	/**
	 * Keeps the builders that Spring Boot uses, in the order of use.
	 */
	private record RecordingCustomizer(List<HttpClient.Builder> builders)
			implements
				ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> {

		@Override
		public JdkClientHttpRequestFactoryBuilder customize(JdkClientHttpRequestFactoryBuilder builder) {
			return builder.withHttpClientCustomizer(this.builders::add);
		}

	}

	/**
	 * Only returns both credentials together.
	 */
	private record PairedConnectionDetails(LoopbackServer server,
			Iterator<Credentials> pairs) implements PineconeConnectionDetails {

		@Override
		public String getClientId() {
			throw new AssertionError("Asked for one without the other");
		}

		@Override
		public String getClientSecret() {
			throw new AssertionError("Asked for one without the other");
		}

		@Override
		public Credentials getCredentials() {
			return this.pairs.next();
		}

		@Override
		public URI getTokenUri() {
			return this.server.uri(LoopbackServer.TOKEN);
		}

	}

}
