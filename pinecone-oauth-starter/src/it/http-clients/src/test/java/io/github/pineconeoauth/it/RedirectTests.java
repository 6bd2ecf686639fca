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

package io.github.pineconeoauth.it;

import java.net.http.HttpClient.Redirect;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for redirects to another origin, with each HTTP client: the starter's own clients
 * and the token request follow none, whatever the application does.
 */
class RedirectTests {

	private static final int[] STATUSES = { 301, 302, 303, 307, 308 };

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@RegisterExtension
	static final PineconeServer elsewhere = new PineconeServer();

	static Stream<Arguments> applications() {
		return Stream.of(HttpLibrary.values())
			.flatMap((library) -> Stream.of(AdminClient.Service.values())
				.map((service) -> Arguments.of(library, service)));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void redirectIsNotFollowed(HttpLibrary library, AdminClient.Service service) {
		assertNotFollowed(library.runner(pinecone).withUserConfiguration(service.configuration()));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void redirectWhenApplicationFollowsThemIsNotFollowed(HttpLibrary library, AdminClient.Service service) {
		assertNotFollowed(library.runner(pinecone)
			.withUserConfiguration(service.configuration(), FollowRedirectsConfiguration.class)
			.withPropertyValues("spring.http.clients.redirects=follow",
					"spring.http.serviceclient.pinecone.redirects=follow"));
	}

	/**
	 * The library's business: the starter only says in the README what comes of it.
	 */
	@ParameterizedTest
	@EnumSource
	void redirectWhenClientIsTheApplicationsIsFollowedWithoutTokenExceptByOldJdk(HttpLibrary library) {
		library.runner(pinecone).run((application) -> {
			for (int status : STATUSES) {
				pinecone.on(PineconeServer.PROJECTS, redirect(status));
				if (library != HttpLibrary.SIMPLE) {
					assertFollowedWithoutToken(library,
							AdminClient.exchange(webClient(application).get().uri(PineconeServer.PROJECTS)), status);
				}
				assertFollowedWithoutToken(library,
						AdminClient.exchange(restClient(application).get().uri(PineconeServer.PROJECTS)), status);
			}
		});
	}

	private static void assertNotFollowed(ApplicationContextRunner runner) {
		runner.run((application) -> {
			for (int status : STATUSES) {
				pinecone.onTokenRequest(redirect(status));
				assertThatExceptionOfType(PineconeAuthorizationException.class)
					.isThrownBy(() -> AdminClient.HTTP_SERVICE.get(application, "projects"))
					.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_token_response"));
			}
			assertThat(pinecone.tokenRequests().size()).isEqualTo(STATUSES.length);
			pinecone.onTokenRequest(PineconeServer.tokenResponse(PineconeServer.TOKEN));
			for (int status : STATUSES) {
				pinecone.on(PineconeServer.PROJECTS, redirect(status));
				for (AdminClient client : AdminClient.values()) {
					assertThat(client.get(application, "projects").status()).as("%s", client).isEqualTo(status);
				}
			}
			assertThat(pinecone.requests(PineconeServer.PROJECTS).size())
				.isEqualTo(STATUSES.length * AdminClient.values().length);
		});
		assertThat(elsewhere.requests().size()).isZero();
	}

	private static void assertFollowedWithoutToken(HttpLibrary library, Response response, int status) {
		boolean followed = switch (library) {
			case JDK, REACTOR, JETTY -> true;
			case HTTP_COMPONENTS -> false;
			case SIMPLE -> status != 308;
		};
		assertThat(response.status()).isEqualTo(followed ? 200 : status);
		boolean tokenArrived = elsewhere.requests()
			.stream()
			.anyMatch((request) -> request.containsHeader("Authorization"));
		assertThat(elsewhere.requests().size()).isEqualTo(followed ? 1 : 0);
		if (library != HttpLibrary.JDK || Runtime.version().feature() >= 25) {
			assertThat(tokenArrived).isFalse();
		}
		elsewhere.forgetRequests();
	}

	private static WebClient webClient(ApplicationContext application) {
		return application.getBean(WebClient.Builder.class)
			.baseUrl(pinecone.baseUrl())
			.filter(application.getBean("pineconeExchangeFilterFunction", ExchangeFilterFunction.class))
			.build();
	}

	private static RestClient restClient(ApplicationContext application) {
		return application.getBean(RestClient.Builder.class)
			.baseUrl(pinecone.baseUrl())
			.requestInterceptor(
					application.getBean("pineconeClientHttpRequestInterceptor", ClientHttpRequestInterceptor.class))
			.build();
	}

	private static ResponseDefinitionBuilder redirect(int status) {
		return PineconeServer.response(status).withHeader("Location", elsewhere.baseUrl() + "/elsewhere");
	}

	/**
	 * Customizers with which each library follows redirects, and as far as it lets them
	 * carries the headers of the request along.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FollowRedirectsConfiguration {

		private static final RedirectStrategy TO_ANYWHERE = new DefaultRedirectStrategy() {

			@Override
			public boolean isRedirectAllowed(HttpHost currentTarget, HttpHost newTarget, HttpRequest redirect,
					HttpContext context) {
				return true;
			}

		};

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> jdkConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> reactorConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client
				.followRedirect((request, response) -> true, (headers, redirect) -> redirect.headers(headers)));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder> jettyConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setFollowRedirects(true));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<HttpComponentsClientHttpConnectorBuilder> httpComponentsConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setRedirectStrategy(TO_ANYWHERE));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> jdkRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<ReactorClientHttpRequestFactoryBuilder> reactorRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client
				.followRedirect((request, response) -> true, (headers, redirect) -> redirect.headers(headers)));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JettyClientHttpRequestFactoryBuilder> jettyRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setFollowRedirects(true));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> httpComponentsRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setRedirectStrategy(TO_ANYWHERE));
		}

	}

}
