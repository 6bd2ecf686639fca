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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails.Credentials;
import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.Forms;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.test.util.ReflectionTestUtils;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link PineconeOAuthAutoConfiguration} where it is active.
 */
class PineconeOAuthAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	@RegisterExtension
	static final PineconeServer server = new PineconeServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withPropertyValues(server.properties())
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"spring.http.clients.reactive.connector=jdk");

	@Test
	void managersWhenApplicationHasNoneAnswerInjectionByType() {
		this.contextRunner.withUserConfiguration(ManagersByTypeConfiguration.class).run((context) -> {
			ManagersByType managers = context.getBean(ManagersByType.class);
			assertThat(managers.manager()).isInstanceOf(PineconeAuthorizedClientManager.class);
			assertThat(managers.reactiveManager()).isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
			assertThat(AuthorizedClients.token(managers.manager())).isEqualTo(PineconeServer.TOKEN);
			assertThat(AuthorizedClients.reactiveToken(managers.reactiveManager())).isEqualTo(PineconeServer.TOKEN);
		});
		assertThat(server.tokenRequests()).hasSize(1);
	}

	@Test
	void managersWhenApplicationHasItsOwnDoNotAnswerInjectionByType() {
		OAuth2AuthorizedClientManager manager = (request) -> null;
		ReactiveOAuth2AuthorizedClientManager reactiveManager = (request) -> Mono.empty();
		this.contextRunner.withUserConfiguration(ManagersByTypeConfiguration.class)
			.withBean("own", OAuth2AuthorizedClientManager.class, () -> manager)
			.withBean("ownReactive", ReactiveOAuth2AuthorizedClientManager.class, () -> reactiveManager)
			.run((context) -> {
				assertThat(context.getBean(ManagersByType.class))
					.isEqualTo(new ManagersByType(manager, reactiveManager));
				assertThat(context.getBean(OAuth2AuthorizedClientManager.class)).isSameAs(manager);
				assertThat(context.getBean(ReactiveOAuth2AuthorizedClientManager.class)).isSameAs(reactiveManager);
				assertThat(context).getBean("pineconeAuthorizedClientManager")
					.isInstanceOf(PineconeAuthorizedClientManager.class);
				assertThat(context).getBean("pineconeReactiveAuthorizedClientManager")
					.isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
			});
	}

	@Test
	void managerWhenApplicationHasOneOfTheSameNameGivesWay() {
		OAuth2AuthorizedClientManager own = (request) -> null;
		this.contextRunner.withBean("pineconeAuthorizedClientManager", OAuth2AuthorizedClientManager.class, () -> own)
			.run((context) -> {
				assertThat(context).getBean(OAuth2AuthorizedClientManager.class).isSameAs(own);
				assertThat(context).hasSingleBean(PineconeReactiveAuthorizedClientManager.class);
				assertThat(context).hasBean("pineconeAdminWebClient");
			});
	}

	@Test
	void reactiveManagerWhenApplicationHasOneOfTheSameNameGivesWay() {
		ReactiveOAuth2AuthorizedClientManager own = (request) -> Mono.empty();
		this.contextRunner
			.withBean("pineconeReactiveAuthorizedClientManager", ReactiveOAuth2AuthorizedClientManager.class, () -> own)
			.run((context) -> {
				assertThat(context).getBean(ReactiveOAuth2AuthorizedClientManager.class).isSameAs(own);
				assertThat(context).hasSingleBean(PineconeAuthorizedClientManager.class);
				assertThat(context).hasBean("pineconeAdminWebClient");
			});
	}

	@Test
	void contextWhenActiveHasNoBeanThatSpringSecurityPicksUp() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ClientRegistrationRepository.class)
			.doesNotHaveBean(OAuth2AuthorizedClientService.class)
			.doesNotHaveBean(OAuth2AccessTokenResponseClient.class)
			.doesNotHaveBean(OAuth2AuthorizedClientProvider.class));
	}

	@Test
	void startWhenNothingElseIsSaidSendsNoRequest() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(server.requests()).isEmpty();
	}

	@Test
	void startWhenNothingNeedsATokenCreatesNoClients() {
		String[] names = { "pineconeServiceAccount", "pineconeAuthorizedClientManager",
				"pineconeReactiveAuthorizedClientManager", "pineconeExchangeFilterFunction", "pineconeAdminWebClient",
				"pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient" };
		this.contextRunner.withConfiguration(AutoConfigurations.of(PineconeRestClientAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBeanDefinitionNames()).contains(names);
				assertThat(context.getBeanFactory().getSingletonNames()).doesNotContain(names);
			});
	}

	@Test
	void startWithActuatorCreatesNoClients() {
		String[] names = { "pineconeServiceAccount", "pineconeAuthorizedClientManager",
				"pineconeReactiveAuthorizedClientManager", "pineconeExchangeFilterFunction", "pineconeAdminWebClient",
				"pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient" };
		this.contextRunner.withUserConfiguration(ApplicationWithActuator.class).run((context) -> {
			assertThat(context.getBeanFactory().getSingletonNames())
				.contains("pineconeHealthContributor", "pineconeTokenExpiryMetrics", "pineconeTokenRequestMetrics")
				.doesNotContain(names);
			assertThat(context.getBeanDefinitionNames()).contains(names);
		});
	}

	@Test
	void startWhenInitializationIsLazyAndNothingNeedsTheInvalidPropertyFails() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("pineconeAuthorizedClientManager", OAuth2AuthorizedClientManager.class, () -> (request) -> null)
			.withBean("pineconeReactiveAuthorizedClientManager", ReactiveOAuth2AuthorizedClientManager.class,
					() -> (request) -> Mono.empty())
			.withPropertyValues("pinecone.admin.base-url=http://pinecone.example")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPineconePropertyException.class));
	}

	@Test
	void tokenRequestWhenNothingElseIsSaidHasDefaults() {
		this.contextRunner.run((context) -> {
			AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
			assertThat(server.tokenRequestForm()).containsOnly(entry("grant_type", "client_credentials"),
					entry("client_id", "id"), entry("client_secret", "secret"),
					entry("audience", "https://api.pinecone.io/"));
			assertThat(server.tokenRequests().get(0).getHeader("X-Pinecone-Api-Version")).isEqualTo("2026-07");
		});
	}

	@Test
	void tokenRequestWhenAudienceIsSetHasAudience() {
		this.contextRunner.withPropertyValues("pinecone.oauth.audience=https://audience.example").run((context) -> {
			AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
			assertThat(server.tokenRequestForm()).containsEntry("audience", "https://audience.example");
		});
	}

	@Test
	void tokenRequestWhenApiVersionIsSetHasApiVersion() {
		this.contextRunner.withPropertyValues("pinecone.api-version=2025-10").run((context) -> {
			AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
			assertThat(server.tokenRequests().get(0).getHeader("X-Pinecone-Api-Version")).isEqualTo("2025-10");
		});
	}

	@Test
	void tokenRequestWhenSecretChangesInEnvironmentHasNewSecret() {
		Map<String, Object> rotating = new HashMap<>();
		rotating.put("pinecone.client-secret", "old");
		server.on(post(urlPathEqualTo("/oauth/token")).withRequestBody(containing("client_secret=old"))
			.willReturn(PineconeServer.response(401)));
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("rotating", rotating)))
			.withPropertyValues("pinecone.oauth.failure-backoff=0s")
			.run((context) -> {
				OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
				assertThatExceptionOfType(PineconeAuthorizationException.class)
					.isThrownBy(() -> AuthorizedClients.token(manager));
				rotating.put("pinecone.client-secret", "new");
				assertThat(AuthorizedClients.token(manager)).isEqualTo(PineconeServer.TOKEN);
			});
	}

	@Test
	void tokenRequestAsksConnectionDetailsOnceForTheWholePair() {
		AtomicInteger reads = new AtomicInteger();
		server.onTokenRequest(PineconeServer.response(503));
		this.contextRunner
			.withBean(PineconeConnectionDetails.class,
					() -> new PairedConnectionDetails(
							() -> new Credentials("id-" + reads.incrementAndGet(), "secret-" + reads)))
			.withPropertyValues("pinecone.oauth.retry.initial-backoff=1ms")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class))));
		assertThat(reads).hasValue(1);
		assertThat(server.tokenRequests()).hasSize(3)
			.allSatisfy((request) -> assertThat(Forms.parse(request.getBodyAsString()))
				.contains(entry("client_id", "id-1"), entry("client_secret", "secret-1")));
	}

	@Test
	void tokenRequestWithRefusedCredentialsIsRepeatedAtOnceWithChangedOnes() {
		List<Credentials> pairs = new ArrayList<>(
				List.of(new Credentials("old-id", "old"), new Credentials("new-id", "new")));
		server.on(post(urlPathEqualTo("/oauth/token")).withRequestBody(containing("client_secret=old"))
			.willReturn(PineconeServer.response(401)));
		this.contextRunner
			.withBean(PineconeConnectionDetails.class, () -> new PairedConnectionDetails(() -> pairs.remove(0)))
			.run((context) -> assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo(PineconeServer.TOKEN));
		assertThat(pairs).isEmpty();
		assertThat(server.tokenRequests()).hasSize(2);
	}

	@Test
	void tokenRequestFailsWithInvalidClientWhileConnectionDetailsHaveNoSecret() {
		AtomicReference<@Nullable String> secret = new AtomicReference<>();
		this.contextRunner
			.withBean(PineconeConnectionDetails.class,
					() -> new PairedConnectionDetails(() -> new Credentials("id", secret.get())))
			.withPropertyValues("pinecone.oauth.failure-backoff=0s")
			.run((context) -> {
				OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
				assertThatExceptionOfType(PineconeAuthorizationException.class)
					.isThrownBy(() -> AuthorizedClients.token(manager))
					.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
				secret.set("secret");
				assertThat(AuthorizedClients.token(manager)).isEqualTo(PineconeServer.TOKEN);
			});
		assertThat(server.tokenRequests()).hasSize(1);
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
	void startFailsWhenWaitTimeoutIsNotAboveZero() {
		this.contextRunner.withPropertyValues("pinecone.oauth.wait-timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPineconePropertyException.class)
				.hasMessageContaining("pinecone.oauth.wait-timeout"));
	}

	@Test
	void callerFailsWhenNoTokenArrivesWithinWaitTimeout() {
		server.onTokenRequest(PineconeServer.tokenResponse("late").withFixedDelay(1500));
		this.contextRunner.withPropertyValues("pinecone.oauth.wait-timeout=100ms")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable"))
				.withMessageContaining("pinecone.oauth.wait-timeout"));
	}

	@Test
	void callerOnAThreadThatMustNotBlockFailsUnlessThereIsAToken() {
		this.contextRunner.run((context) -> {
			OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
			Mono<String> token = Mono.fromCallable(() -> AuthorizedClients.token(manager))
				.subscribeOn(Schedulers.parallel());
			StepVerifier.create(token).expectError(IllegalStateException.class).verify(TIMEOUT);
			AuthorizedClients.token(manager);
			StepVerifier.create(token).expectNext(PineconeServer.TOKEN).expectComplete().verify(TIMEOUT);
		});
		assertThat(server.tokenRequests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3 })
	void tokenRequestWhenMaxRetriesIsSetIsRepeatedAsOften(int maxRetries) {
		server.onTokenRequest(PineconeServer.response(503));
		this.contextRunner
			.withPropertyValues("pinecone.oauth.retry.max-retries=" + maxRetries,
					"pinecone.oauth.retry.initial-backoff=1ms")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class))));
		assertThat(server.tokenRequests()).hasSize(maxRetries + 1);
	}

	@Test
	void tokenRequestWhenInitialBackoffIsSetIsRepeatedNoSooner() {
		server.onTokenRequest(PineconeServer.response(503));
		this.contextRunner
			.withPropertyValues("pinecone.oauth.retry.max-retries=1", "pinecone.oauth.retry.initial-backoff=800ms")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class))));
		assertThat(server.tokenRequests()).hasSize(2);
		List<Instant> times = server.tokenRequests()
			.stream()
			.map((request) -> request.getLoggedDate().toInstant())
			.sorted()
			.toList();
		assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThan(Duration.ofMillis(350));
	}

	@Test
	void tokenRequestWhenServerAsksForMoreThanMaxBackoffIsNotRepeated() {
		server.onTokenRequest(PineconeServer.response(503).withHeader("Retry-After", "2"));
		this.contextRunner.withPropertyValues("pinecone.oauth.retry.max-backoff=1s")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(2))));
		assertThat(server.tokenRequests()).hasSize(1);
	}

	@Test
	void tokenRequestWhenReadTimeoutIsSetEndsThen() {
		server.onTokenRequest(PineconeServer.tokenResponse("late").withFixedDelay(1500));
		this.contextRunner.withPropertyValues("pinecone.oauth.read-timeout=100ms", "pinecone.oauth.retry.max-retries=0")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.satisfies((ex) -> assertThat(ex.getStatusCode()).isNull()));
	}

	@Test
	void tokenRequestWhenNothingElseIsSaidUsesDefaultsOfItsOwn() {
		this.contextRunner.withUserConfiguration(RecordingJdkConnectorConfiguration.class)
			.withPropertyValues("spring.http.clients.connect-timeout=77s", "spring.http.clients.redirects=follow")
			.run((context) -> {
				AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
				HttpClient httpClient = context.getBean(RecordedHttpClients.class).ofTokenRequest();
				assertThat(httpClient.connectTimeout()).contains(Duration.ofSeconds(2));
				assertThat(httpClient.followRedirects()).isEqualTo(Redirect.NEVER);
			});
	}

	@Test
	void tokenRequestWhenConnectTimeoutIsSetUsesIt() {
		this.contextRunner.withUserConfiguration(RecordingJdkConnectorConfiguration.class)
			.withPropertyValues("pinecone.oauth.connect-timeout=3s", "pinecone.admin.connect-timeout=4s")
			.run((context) -> {
				AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
				assertThat(context.getBean(RecordedHttpClients.class).ofTokenRequest().connectTimeout())
					.contains(Duration.ofSeconds(3));
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void tokenRequestWhenConnectorCustomizerAllowsRedirectsFollowsNone(int status) {
		server.onTokenRequest(PineconeServer.response(status).withHeader("Location", server.baseUrl() + "/elsewhere"));
		this.contextRunner.withUserConfiguration(RedirectsConfiguration.class)
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_token_response")));
		assertThat(server.requests()).hasSize(1);
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
			.run((context) -> assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo(PineconeServer.TOKEN));
	}

	@Test
	void tokenRequestIsObservedUnderTheConfiguredName() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.contextRunner.withBean(ObservationRegistry.class, () -> observations)
			.withPropertyValues("management.observations.http.client.requests.name=my.requests")
			.run((context) -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)));
		assertThat(observations).hasSingleObservationThat().hasNameEqualTo("my.requests").hasBeenStopped();
	}

	@Test
	void tokenRequestIsObservedWithTheConventionOfTheApplication() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		this.contextRunner.withBean(ObservationRegistry.class, () -> observations)
			.withBean(ClientRequestObservationConvention.class,
					() -> new DefaultClientRequestObservationConvention("own.requests"))
			.run((context) -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)));
		assertThat(observations).hasSingleObservationThat().hasNameEqualTo("own.requests");
	}

	private static RenewalPolicy policy(ApplicationContext context) {
		RenewalPolicy policy = (RenewalPolicy) ReflectionTestUtils
			.getField(context.getBean(ServiceAccount.class).sharedToken(), "policy");
		assertThat(policy).isNotNull();
		return policy;
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

	@Configuration(proxyBeanMethods = false)
	static class RecordingJdkConnectorConfiguration {

		@Bean
		RecordedHttpClients recordedHttpClients() {
			return new RecordedHttpClients(new ArrayList<>());
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> recordingCustomizer(
				RecordedHttpClients recorded) {
			return (builder) -> builder.withHttpClientCustomizer(recorded.builders()::add);
		}

	}

	/**
	 * The builders that Boot used, in the order of use: the token request's connector is
	 * needed first.
	 */
	record RecordedHttpClients(List<HttpClient.Builder> builders) {

		HttpClient ofTokenRequest() {
			return Objects.requireNonNull(this.builders.get(0)).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedirectsConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> redirectsCustomizer() {
			return (builder) -> builder
				.withHttpClientCustomizer((httpClient) -> httpClient.followRedirects(Redirect.ALWAYS));
		}

	}

	/**
	 * Knows only the pair.
	 */
	private record PairedConnectionDetails(Supplier<Credentials> pairs) implements PineconeConnectionDetails {

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
			return this.pairs.get();
		}

		@Override
		public URI getTokenUri() {
			return URI.create(server.tokenUri());
		}

	}

}
