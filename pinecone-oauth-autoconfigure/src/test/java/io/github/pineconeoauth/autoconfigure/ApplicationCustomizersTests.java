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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for customizers that an application has for all of its HTTP clients: they see
 * neither the secret nor a token, and no token request goes through them.
 */
class ApplicationCustomizersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private static final String SECRET = "the-very-secret";

	private static final String ACCESS_TOKEN = "the-very-token";

	private static final String BODY = "{\"name\":\"example\"}";

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, CodecsAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				RestClientAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
				PineconeWebClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=" + SECRET,
				"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.admin.base-url=" + this.server.uri(""),
				"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk");

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token(ACCESS_TOKEN, 1800));
		this.server.on(PROJECTS, (request) -> new Response(200, "[]"));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { OverRestClient.class, OverWebClient.class })
	void customizersWhenTheyLogRequestsSeeNeitherSecretNorToken(Class<?> services) {
		Recorder recorder = new Recorder();
		this.contextRunner.withUserConfiguration(RecordingConfiguration.class, services)
			.withBean(Recorder.class, () -> recorder)
			.run(ApplicationCustomizersTests::postOverEachClient);
		assertThat(this.server.requests(TOKEN)).hasSize(1);
		assertThatRequestsAreAuthorized();
		assertThat(recorder.requests).hasSize(3)
			.allMatch((request) -> request.contains(PROJECTS) && request.contains(BODY), "is of the Admin API")
			.noneMatch((request) -> request.contains(SECRET) || request.contains(ACCESS_TOKEN));
	}

	/**
	 * The application's only managers are ours, so that its filter and its interceptor
	 * put our token on each request: on the token request as well, were that to go
	 * through them.
	 */
	@ParameterizedTest
	@ValueSource(classes = { OverRestClient.class, OverWebClient.class })
	void customizersWhenTheyAuthorizeAllRequestsCauseOneTokenRequest(Class<?> services) {
		this.contextRunner.withUserConfiguration(AuthorizingConfiguration.class, services)
			.run(ApplicationCustomizersTests::postOverEachClient);
		assertThat(this.server.requests(TOKEN)).singleElement().extracting(Request::authorization).isEqualTo("");
		assertThatRequestsAreAuthorized();
	}

	private void assertThatRequestsAreAuthorized() {
		assertThat(this.server.requests(PROJECTS)).hasSize(3)
			.allMatch((request) -> request.authorization().equals("Bearer " + ACCESS_TOKEN), "has the token")
			.allMatch((request) -> request.apiVersion().equals("2026-07"), "has the API version")
			.allMatch((request) -> request.body().equals(BODY), "has its body");
	}

	private static void postOverEachClient(ApplicationContext context) {
		context.getBean("pineconeAdminRestClient", RestClient.class)
			.post()
			.uri(PROJECTS)
			.body(BODY)
			.retrieve()
			.toBodilessEntity();
		context.getBean("pineconeAdminWebClient", WebClient.class)
			.post()
			.uri(PROJECTS)
			.bodyValue(BODY)
			.retrieve()
			.toBodilessEntity()
			.block(TIMEOUT);
		context.getBean(ProjectService.class).create(BODY);
	}

	interface ProjectService {

		@PostExchange(PROJECTS)
		@Nullable String create(@RequestBody String body);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class OverRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

	/**
	 * Writes down requests, and their bodies and headers.
	 */
	static final class Recorder implements ClientHttpRequestInterceptor {

		private final List<String> requests = new CopyOnWriteArrayList<>();

		@Override
		public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
				throws IOException {
			ClientHttpResponse response = execution.execute(request, body);
			this.requests.add(request.getURI() + " " + request.getHeaders() + new String(body, StandardCharsets.UTF_8));
			return response;
		}

		Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			StringBuilder body = new StringBuilder();
			ClientRequest recorded = ClientRequest.from(request)
				.body((output, context) -> request.body().insert(new RecordingRequest(output, body), context))
				.build();
			return next.exchange(recorded)
				.doOnNext((response) -> this.requests.add(request.url() + " " + request.headers() + body));
		}

	}

	private static final class RecordingRequest extends ClientHttpRequestDecorator {

		private final StringBuilder body;

		private RecordingRequest(ClientHttpRequest request, StringBuilder body) {
			super(request);
			this.body = body;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(
					Flux.from(body).doOnNext((buffer) -> this.body.append(buffer.toString(StandardCharsets.UTF_8))));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecordingConfiguration {

		@Bean
		WebClientCustomizer recordingWebClientCustomizer(Recorder recorder) {
			return (builder) -> builder.filter(recorder::filter);
		}

		@Bean
		RestClientCustomizer recordingRestClientCustomizer(Recorder recorder) {
			return (builder) -> builder.requestInterceptor(recorder);
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
