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

import java.time.Duration;
import java.util.Objects;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServletOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Spring Security's own interceptor and filters with the managers and the
 * failure handler.
 */
class SpringSecurityClientsTests {

	private static final String PROJECTS = LoopbackServer.PROJECTS;

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@ParameterizedTest
	@EnumSource
	void callAfterRefusalCarriesNewTokenAndCallAfterForbiddenOneTheSame(Client client) {
		this.server.on(PROJECTS, new Response(403, ""), new Response(401, ""), new Response(200, ""));
		this.contextRunner.run((context) -> {
			Call call = client.create(context, this.server.uri("").toString());
			assertThat(call.status()).isEqualTo(403);
			assertThat(call.status()).isEqualTo(401);
			assertThat(call.status()).isEqualTo(200);
		});
		assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
	}

	/**
	 * What Spring Security offers.
	 */
	enum Client {

		INTERCEPTOR {

			@Override
			Call create(ApplicationContext context, String baseUrl) {
				OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(
						context.getBean(OAuth2AuthorizedClientManager.class));
				interceptor.setAuthorizationFailureHandler(failureHandler(context));
				interceptor.setClientRegistrationIdResolver((request) -> "pinecone");
				RestClient client = RestClient.builder().baseUrl(baseUrl).requestInterceptor(interceptor).build();
				return () -> Objects.requireNonNull(
						client.get().uri(PROJECTS).exchange((request, response) -> response.getStatusCode().value()));
			}

		},

		SERVLET_FILTER {

			@Override
			Call create(ApplicationContext context, String baseUrl) {
				ServletOAuth2AuthorizedClientExchangeFilterFunction filter = new ServletOAuth2AuthorizedClientExchangeFilterFunction(
						context.getBean(OAuth2AuthorizedClientManager.class));
				filter.setAuthorizationFailureHandler(failureHandler(context));
				filter.setDefaultClientRegistrationId("pinecone");
				return call(baseUrl, filter);
			}

		},

		SERVER_FILTER {

			@Override
			Call create(ApplicationContext context, String baseUrl) {
				ServerOAuth2AuthorizedClientExchangeFilterFunction filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
						context.getBean(ReactiveOAuth2AuthorizedClientManager.class));
				OAuth2AuthorizationFailureHandler failureHandler = failureHandler(context);
				filter.setAuthorizationFailureHandler((exception, principal, attributes) -> Mono
					.<Void>fromRunnable(() -> failureHandler.onAuthorizationFailure(exception, principal, attributes))
					.subscribeOn(Schedulers.boundedElastic()));
				filter.setDefaultClientRegistrationId("pinecone");
				return call(baseUrl, filter);
			}

		};

		abstract Call create(ApplicationContext context, String baseUrl);

		private static OAuth2AuthorizationFailureHandler failureHandler(ApplicationContext context) {
			return context.getBean("pineconeAuthorizationFailureHandler", OAuth2AuthorizationFailureHandler.class);
		}

		private static Call call(String baseUrl, ExchangeFilterFunction filter) {
			WebClient client = WebClient.builder().baseUrl(baseUrl).filter(filter).build();
			return () -> Objects.requireNonNull(client.get()
				.uri(PROJECTS)
				.attributes(ServletOAuth2AuthorizedClientExchangeFilterFunction
					.httpServletRequest(new MockHttpServletRequest()))
				.attributes(ServletOAuth2AuthorizedClientExchangeFilterFunction
					.httpServletResponse(new MockHttpServletResponse()))
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
				.block(Duration.ofSeconds(50)));
		}

	}

	/**
	 * A call of the Admin API.
	 */
	interface Call {

		int status();

	}

}
