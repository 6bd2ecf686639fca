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

import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeRestClientAutoConfiguration}.
 */
class PineconeRestClientAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private static final String INTERCEPTOR = "pineconeClientHttpRequestInterceptor";

	private static final String REST_CLIENT = "pineconeAdminRestClient";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
			WebClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class);

	private final LoopbackServer server = new LoopbackServer();

	private final String[] properties = { "pinecone.client-id=id", "pinecone.client-secret=secret",
			"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.admin.base-url=" + this.server.uri(""),
			"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(this.properties);

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token-" + this.server.requests(TOKEN).size(), 1800));
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void restClientHasBaseUrlTokenAndApiVersion() {
		this.contextRunner.run((context) -> {
			assertThat(this.server.requests("/")).isEmpty();
			assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1");
			assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2026-07");
		});
	}

	@Test
	void restClientWhenThereIsAWebClientSharesItsToken() {
		this.contextRunner.run((context) -> {
			WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
			assertThat(webClient.get().uri(PROJECTS).retrieve().bodyToMono(String.class).block(TIMEOUT))
				.isEqualTo("Bearer token-1");
			assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1");
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@Test
	void beansWhenCredentialsAreMissingAreAbsent() {
		this.contextRunner.withPropertyValues("pinecone.client-id=", "pinecone.client-secret=")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(INTERCEPTOR)
				.doesNotHaveBean(REST_CLIENT));
	}

	@Test
	void restClientWhenItsModuleIsMissingIsAbsentAndTheInterceptorIsNot() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PineconeOAuthAutoConfiguration.class,
					PineconeRestClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.withPropertyValues(this.properties)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean(INTERCEPTOR).doesNotHaveBean(REST_CLIENT);
				RestClient restClient = RestClient.builder()
					.requestFactory(new JdkClientHttpRequestFactory())
					.requestInterceptor(context.getBean(INTERCEPTOR, ClientHttpRequestInterceptor.class))
					.baseUrl(this.server.uri(""))
					.build();
				assertThat(getProjects(restClient)).isEqualTo("Bearer token-1");
			});
	}

	@Test
	void restClientWhenBootsAutoConfigurationIsMissingIsThere() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PineconeOAuthAutoConfiguration.class,
					PineconeRestClientAutoConfiguration.class))
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1"));
	}

	@Test
	void beansWhenInjectedByTypeAreNoCandidates() {
		this.contextRunner.withUserConfiguration(InjectionPointsConfiguration.class).run((context) -> {
			InjectionPoints injected = context.getBean(InjectionPoints.class);
			assertThat(injected.byName().getIfAvailable()).isNotNull();
			assertThat(injected.restClientByName().getIfAvailable()).isNotNull();
			assertThat(injected.interceptor().getIfAvailable()).isNull();
			assertThat(injected.interceptor().stream()).isEmpty();
			assertThat(injected.interceptors().getIfAvailable()).isNull();
			assertThat(injected.interceptorsByName().getIfAvailable()).isNull();
			assertThat(injected.restClient().getIfAvailable()).isNull();
			assertThat(injected.restClient().stream()).isEmpty();
			assertThat(injected.restClients().getIfAvailable()).isNull();
			assertThat(injected.restClientsByName().getIfAvailable()).isNull();
		});
	}

	@Test
	void injectionByTypeWhenApplicationHasBeansOfTheTypesGetsThose() {
		RestClient restClient = RestClient.create();
		ClientHttpRequestInterceptor interceptor = (request, body, execution) -> execution.execute(request, body);
		this.contextRunner.withUserConfiguration(InjectionPointsConfiguration.class)
			.withBean("restClient", RestClient.class, () -> restClient)
			.withBean("interceptor", ClientHttpRequestInterceptor.class, () -> interceptor)
			.run((context) -> {
				InjectionPoints injected = context.getBean(InjectionPoints.class);
				assertThat(injected.restClientsByName().getObject()).isEqualTo(Map.of("restClient", restClient));
				assertThat(injected.interceptors().getObject()).containsExactly(interceptor);
				assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1");
			});
	}

	@Test
	void interceptorWhenApplicationHasItsOwnGivesWayAndRestClientUsesThat() {
		ClientHttpRequestInterceptor own = (request, body, execution) -> {
			request.getHeaders().setBearerAuth("own");
			return execution.execute(request, body);
		};
		this.contextRunner.withBean(INTERCEPTOR, ClientHttpRequestInterceptor.class, () -> own).run((context) -> {
			assertThat(context.getBean(INTERCEPTOR)).isSameAs(own);
			assertThat(getProjects(restClient(context))).isEqualTo("Bearer own");
			assertThat(this.server.requests(TOKEN)).isEmpty();
		});
	}

	@Test
	void restClientWhenApplicationHasItsOwnGivesWay() {
		RestClient own = RestClient.create();
		this.contextRunner.withBean(REST_CLIENT, RestClient.class, () -> own).run((context) -> {
			assertThat(restClient(context)).isSameAs(own);
			assertThat(context).hasBean(INTERCEPTOR);
		});
	}

	@Test
	void restClientWhenApplicationHasCustomizersIsCustomized() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> assertCustomized(restClient(context)));
	}

	@Test
	void restClientWhenApplicationHasTwoBuildersIsCustomizedAllTheSame() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class, TwoBuildersConfiguration.class)
			.run((context) -> assertCustomized(restClient(context)));
	}

	@Test
	void restClientWhenCustomizerSetsBaseUrlHasItsOwn() {
		this.contextRunner
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.baseUrl("http://localhost:1"))
			.run((context) -> assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1"));
	}

	@Test
	void builderWhenItIsTheApplicationsOnlyOneIsUsedAndStaysAsItIs() {
		RestClient.Builder builder = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.defaultHeader("X-Pinecone-Api-Version", "2025-01");
		this.contextRunner.withBean(RestClient.Builder.class, () -> builder).run((context) -> {
			assertCustomized(restClient(context));
			String authorization = builder.build().get().uri(this.server.uri(PROJECTS)).retrieve().body(String.class);
			assertThat(authorization).isNullOrEmpty();
			assertThatIllegalArgumentException().isThrownBy(() -> getProjects(builder.build()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "reactor", "simple" })
	void redirectWhenApplicationFollowsThemIsNotFollowed(String factory) {
		this.server.on("/elsewhere", (request) -> new Response(200, "followed"));
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri("/elsewhere"))) {
			this.contextRunner
				.withPropertyValues("spring.http.clients.imperative.factory=" + factory,
						"spring.http.clients.redirects=follow", "pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> assertThat(
						restClient(context).get().uri(PROJECTS).retrieve().toBodilessEntity().getStatusCode())
					.isEqualTo(HttpStatus.TEMPORARY_REDIRECT));
			assertThat(redirecting.requests()).isEqualTo(1);
			assertThat(this.server.requests("/elsewhere")).isEmpty();
		}
	}

	@Test
	void redirectWhenCustomizerFollowsThemIsNotFollowed() {
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri("/elsewhere"))) {
			this.contextRunner.withUserConfiguration(RedirectsConfiguration.class)
				.withPropertyValues("pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> assertThat(
						restClient(context).get().uri(PROJECTS).retrieve().toBodilessEntity().getStatusCode())
					.isEqualTo(HttpStatus.TEMPORARY_REDIRECT));
			assertThat(this.server.requests("/elsewhere")).isEmpty();
		}
	}

	@Test
	void requestWhenItGoesElsewhereFailsBeforeAnythingIsSent() {
		this.contextRunner.run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> restClient(context).get().uri("http://127.0.0.1:1/").retrieve().toBodilessEntity()));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void refusalWhenTokenIsOldIsFollowedByOneMoreRequestWithNewToken() {
		ManualTime time = new ManualTime();
		this.server.on("/admin/refused", (request) -> request.authorization().equals("Bearer token-1")
				? new Response(401, "") : new Response(200, request.authorization()));
		this.contextRunner.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(time))
			.run((context) -> {
				getProjects(restClient(context));
				time.advanceSeconds(5);
				assertThat(restClient(context).get().uri("/admin/refused").retrieve().body(String.class))
					.isEqualTo("Bearer token-2");
			});
		assertThat(this.server.requests("/admin/refused")).hasSize(2);
	}

	@Test
	void refusalOfTheNewTokenReachesTheCaller() {
		this.server.on("/admin/refused", (request) -> new Response(401, ""));
		this.contextRunner.run((context) -> assertThatExceptionOfType(HttpClientErrorException.Unauthorized.class)
			.isThrownBy(() -> restClient(context).get().uri("/admin/refused").retrieve().toBodilessEntity()));
		assertThat(this.server.requests("/admin/refused")).hasSize(2);
	}

	@Test
	void settingsWhenPropertiesOfTheAdminApiAreSetAreThose() {
		RecordingRequestFactoryBuilder requestFactory = new RecordingRequestFactoryBuilder();
		this.contextRunner.withBean(RecordingRequestFactoryBuilder.class, () -> requestFactory)
			.withPropertyValues("pinecone.admin.connect-timeout=3s", "pinecone.admin.read-timeout=4s",
					"pinecone.admin.ssl.bundle=admin", "spring.ssl.bundle.pem.admin.options.enabled-protocols=TLSv1.3",
					"spring.http.clients.connect-timeout=5s", "spring.http.clients.read-timeout=6s")
			.run((context) -> {
				restClient(context);
				assertThat(requestFactory.lastSettings()).isEqualTo(HttpClientSettings.defaults()
					.withRedirects(HttpRedirects.DONT_FOLLOW)
					.withConnectTimeout(Duration.ofSeconds(3))
					.withReadTimeout(Duration.ofSeconds(4))
					.withSslBundle(context.getBean(SslBundles.class).getBundle("admin")));
			});
	}

	@Test
	void settingsWhenPropertiesOfTheAdminApiAreNotSetAreTheApplications() {
		RecordingRequestFactoryBuilder requestFactory = new RecordingRequestFactoryBuilder();
		this.contextRunner.withBean(RecordingRequestFactoryBuilder.class, () -> requestFactory)
			.withPropertyValues("spring.http.clients.connect-timeout=5s", "spring.http.clients.read-timeout=6s",
					"spring.http.clients.redirects=follow")
			.run((context) -> {
				restClient(context);
				assertThat(requestFactory.lastSettings()).isEqualTo(HttpClientSettings.defaults()
					.withConnectTimeout(Duration.ofSeconds(5))
					.withReadTimeout(Duration.ofSeconds(6))
					.withRedirects(HttpRedirects.DONT_FOLLOW));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "reactor", "simple" })
	void requestWhenAdminApiTakesLongerThanReadTimeoutFails(String factory) {
		CountDownLatch done = new CountDownLatch(1);
		this.server.on("/admin/slow", (request) -> new Response(done.await(50, TimeUnit.SECONDS) ? 200 : 500, ""));
		this.contextRunner
			.withPropertyValues("spring.http.clients.imperative.factory=" + factory,
					"pinecone.admin.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> restClient(context).get().uri("/admin/slow").retrieve().toBodilessEntity()));
		done.countDown();
	}

	@Test
	void restClientWhenApplicationIsReactiveIsTheSame() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(this.properties)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ClientHttpRequestFactoryBuilder.class);
				assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1");
			});
	}

	@Test
	void restClientWhenApplicationIsAServletApplicationIsTheSame() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(getProjects(restClient(context))).isEqualTo("Bearer token-1"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void callersWhenTheyAreVirtualThreadsWaitWithoutTakingUpPlatformThreads() {
		int callers = 200;
		CountDownLatch started = new CountDownLatch(callers);
		this.server.on(TOKEN, (request) -> started.await(30, TimeUnit.SECONDS) ? Response.token("token-1", 1800)
				: new Response(500, ""));
		VirtualThreadTaskExecutor executor = new VirtualThreadTaskExecutor("caller-");
		this.contextRunner.withPropertyValues("pinecone.oauth.read-timeout=40s").run((context) -> {
			List<CompletableFuture<String>> answers = Stream.generate(() -> executor.submitCompletable(() -> {
				started.countDown();
				return Objects.requireNonNull(getProjects(restClient(context)));
			})).limit(callers).toList();
			assertThat(answers).extracting((answer) -> answer.orTimeout(50, TimeUnit.SECONDS).join())
				.containsOnly("Bearer token-1");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
		assertThat(this.server.requests(PROJECTS)).hasSize(callers);
	}

	private void assertCustomized(RestClient restClient) {
		assertThat(getProjects(restClient)).isEqualTo("Bearer token-1");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2025-01");
	}

	private static RestClient restClient(ApplicationContext context) {
		return context.getBean(REST_CLIENT, RestClient.class);
	}

	private static @Nullable String getProjects(RestClient restClient) {
		return restClient.get().uri(PROJECTS).retrieve().body(String.class);
	}

	private static final class RecordingRequestFactoryBuilder
			implements ClientHttpRequestFactoryBuilder<JdkClientHttpRequestFactory> {

		private final List<@Nullable HttpClientSettings> settings = new ArrayList<>();

		@Override
		public JdkClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
			this.settings.add(settings);
			return new JdkClientHttpRequestFactory();
		}

		@Nullable HttpClientSettings lastSettings() {
			return this.settings.get(this.settings.size() - 1);
		}

	}

	record InjectionPoints(ObjectProvider<ClientHttpRequestInterceptor> byName,
			ObjectProvider<RestClient> restClientByName, ObjectProvider<ClientHttpRequestInterceptor> interceptor,
			ObjectProvider<List<ClientHttpRequestInterceptor>> interceptors,
			ObjectProvider<Map<String, ClientHttpRequestInterceptor>> interceptorsByName,
			ObjectProvider<RestClient> restClient, ObjectProvider<List<RestClient>> restClients,
			ObjectProvider<Map<String, RestClient>> restClientsByName) {
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectionPointsConfiguration {

		@Bean
		InjectionPoints injectionPoints(@Qualifier(INTERCEPTOR) ObjectProvider<ClientHttpRequestInterceptor> byName,
				@Qualifier(REST_CLIENT) ObjectProvider<RestClient> restClientByName,
				ObjectProvider<ClientHttpRequestInterceptor> interceptor,
				ObjectProvider<List<ClientHttpRequestInterceptor>> interceptors,
				ObjectProvider<Map<String, ClientHttpRequestInterceptor>> interceptorsByName,
				ObjectProvider<RestClient> restClient, ObjectProvider<List<RestClient>> restClients,
				ObjectProvider<Map<String, RestClient>> restClientsByName) {
			return new InjectionPoints(byName, restClientByName, interceptor, interceptors, interceptorsByName,
					restClient, restClients, restClientsByName);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		RestClientCustomizer apiVersionCustomizer() {
			return (builder) -> builder.defaultHeader("X-Pinecone-Api-Version", "2025-01");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoBuildersConfiguration {

		@Bean
		RestClient.Builder oneBuilder() {
			return RestClient.builder();
		}

		@Bean
		RestClient.Builder anotherBuilder() {
			return RestClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedirectsConfiguration {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> redirectsCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

	}

}
