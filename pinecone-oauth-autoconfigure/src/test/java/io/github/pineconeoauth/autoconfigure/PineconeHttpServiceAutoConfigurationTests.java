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
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeHttpServiceAutoConfiguration}.
 */
class PineconeHttpServiceAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private static final String ELSEWHERE = "/elsewhere";

	private final LoopbackServer server = new LoopbackServer();

	private final String[] properties = { "pinecone.client-id=id", "pinecone.client-secret=secret",
			"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.admin.base-url=" + this.server.uri(""),
			"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(Application.STARTER)
		.withPropertyValues(this.properties);

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token-" + this.server.requests(TOKEN).size(), 1800));
		this.server.on("/", (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void serviceHasBaseUrlTokenAndApiVersion(Application application) {
		runner(application).run((context) -> {
			assertThat(this.server.requests("/")).isEmpty();
			assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1");
			assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2026-07");
		});
	}

	@Test
	void serviceWhenItsMethodsAreReactiveHasTheSameToken() {
		this.contextRunner.withUserConfiguration(ReactiveServiceConfiguration.class).run((context) -> {
			ReactiveProjectService service = context.getBean(ReactiveProjectService.class);
			assertThat(service.first().block(TIMEOUT)).isEqualTo("Bearer token-1");
			assertThat(service.all().collectList().block(TIMEOUT)).isEqualTo(List.of("Bearer token-1"));
			assertThat(service.blocking()).isEqualTo("Bearer token-1");
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@Test
	void serviceWhenApplicationIsReactiveHasToken() {
		new ReactiveWebApplicationContextRunner().withConfiguration(Application.STARTER)
			.withConfiguration(Application.REST_CLIENT_MODULE)
			.withUserConfiguration(ReactiveServiceConfiguration.class)
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(context.getBean(ReactiveProjectService.class).first().block(TIMEOUT))
				.isEqualTo("Bearer token-1"));
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenThereIsAWebClientSharesItsToken(Application application) {
		runner(application).run((context) -> {
			WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
			assertThat(webClient.get().uri(PROJECTS).retrieve().bodyToMono(String.class).block(TIMEOUT))
				.isEqualTo("Bearer token-1");
			assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1");
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenCredentialsAreMissingHasNeitherTokenNorBaseUrl(Application application) {
		runner(application).withPropertyValues("pinecone.client-id=", "pinecone.client-secret=").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(PineconeHttpServiceGroup.class);
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean(ProjectService.class).list());
		});
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void beansWhenThereAreNoHttpServicesAreAbsent() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(HttpServiceProxyRegistry.class)
			.doesNotHaveBean(PineconeHttpServiceGroup.class)
			.doesNotHaveBean(RestClientHttpServiceGroupConfigurer.class));
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenGroupHasBaseUrlUsesThat(Application application) {
		runner(application).withPropertyValues("spring.http.serviceclient.pinecone.base-url=" + this.server.uri("/own"))
			.run((context) -> assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1"));
		assertThat(this.server.requests("/own")).extracting(Request::path).containsExactly("/own" + PROJECTS);
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenGroupHasBaseUrlElsewhereFailsBeforeAnythingIsSent(Application application) {
		runner(application).withPropertyValues("spring.http.serviceclient.pinecone.base-url=http://127.0.0.1:1")
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(ProjectService.class).list())
				.withMessageContaining("is sent to http://localhost:"));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenItIsGivenAUrlElsewhereFailsBeforeAnythingIsSent(Application application) {
		runner(application).run((context) -> {
			ProjectService service = context.getBean(ProjectService.class);
			assertThatIllegalStateException().isThrownBy(() -> service.at(URI.create("http://127.0.0.1:1/")))
				.withMessageContaining("is sent to http://localhost:");
			assertThat(this.server.requests("/")).isEmpty();
			assertThat(service.at(this.server.uri(PROJECTS))).isEqualTo("Bearer token-1");
		});
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenGroupHasReadTimeoutUsesThat(Application application) {
		CountDownLatch done = new CountDownLatch(1);
		this.server.on(PROJECTS, (request) -> new Response(done.await(50, TimeUnit.SECONDS) ? 200 : 500, ""));
		runner(application)
			.withPropertyValues("pinecone.admin.read-timeout=40s",
					"spring.http.serviceclient.pinecone.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean(ProjectService.class).list())
				.withStackTraceContaining("HttpTimeoutException"));
		done.countDown();
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenGroupHasNoReadTimeoutUsesThatOfTheAdminApi(Application application) {
		CountDownLatch done = new CountDownLatch(1);
		this.server.on(PROJECTS, (request) -> new Response(done.await(50, TimeUnit.SECONDS) ? 200 : 500, ""));
		runner(application)
			.withPropertyValues("pinecone.admin.read-timeout=200ms", "spring.http.clients.read-timeout=40s")
			.run((context) -> assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean(ProjectService.class).list())
				.withStackTraceContaining("HttpTimeoutException"));
		done.countDown();
	}

	@ParameterizedTest
	@EnumSource
	void redirectWhenGroupFollowsThemIsNotFollowed(Application application) {
		assertNotFollowed(
				runner(application).withPropertyValues("spring.http.serviceclient.pinecone.redirects=follow"));
	}

	@ParameterizedTest
	@EnumSource
	void redirectWhenApplicationFollowsThemIsNotFollowed(Application application) {
		assertNotFollowed(runner(application).withPropertyValues("spring.http.clients.redirects=follow"));
	}

	@ParameterizedTest
	@EnumSource
	void redirectWhenCustomizerFollowsThemIsNotFollowed(Application application) {
		assertNotFollowed(runner(application).withUserConfiguration(RedirectsConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "imperative.factory=reactor", "imperative.factory=simple", "reactive.connector=reactor" })
	void redirectWhenClientIsAnotherIsNotFollowed(String client) {
		Application application = client.startsWith("imperative") ? Application.REST_CLIENT : Application.WEB_CLIENT;
		assertNotFollowed(runner(application).withPropertyValues("spring.http.clients." + client));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STARTER_ALONE")
	void otherGroupIsUntouched(Application application) {
		this.server.on("/other",
				(request) -> new Response(200, "[" + request.authorization() + request.apiVersion() + "]"));
		runner(application).withPropertyValues("spring.http.serviceclient.other.base-url=" + this.server.uri(""))
			.run((context) -> {
				assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1");
				assertThat(context.getBean(OtherService.class).call()).isEqualTo("[]");
			});
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STARTER_ALONE")
	void redirectWhenGroupIsAnotherIsFollowed(Application application) {
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri(ELSEWHERE))) {
			runner(application)
				.withPropertyValues("spring.http.serviceclient.other.base-url=" + redirecting.uri(),
						"pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> {
					assertThat(context.getBean(ProjectService.class).list()).isNull();
					assertThat(this.server.requests(ELSEWHERE)).isEmpty();
					context.getBean(OtherService.class).call();
					assertThat(this.server.requests(ELSEWHERE)).hasSize(1);
				});
		}
	}

	@ParameterizedTest
	@EnumSource
	void configurerOfTheApplicationRunsLast(Application application) {
		String own = this.server.uri("/own").toString();
		runner(application)
			.withBean(RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("pinecone")
						.forEachClient((group, builder) -> builder.baseUrl(own)
							.requestInterceptors((interceptors) -> interceptors.add(0, this::authorize))))
			.withBean(WebClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("pinecone")
						.forEachClient((group, builder) -> builder.baseUrl(own)
							.filters((filters) -> filters.add(0, this::authorize))))
			.run((context) -> assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer own"));
		assertThat(this.server.requests("/own")).hasSize(1);
		assertThat(this.server.requests(TOKEN)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void beansWhenApplicationHasItsOwnAreUsed(Application application) {
		runner(application)
			.withBean("pineconeClientHttpRequestInterceptor", ClientHttpRequestInterceptor.class, () -> this::authorize)
			.withBean("pineconeExchangeFilterFunction", ExchangeFilterFunction.class, () -> this::authorize)
			.run((context) -> assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer own"));
	}

	@ParameterizedTest
	@EnumSource
	void refusalWhenTokenIsOldIsFollowedByOneMoreRequestWithNewToken(Application application) {
		ManualTime time = new ManualTime();
		this.server.on("/admin/refused", (request) -> request.authorization().equals("Bearer token-1")
				? new Response(401, "") : new Response(200, request.authorization()));
		runner(application).withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(time))
			.run((context) -> {
				ProjectService service = context.getBean(ProjectService.class);
				service.list();
				time.advanceSeconds(5);
				assertThat(service.refused()).isEqualTo("Bearer token-2");
			});
		assertThat(this.server.requests("/admin/refused")).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void serviceWhenItSendsApiVersionOfItsOwnKeepsIt(Application application) {
		runner(application).run((context) -> context.getBean(ProjectService.class).old());
		assertThat(this.server.requests("/admin/old")).extracting(Request::apiVersion).containsExactly("2025-04");
	}

	private void assertNotFollowed(ApplicationContextRunner contextRunner) {
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri(ELSEWHERE))) {
			contextRunner.withPropertyValues("pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> assertThat(context.getBean(ProjectService.class).list()).isNullOrEmpty());
			assertThat(redirecting.requests()).isEqualTo(1);
			assertThat(this.server.requests(ELSEWHERE)).isEmpty();
		}
	}

	private ApplicationContextRunner runner(Application application) {
		return application.customize(this.contextRunner);
	}

	private ClientHttpResponse authorize(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		request.getHeaders().setBearerAuth("own");
		return execution.execute(request, body);
	}

	private Mono<ClientResponse> authorize(ClientRequest request, ExchangeFunction next) {
		return next.exchange(ClientRequest.from(request).headers((headers) -> headers.setBearerAuth("own")).build());
	}

	/**
	 * What an application is made of.
	 */
	enum Application {

		REST_CLIENT {

			@Override
			ApplicationContextRunner customize(ApplicationContextRunner contextRunner) {
				return contextRunner.withConfiguration(REST_CLIENT_MODULE).withUserConfiguration(OverRestClient.class);
			}

		},

		STARTER_ALONE {

			@Override
			ApplicationContextRunner customize(ApplicationContextRunner contextRunner) {
				return contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
					.withUserConfiguration(OverRestClient.class);
			}

		},

		WEB_CLIENT {

			@Override
			ApplicationContextRunner customize(ApplicationContextRunner contextRunner) {
				return contextRunner.withUserConfiguration(OverWebClient.class);
			}

		};

		static final AutoConfigurations STARTER = AutoConfigurations.of(SslAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
				PineconeWebClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class);

		static final AutoConfigurations REST_CLIENT_MODULE = AutoConfigurations.of(RestClientAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class);

		abstract ApplicationContextRunner customize(ApplicationContextRunner contextRunner);

	}

	interface ProjectService {

		@GetExchange(PROJECTS)
		@Nullable String list();

		@GetExchange("/admin/refused")
		@Nullable String refused();

		@GetExchange
		@Nullable String at(URI url);

		@HttpExchange(method = "GET", url = "/admin/old", headers = "X-Pinecone-Api-Version=2025-04")
		@Nullable String old();

	}

	interface ReactiveProjectService {

		@GetExchange(PROJECTS)
		Mono<String> first();

		@GetExchange(PROJECTS)
		Flux<String> all();

		@GetExchange(PROJECTS)
		@Nullable String blocking();

	}

	interface OtherService {

		@GetExchange("/other")
		@Nullable String call();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	@ImportHttpServices(group = "other", types = OtherService.class)
	static class OverRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "other", types = OtherService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ReactiveProjectService.class, clientType = ClientType.WEB_CLIENT)
	static class ReactiveServiceConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class RedirectsConfiguration {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> requestFactoryCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> connectorCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

	}

}
