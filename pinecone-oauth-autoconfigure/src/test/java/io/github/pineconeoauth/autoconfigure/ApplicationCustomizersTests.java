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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application's customizers and builders of HTTP clients. They apply to the
 * clients of the Admin API, but see neither tokens nor token requests.
 */
class ApplicationCustomizersTests {

	private static final String API_VERSION = "X-Pinecone-Api-Version";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withPropertyValues("spring.http.clients.redirects=follow");

	@ParameterizedTest
	@EnumSource
	void customizersApplyExceptForTheBaseUrl(ClientKind kind) {
		kind.of(this.contextRunner)
			.withBean(RestClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader(API_VERSION, "own").baseUrl("http://localhost:1"))
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader(API_VERSION, "own").baseUrl("http://localhost:1"))
			.run((context) -> assertThat(kind.getWithBoth(context, "x")).containsOnly(ok()));
		assertThat(this.server.requests("/admin")).hasSize(2).extracting(Request::apiVersion).containsOnly("own");
		assertThat(this.server.tokenRequests()).extracting(Request::apiVersion).containsExactly("2026-07");
	}

	@ParameterizedTest
	@EnumSource
	void transportOfCustomizerIsUsed(ClientKind kind) {
		RecordingTransport transport = new RecordingTransport();
		kind.of(this.contextRunner)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.requestFactory(transport.requestFactory()))
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(transport.connector()))
			.run((context) -> assertThat(kind.getWithBoth(context, "x")).containsOnly(ok()));
		assertThat(transport.uris).hasSize(2).containsOnly(this.server.uri("/admin/x"));
	}

	@Test
	void connectorThatIsABeanIsUsed() {
		RecordingTransport transport = new RecordingTransport();
		ClientKind.WEB_CLIENT.of(this.contextRunner)
			.withBean("clientHttpConnector", ClientHttpConnector.class, transport::connector)
			.run((context) -> assertThat(ClientKind.WEB_CLIENT.getWithBoth(context, "x")).containsOnly(ok()));
		assertThat(transport.uris).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void transportOfBuilderIsUsed(ClientKind kind) {
		RecordingTransport transport = new RecordingTransport();
		this.contextRunner
			.withBean(RestClient.Builder.class, () -> RestClient.builder().requestFactory(transport.requestFactory()))
			.withBean(WebClient.Builder.class, () -> WebClient.builder().clientConnector(transport.connector()))
			.run((context) -> assertThat(kind.get(context, "/admin/x", "")).isEqualTo(ok()));
		assertThat(transport.uris).hasSize(1);
	}

	/**
	 * The application chose this transport, which follows redirects.
	 */
	@Test
	void transportOfBuilderIsUsedEvenIfItIsThatOfSpringBoot() {
		this.server.on("/admin", Response.redirect(307, this.server.uri("/elsewhere")));
		this.contextRunner.withUserConfiguration(ConfiguredBuilderConfiguration.class)
			.run((context) -> ClientKind.REST_CLIENT.get(context, "/admin/x", ""));
		assertThat(this.server.requests("/elsewhere")).hasSize(1);
	}

	static Stream<Class<?>> buildersWithoutTransport() {
		return Stream.of(PlainBuildersConfiguration.class, CustomizedBuildersConfiguration.class,
				PrimaryBuildersConfiguration.class);
	}

	@ParameterizedTest
	@MethodSource("buildersWithoutTransport")
	void builderWithoutTransportGetsThatOfStarter(Class<?> builders) {
		this.server.on("/admin", Response.redirect(307, this.server.uri("/elsewhere")));
		this.contextRunner.withUserConfiguration(builders).run((context) -> {
			for (ClientKind kind : ClientKind.values()) {
				assertThat(kind.get(context, "/admin/x", "").status()).isEqualTo(307);
			}
		});
		assertThat(this.server.requests("/admin")).hasSize(2).extracting(Request::apiVersion).containsOnly("own");
		assertThat(this.server.requests("/elsewhere")).isEmpty();
	}

	@Test
	void builderOfApplicationIsNotChanged() {
		this.contextRunner.withUserConfiguration(PlainBuildersConfiguration.class).run((context) -> {
			assertThat(ClientKind.REST_CLIENT.get(context, "/admin/x", "")).isEqualTo(ok());
			assertThat(ClientKind.WEB_CLIENT.get(context, "/admin/x", "")).isEqualTo(ok());
			String own = this.server.uri("/own").toString();
			context.getBean(RestClient.Builder.class).build().get().uri(own).retrieve().toBodilessEntity();
			context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(own)
				.retrieve()
				.toBodilessEntity()
				.block(ClientKind.TIMEOUT);
		});
		assertThat(this.server.requests("/own")).hasSize(2).extracting(Request::authorization).containsOnly("");
	}

	@Test
	void customizersApplyWhereThereAreTwoBuilders() {
		this.contextRunner
			.withUserConfiguration(PlainBuildersConfiguration.class, ConfiguredBuilderConfiguration.class,
					SecondWebClientBuilderConfiguration.class)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.defaultHeader(API_VERSION, "customized"))
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader(API_VERSION, "customized"))
			.run((context) -> {
				ClientKind.REST_CLIENT.get(context, "/admin/x", "");
				ClientKind.WEB_CLIENT.get(context, "/admin/x", "");
			});
		assertThat(this.server.requests("/admin")).hasSize(2)
			.extracting(Request::apiVersion)
			.containsOnly("customized");
	}

	@ParameterizedTest
	@EnumSource
	void uriBuilderFactoryOfCustomizerEncodesBelowTheBaseUrl(ClientKind kind) {
		DefaultUriBuilderFactory factory = new DefaultUriBuilderFactory("https://elsewhere.example.com/own");
		factory.setEncodingMode(EncodingMode.NONE);
		assertPath(kind, factory, "a%20b/c", "/admin/a b/c");
	}

	@ParameterizedTest
	@EnumSource
	void uriBuilderFactoryThatIsNotSpringsBuildsBelowTheBaseUrl(ClientKind kind) {
		assertPath(kind, new PrefixingUriBuilderFactory(), "a/b", "/admin/own-a/b");
	}

	private void assertPath(ClientKind kind, UriBuilderFactory factory, String name, String path) {
		kind.of(this.contextRunner)
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.uriBuilderFactory(factory))
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.uriBuilderFactory(factory))
			.run((context) -> assertThat(kind.getWithBoth(context, name)).containsOnly(ok()));
		assertThat(this.server.requests("/admin")).hasSize(2).extracting(Request::path).containsOnly(path);
	}

	@ParameterizedTest
	@EnumSource
	void customizersThatLogRequestsSeeNeitherTokenNorTokenRequest(ClientKind kind) {
		List<String> seen = new CopyOnWriteArrayList<>();
		kind.of(this.contextRunner)
			.withBean(RestClientCustomizer.class,
					() -> (builder) -> builder.requestInterceptor((request, body, execution) -> {
						ClientHttpResponse response = execution.execute(request, body);
						seen.add(request.getURI().getPath() + request.getHeaders());
						return response;
					}))
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.filter((request, next) -> next.exchange(request)
						.doOnNext((response) -> seen.add(request.url().getPath() + request.headers()))))
			.run((context) -> assertThat(kind.getWithBoth(context, "x")).containsOnly(ok()));
		assertThat(seen).hasSize(2).allMatch((request) -> request.startsWith("/admin/x") && !request.contains("token"));
	}

	/**
	 * The application only has the starter's managers, so its filter and its interceptor
	 * add the starter's token to each request. They would also do so with the token
	 * request.
	 */
	@ParameterizedTest
	@EnumSource
	void customizersThatAuthorizeAllRequestsCauseOneTokenRequest(ClientKind kind) {
		kind.of(this.contextRunner)
			.withUserConfiguration(AuthorizingConfiguration.class)
			.run((context) -> assertThat(kind.getWithBoth(context, "x")).containsOnly(ok()));
		assertThat(this.server.tokenRequests()).extracting(Request::authorization).containsExactly("");
	}

	private static Response ok() {
		return new Response(200, "Bearer token-1");
	}

	/**
	 * The application's transport, which records the targets of requests.
	 */
	private static final class RecordingTransport {

		private final List<URI> uris = new CopyOnWriteArrayList<>();

		ClientHttpRequestFactory requestFactory() {
			JdkClientHttpRequestFactory delegate = new JdkClientHttpRequestFactory();
			return (uri, method) -> {
				this.uris.add(uri);
				return delegate.createRequest(uri, method);
			};
		}

		ClientHttpConnector connector() {
			JdkClientHttpConnector delegate = new JdkClientHttpConnector();
			return (method, uri, callback) -> {
				this.uris.add(uri);
				return delegate.connect(method, uri, callback);
			};
		}

	}

	/**
	 * A {@code UriBuilderFactory} that is not Spring's.
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
	static class PlainBuildersConfiguration {

		@Bean
		RestClient.Builder restClientBuilder() {
			return RestClient.builder().defaultHeader(API_VERSION, "own");
		}

		@Bean
		WebClient.Builder webClientBuilder() {
			return WebClient.builder().defaultHeader(API_VERSION, "own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfiguredBuilderConfiguration {

		@Bean
		RestClient.Builder configuredRestClientBuilder(RestClientBuilderConfigurer configurer) {
			return configurer.configure(RestClient.builder());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondWebClientBuilderConfiguration {

		@Bean
		WebClient.Builder secondWebClientBuilder() {
			return WebClient.builder();
		}

	}

	/**
	 * One of the customizers sets Spring Boot's connector.
	 */
	@Configuration(proxyBeanMethods = false)
	static class CustomizedBuildersConfiguration {

		@Bean
		RestClient.Builder customizedRestClientBuilder() {
			return RestClient.builder().defaultHeader(API_VERSION, "own");
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		WebClient.Builder customizedWebClientBuilder(List<WebClientCustomizer> customizers) {
			WebClient.Builder builder = WebClient.builder().defaultHeader(API_VERSION, "own");
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

	@Configuration(proxyBeanMethods = false)
	static class AuthorizingConfiguration {

		@Bean
		WebClientCustomizer authorizingWebClientCustomizer(ReactiveOAuth2AuthorizedClientManager manager) {
			ServerOAuth2AuthorizedClientExchangeFilterFunction filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
					manager);
			filter.setDefaultClientRegistrationId("pinecone");
			return (builder) -> builder.filter(filter);
		}

		@Bean
		RestClientCustomizer authorizingRestClientCustomizer(OAuth2AuthorizedClientManager manager) {
			OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(manager);
			interceptor.setClientRegistrationIdResolver((request) -> "pinecone");
			return (builder) -> builder.requestInterceptor(interceptor);
		}

	}

}
