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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.observation.ObservationWebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;

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
		String[] names = { "pineconeSharedToken", "pineconeAuthorizedClientManager",
				"pineconeReactiveAuthorizedClientManager", "pineconeExchangeFilterFunction", "pineconeAdminWebClient",
				"pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient" };
		this.contextRunner.withConfiguration(AutoConfigurations.of(PineconeRestClientAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBeanDefinitionNames()).contains(names);
				assertThat(context.getBeanFactory().getSingletonNames()).doesNotContain(names);
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
	void tokenRequestWhenConnectionDetailsChangeHasNewSecret() {
		List<String> secrets = new ArrayList<>(List.of("old", "new"));
		server.on(post(urlPathEqualTo("/oauth/token")).withRequestBody(containing("client_secret=old"))
			.willReturn(PineconeServer.response(401)));
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> new PineconeConnectionDetails() {

			@Override
			public String getClientId() {
				return "id";
			}

			@Override
			public @Nullable String getClientSecret() {
				return secrets.remove(0);
			}

			@Override
			public URI getTokenUri() {
				return URI.create(server.tokenUri());
			}

		}).withPropertyValues("pinecone.oauth.failure-backoff=0s").run((context) -> {
			OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(manager));
			assertThat(AuthorizedClients.token(manager)).isEqualTo(PineconeServer.TOKEN);
		});
		assertThat(secrets).isEmpty();
	}

	@Test
	void tokenWhenNothingElseIsSaidIsRenewedAsDefaultsSay() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SharedToken.class)).extracting("policy")
			.isEqualTo(new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1))));
	}

	@Test
	void tokenWhenPropertiesAreSetIsRenewedAsTheySay() {
		this.contextRunner
			.withPropertyValues("pinecone.oauth.refresh-ahead=7m", "pinecone.oauth.clock-skew=8s",
					"pinecone.oauth.failure-backoff=9ms")
			.run((context) -> assertThat(context.getBean(SharedToken.class)).extracting("policy")
				.isEqualTo(new RenewalPolicy(Duration.ofMinutes(7), Duration.ofSeconds(8), Duration.ofMillis(9))));
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
	void tokenRequestWhenApplicationHasAConnectorBuilderDoesNotUseIt() {
		ClientHttpConnectorBuilder<?> forbidden = (
				settings) -> (method, uri, callback) -> Mono.error(new AssertionError("Used for " + uri));
		this.contextRunner.withBean(ClientHttpConnectorBuilder.class, () -> forbidden)
			.run((context) -> assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo(PineconeServer.TOKEN));
	}

	@Test
	void tokenRequestWhenRequestsAreObservedIsObserved() {
		List<String> observed = new ArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new RecordingObservationHandler(observed));
		this.contextRunner
			.withBean(ObservationWebClientCustomizer.class,
					() -> new ObservationWebClientCustomizer(registry,
							new DefaultClientRequestObservationConvention("http.client.requests")))
			.run((context) -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)));
		assertThat(observed).containsExactly("http.client.requests");
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

	private record RecordingObservationHandler(List<String> names) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.names.add(String.valueOf(context.getName()));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
