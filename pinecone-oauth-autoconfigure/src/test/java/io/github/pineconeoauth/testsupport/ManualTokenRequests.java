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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.TokenFetcher;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.util.Assert;

/**
 * Token requests that a test counts and ends on its own thread.
 */
public final class ManualTokenRequests implements TokenFetcher, Executor {

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int count;

	private @Nullable Supplier<AccessToken> result;

	private @Nullable RuntimeException rejection;

	@Override
	public synchronized void execute(Runnable request) {
		RuntimeException rejection = this.rejection;
		if (rejection != null) {
			this.rejection = null;
			throw rejection;
		}
		this.count++;
		this.waiting.add(request);
	}

	@Override
	public AccessToken fetch() {
		Assert.state(this.result != null, "The request has no result yet");
		return this.result.get();
	}

	public synchronized int count() {
		return this.count;
	}

	/**
	 * Refuse to run the next request.
	 * @param rejection what the executor throws
	 */
	public synchronized void rejectNext(RuntimeException rejection) {
		this.rejection = rejection;
	}

	/**
	 * Never end the oldest request, as if its thread had died.
	 */
	public synchronized void lose() {
		this.waiting.remove();
	}

	/**
	 * Take the oldest request away, in order to end it later.
	 * @return ends the request
	 */
	public synchronized Consumer<Supplier<AccessToken>> hold() {
		Runnable request = this.waiting.remove();
		return (result) -> {
			this.result = result;
			request.run();
		};
	}

	/**
	 * End the oldest request.
	 * @param result returns the token, or throws
	 */
	public void end(Supplier<AccessToken> result) {
		hold().accept(result);
	}

	/**
	 * End the oldest request with a token.
	 * @param token the token value
	 * @param lifetime how long it lives
	 */
	public void succeed(String token, Duration lifetime) {
		end(() -> new AccessToken(token, lifetime, "id"));
	}

	/**
	 * End the oldest request with a failure.
	 * @param failure the failure
	 */
	public void fail(RuntimeException failure) {
		end(() -> {
			throw failure;
		});
	}

	/**
	 * End the oldest request with status 503.
	 * @param retryAfter how long the server asks to wait, or {@code null}
	 */
	public void failTransiently(@Nullable Duration retryAfter) {
		fail(unavailable(retryAfter));
	}

	/**
	 * End the oldest request with status 401.
	 */
	public void failLastingly() {
		fail(refused());
	}

	public static PineconeAuthorizationException refused() {
		return new PineconeAuthorizationException(new OAuth2Error("invalid_client"), "pinecone", "wrong secret",
				HttpStatus.UNAUTHORIZED, null, null);
	}

	public static PineconeAuthorizationException unavailable(@Nullable Duration retryAfter) {
		return new PineconeAuthorizationException(new OAuth2Error("temporarily_unavailable"), "pinecone", "unavailable",
				HttpStatus.SERVICE_UNAVAILABLE, retryAfter, new IllegalStateException("cause"));
	}

}
