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

package io.github.pineconeoauth.benchmark;

import java.util.List;

import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.web.AuthenticatedPrincipalOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServletOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * {@code WebClient} request through a filter, up to the response.
 */
@State(Scope.Benchmark)
public class ExchangeFilterBenchmark {

	private static final Authentication USER = UsernamePasswordAuthenticationToken.authenticated("user", "", List.of());

	private final ClientRequest request = ClientRequest.create(HttpMethod.GET, AdminRequest.PROJECTS)
		.headers((headers) -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
		.build();

	/**
	 * Request with the attributes that Spring Security sets during a servlet request of
	 * an authenticated user.
	 */
	private final ClientRequest servletRequest = ClientRequest.from(this.request)
		.attributes(ServletOAuth2AuthorizedClientExchangeFilterFunction
			.httpServletRequest(new MockHttpServletRequest("GET", "/")))
		.attributes(
				ServletOAuth2AuthorizedClientExchangeFilterFunction.httpServletResponse(new MockHttpServletResponse()))
		.attributes(ServletOAuth2AuthorizedClientExchangeFilterFunction.authentication(USER))
		.build();

	private final Mono<ClientResponse> response = Mono.just(ClientResponse.create(HttpStatus.OK).build());

	private final ExchangeFunction exchange = (request) -> this.response;

	private final ExchangeFilterFunction constantHeaders = (request, next) -> next
		.exchange(ClientRequest.from(request).headers(AdminRequest::setConstantHeaders).build());

	private final ExchangeFilterFunction pinecone = new PineconeExchangeFilterFunction(FreshToken.serviceAccount());

	private final ExchangeFilterFunction stock = stockFilter();

	private final ExchangeFilterFunction stockServlet = stockServletFilter();

	@Benchmark
	public ClientResponse limit() {
		return Outcome.of(this.constantHeaders.filter(this.request, this.exchange));
	}

	@Benchmark
	public ClientResponse pinecone() {
		return Outcome.of(this.pinecone.filter(this.request, this.exchange));
	}

	@Benchmark
	public ClientResponse stock() {
		return Outcome.of(this.stock.filter(this.request, this.exchange));
	}

	@Benchmark
	public ClientResponse stockServlet() {
		return Outcome.of(this.stockServlet.filter(this.servletRequest, this.exchange));
	}

	private static ExchangeFilterFunction stockFilter() {
		ServerOAuth2AuthorizedClientExchangeFilterFunction filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
				FreshToken.stockReactiveManager());
		filter.setDefaultClientRegistrationId(FreshToken.REGISTRATION_ID);
		return filter;
	}

	private static ExchangeFilterFunction stockServletFilter() {
		ServletOAuth2AuthorizedClientExchangeFilterFunction filter = new ServletOAuth2AuthorizedClientExchangeFilterFunction(
				FreshToken.REGISTRATIONS,
				new AuthenticatedPrincipalOAuth2AuthorizedClientRepository(FreshToken.storedFor(USER)));
		filter.setDefaultClientRegistrationId(FreshToken.REGISTRATION_ID);
		return filter;
	}

}
