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

package io.github.pineconeoauth.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * Token requests that a test counts, and ends when it likes.
 */
public final class ManualTokenRequests {

	private final List<MonoSink<OAuth2AuthorizedClient>> sinks = new CopyOnWriteArrayList<>();

	private final AtomicInteger cancelled = new AtomicInteger();

	private Instant wallClock = Instant.parse("2026-04-01T12:00:00Z");

	/**
	 * Return the publisher for the shared token under test.
	 * @return a publisher that starts one request per subscription
	 */
	public Mono<OAuth2AuthorizedClient> toMono() {
		return Mono.create((sink) -> this.sinks.add(sink.onCancel(this.cancelled::incrementAndGet)));
	}

	public int count() {
		return this.sinks.size();
	}

	public int cancelled() {
		return this.cancelled.get();
	}

	public void setWallClock(Instant wallClock) {
		this.wallClock = wallClock;
	}

	/**
	 * End the latest request with a token.
	 * @param token the token value
	 * @param lifetime how long it lives
	 */
	public void succeed(String token, Duration lifetime) {
		last().success(client(token, this.wallClock, lifetime));
	}

	/**
	 * End the latest request with a failure.
	 * @param failure the failure
	 */
	public void fail(Throwable failure) {
		last().error(failure);
	}

	/**
	 * End the latest request with status 503.
	 * @param retryAfter what the server asks for, or {@code null}
	 */
	public void failTransiently(@Nullable Duration retryAfter) {
		fail(unavailable(retryAfter));
	}

	private MonoSink<OAuth2AuthorizedClient> last() {
		return this.sinks.get(this.sinks.size() - 1);
	}

	public static PineconeAuthorizationException unavailable(@Nullable Duration retryAfter) {
		return new PineconeAuthorizationException(new OAuth2Error("temporarily_unavailable"), "out of order",
				HttpStatus.SERVICE_UNAVAILABLE, retryAfter, new IllegalStateException("cause"));
	}

	public static OAuth2AuthorizedClient client(String token, Instant issuedAt, Duration lifetime) {
		ClientRegistration registration = ClientRegistration.withRegistrationId("pinecone")
			.clientId("id")
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.tokenUri("https://localhost/oauth/token")
			.build();
		return new OAuth2AuthorizedClient(registration, "id",
				new OAuth2AccessToken(TokenType.BEARER, token, issuedAt, issuedAt.plus(lifetime)));
	}

}
