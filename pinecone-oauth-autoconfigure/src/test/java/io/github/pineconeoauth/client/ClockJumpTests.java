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

package io.github.pineconeoauth.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no adapter hands out an expired token when a clock jumps. The monotonic
 * clock stops while a machine sleeps.
 */
class ClockJumpTests {

	private static final URI ADMIN_API = URI.create("https://api.pinecone.io/admin/projects");

	private final ManualTime time = new ManualTime();

	private final AtomicInteger tokenRequests = new AtomicInteger();

	private final ServiceAccount serviceAccount = new ServiceAccount(
			new SharedToken(AccountName.ofSingle(), this::fetch, Runnable::run, this.time, this.time,
					new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
							Duration.ofSeconds(30), Duration.ofMinutes(1))),
			URI.create("https://login.pinecone.io/oauth/token"), ADMIN_API, "2026-07", () -> false);

	@ParameterizedTest
	@EnumSource
	void tokenIsReplacedAfterTheMachineSlept(Adapter adapter) {
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-1");
		this.time.moveWallClock(Duration.ofHours(2));
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-2");
	}

	@ParameterizedTest
	@EnumSource
	void tokenLivesNoLongerWhenTheWallClockIsSetBack(Adapter adapter) {
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-1");
		this.time.moveWallClock(Duration.ofHours(-1));
		this.time.advance(Duration.ofMinutes(20));
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-1");
		this.time.advance(Duration.ofSeconds(9 * 60 + 30));
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-2");
	}

	@ParameterizedTest
	@EnumSource
	void tokenIsReplacedOnceWhenTheWallClockIsSetForward(Adapter adapter) {
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-1");
		this.time.moveWallClock(Duration.ofHours(1));
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-2");
		this.time.advance(Duration.ofMinutes(20));
		assertThat(adapter.token(this.serviceAccount)).isEqualTo("token-2");
		assertThat(this.tokenRequests).hasValue(2);
	}

	private AccessToken fetch() {
		return new AccessToken("token-" + this.tokenRequests.incrementAndGet(), Duration.ofMinutes(30), "id");
	}

	enum Adapter {

		MANAGER {

			@Override
			String token(ServiceAccount serviceAccount) {
				OAuth2AuthorizedClient client = new PineconeAuthorizedClientManager(
						new ServiceAccounts(Set.of(), (name) -> serviceAccount))
					.authorize(REQUEST);
				return Objects.requireNonNull(client).getAccessToken().getTokenValue();
			}

		},

		REACTIVE_MANAGER {

			@Override
			String token(ServiceAccount serviceAccount) {
				OAuth2AuthorizedClient client = new PineconeReactiveAuthorizedClientManager(
						new ServiceAccounts(Set.of(), (name) -> serviceAccount))
					.authorize(REQUEST)
					.block();
				return Objects.requireNonNull(client).getAccessToken().getTokenValue();
			}

		},

		INTERCEPTOR {

			@Override
			String token(ServiceAccount serviceAccount) {
				HttpHeaders sent = new HttpHeaders();
				MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, ADMIN_API);
				try {
					new PineconeClientHttpRequestInterceptor(serviceAccount).intercept(request, new byte[0],
							(message, body) -> {
								sent.addAll(message.getHeaders());
								return new MockClientHttpResponse(new byte[0], HttpStatus.OK);
							});
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				return bearerToken(sent);
			}

		},

		FILTER {

			@Override
			String token(ServiceAccount serviceAccount) {
				HttpHeaders sent = new HttpHeaders();
				ClientRequest request = ClientRequest.create(HttpMethod.GET, ADMIN_API).build();
				new PineconeExchangeFilterFunction(serviceAccount).filter(request, (message) -> {
					sent.addAll(message.headers());
					return Mono.just(ClientResponse.create(HttpStatus.OK).build());
				}).block();
				return bearerToken(sent);
			}

		};

		private static final OAuth2AuthorizeRequest REQUEST = OAuth2AuthorizeRequest
			.withClientRegistrationId("pinecone")
			.principal("user")
			.build();

		abstract String token(ServiceAccount serviceAccount);

		private static String bearerToken(HttpHeaders headers) {
			return String.valueOf(headers.getFirst(HttpHeaders.AUTHORIZATION)).substring("Bearer ".length());
		}

	}

}
