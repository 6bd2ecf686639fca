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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for transports and {@code UriBuilderFactory}s that the application gives to its
 * HTTP clients: those of the Admin API use them as well.
 */
class ApplicationTransportTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpServiceClientPropertiesAutoConfiguration.class, RestClientAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				ReactiveHttpServiceClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
				PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class,
				PineconeHttpServiceAutoConfiguration.class))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.admin.base-url=" + this.server.uri(""),
				"spring.http.clients.redirects=follow", "spring.http.clients.imperative.factory=jdk",
				"spring.http.clients.reactive.connector=jdk");

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token", 1800));
		this.server.on("/admin", (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void transportWhenCustomizerSetsItIsUsed(Client client) {
		RecordingTransport transport = new RecordingTransport();
		client.customize(this.contextRunner)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.requestFactory(transport.requestFactory()))
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(transport.connector()))
			.run((context) -> assertUsed(context, client, transport));
	}

	@ParameterizedTest
	@EnumSource(names = { "WEB_CLIENT", "SERVICE_OVER_WEB_CLIENT" })
	void connectorWhenItIsABeanIsUsed(Client client) {
		RecordingTransport transport = new RecordingTransport();
		client.customize(this.contextRunner)
			.withBean("clientHttpConnector", ClientHttpConnector.class, transport::connector)
			.run((context) -> assertUsed(context, client, transport));
	}

	@ParameterizedTest
	@EnumSource(names = { "REST_CLIENT", "WEB_CLIENT" })
	void transportWhenBuilderOfTheApplicationHasItIsUsed(Client client) {
		RecordingTransport transport = new RecordingTransport();
		client.customize(this.contextRunner)
			.withBean(RestClient.Builder.class, () -> RestClient.builder().requestFactory(transport.requestFactory()))
			.withBean(WebClient.Builder.class, () -> WebClient.builder().clientConnector(transport.connector()))
			.run((context) -> assertUsed(context, client, transport));
	}

	/**
	 * As the application asked for it: here Spring Boot's follows redirects.
	 */
	@Test
	void transportWhenBuilderOfTheApplicationHasThatOfSpringBootIsUsed() {
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri("/admin"))) {
			this.contextRunner.withUserConfiguration(ConfiguredBuilderConfiguration.class)
				.withPropertyValues("pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> Client.REST_CLIENT.get(context, "x"));
		}
		assertThat(this.server.requests("/admin")).hasSize(1);
	}

	static Stream<Class<?>> buildersWithoutTransport() {
		return Stream.of(PlainBuildersConfiguration.class, CustomizedBuildersConfiguration.class,
				PrimaryBuildersConfiguration.class);
	}

	@ParameterizedTest
	@MethodSource("buildersWithoutTransport")
	void builderOfTheApplicationWithoutTransportHasOurs(Class<?> builders) {
		this.server.on("/admin", (request) -> new Response(200, request.apiVersion()));
		try (RedirectingServer redirecting = new RedirectingServer(this.server.uri("/admin"))) {
			this.contextRunner.withUserConfiguration(builders).run((context) -> {
				assertThat(Client.REST_CLIENT.get(context, "x")).isEqualTo("own");
				assertThat(Client.WEB_CLIENT.get(context, "x")).isEqualTo("own");
			});
			this.contextRunner.withUserConfiguration(builders)
				.withPropertyValues("pinecone.admin.base-url=" + redirecting.uri())
				.run((context) -> {
					assertThat(Client.REST_CLIENT.get(context, "x")).isNull();
					assertThat(Client.WEB_CLIENT.get(context, "x")).isNull();
				});
			assertThat(redirecting.requests()).isEqualTo(2);
		}
		assertThat(this.server.requests("/admin")).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void uriBuilderFactoryWhenCustomizerSetsItEncodesBelowTheBaseUrl(Client client) {
		DefaultUriBuilderFactory factory = new DefaultUriBuilderFactory("https://elsewhere.example.com/own");
		factory.setEncodingMode(EncodingMode.NONE);
		assertThat(path(client, factory, "a%20b/c")).isEqualTo("/admin/a b/c");
	}

	@ParameterizedTest
	@EnumSource
	void uriBuilderFactoryWhenItIsNotSpringsBuildsBelowTheBaseUrl(Client client) {
		assertThat(path(client, new PrefixingUriBuilderFactory(), "a/b")).isEqualTo("/admin/own-a/b");
	}

	private String path(Client client, UriBuilderFactory factory, String name) {
		client.customize(this.contextRunner)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.uriBuilderFactory(factory))
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.uriBuilderFactory(factory))
			.run((context) -> assertThat(client.get(context, name)).isEqualTo("Bearer token"));
		List<Request> requests = this.server.requests("/admin");
		assertThat(requests).hasSize(1);
		return requests.get(0).path();
	}

	private void assertUsed(ApplicationContext context, Client client, RecordingTransport transport) {
		assertThat(client.get(context, "projects")).isEqualTo("Bearer token");
		assertThat(transport.uris()).containsExactly(this.server.uri("/admin/projects"));
	}

	/**
	 * The clients of the Admin API.
	 */
	enum Client {

		REST_CLIENT(OverRestClient.class) {

			@Override
			@Nullable String get(ApplicationContext context, String name) {
				return restClient(context).get().uri("/admin/{name}", name).retrieve().body(String.class);
			}

			private RestClient restClient(ApplicationContext context) {
				return context.getBean("pineconeAdminRestClient", RestClient.class);
			}

		},

		SERVICE_OVER_REST_CLIENT(OverRestClient.class) {

			@Override
			@Nullable String get(ApplicationContext context, String name) {
				return context.getBean(ProjectService.class).get(name);
			}

		},

		WEB_CLIENT(OverWebClient.class) {

			@Override
			@Nullable String get(ApplicationContext context, String name) {
				return webClient(context).get()
					.uri("/admin/{name}", name)
					.retrieve()
					.bodyToMono(String.class)
					.block(TIMEOUT);
			}

			private WebClient webClient(ApplicationContext context) {
				return context.getBean("pineconeAdminWebClient", WebClient.class);
			}

		},

		SERVICE_OVER_WEB_CLIENT(OverWebClient.class) {

			@Override
			@Nullable String get(ApplicationContext context, String name) {
				return context.getBean(ProjectService.class).get(name);
			}

		};

		private final Class<?> services;

		Client(Class<?> services) {
			this.services = services;
		}

		ApplicationContextRunner customize(ApplicationContextRunner contextRunner) {
			return contextRunner.withUserConfiguration(this.services);
		}

		abstract @Nullable String get(ApplicationContext context, String name);

	}

	interface ProjectService {

		@GetExchange("/admin/{name}")
		@Nullable String get(@PathVariable String name);

	}

	/**
	 * A transport of the application's, which writes down where requests go.
	 *
	 * @param uris where requests went
	 */
	record RecordingTransport(List<URI> uris) {

		RecordingTransport() {
			this(new CopyOnWriteArrayList<>());
		}

		ClientHttpRequestFactory requestFactory() {
			JdkClientHttpRequestFactory delegate = new JdkClientHttpRequestFactory();
			return new ClientHttpRequestFactory() {

				@Override
				public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
					RecordingTransport.this.uris.add(uri);
					return delegate.createRequest(uri, method);
				}

			};
		}

		ClientHttpConnector connector() {
			JdkClientHttpConnector delegate = new JdkClientHttpConnector();
			return new ClientHttpConnector() {

				@Override
				public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
						Function<? super org.springframework.http.client.reactive.ClientHttpRequest, Mono<Void>> callback) {
					RecordingTransport.this.uris.add(uri);
					return delegate.connect(method, uri, callback);
				}

			};
		}

	}

	/**
	 * A {@code UriBuilderFactory} that is the application's alone.
	 */
	private static final class PrefixingUriBuilderFactory implements UriBuilderFactory {

		private final DefaultUriBuilderFactory delegate = new DefaultUriBuilderFactory();

		@Override
		public UriBuilder uriString(String uriTemplate) {
			return this.delegate.uriString(uriTemplate.replace("{name}", "own-{name}"));
		}

		@Override
		public UriBuilder builder() {
			return this.delegate.builder();
		}

		@Override
		public URI expand(String uriTemplate, Map<String, ? extends @Nullable Object> uriVariables) {
			return uriString(uriTemplate).build(uriVariables);
		}

		@Override
		public URI expand(String uriTemplate, @Nullable Object... uriVariables) {
			return uriString(uriTemplate).build(uriVariables);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class OverRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainBuildersConfiguration {

		@Bean
		RestClient.Builder restClientBuilder() {
			return RestClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
		}

		@Bean
		WebClient.Builder webClientBuilder() {
			return WebClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfiguredBuilderConfiguration {

		@Bean
		RestClient.Builder configuredRestClientBuilder(RestClientBuilderConfigurer configurer) {
			return configurer.configure(RestClient.builder());
		}

	}

	/**
	 * One of the customizers sets Spring Boot's connector.
	 */
	@Configuration(proxyBeanMethods = false)
	static class CustomizedBuildersConfiguration {

		@Bean
		RestClient.Builder customizedRestClientBuilder() {
			return RestClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient.Builder customizedWebClientBuilder(List<WebClientCustomizer> customizers) {
			WebClient.Builder builder = WebClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
			customizers.forEach((customizer) -> customizer.customize(builder));
			return builder;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryBuildersConfiguration extends PlainBuildersConfiguration {

		@Bean
		@Primary
		RestClient.Builder primaryRestClientBuilder() {
			return restClientBuilder();
		}

		@Bean
		@Primary
		WebClient.Builder primaryWebClientBuilder() {
			return webClientBuilder();
		}

	}

}
