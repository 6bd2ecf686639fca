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

package io.github.pineconeoauth.token;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Base class for tests of {@link SharedToken}, in time that the test moves and with token
 * requests that it ends.
 */
abstract class AbstractSharedTokenTests {

	/**
	 * With {@link #POLICY}, a token with this lifetime is fresh for 1350 to 1500 s, and
	 * spent after 1770 s.
	 */
	static final Duration LIFETIME = Duration.ofMinutes(30);

	static final RenewalPolicy POLICY = new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30),
			Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(2));

	final ManualTime time = new ManualTime();

	final ManualTokenRequests requests = new ManualTokenRequests();

	final SharedToken sharedToken = sharedToken(POLICY);

	final SharedToken sharedToken(RenewalPolicy policy) {
		return new SharedToken(AccountName.ofSingle(), this.requests, this.requests, this.time, this.time, policy);
	}

	final BearerToken obtain(String token, Duration lifetime) {
		CompletableFuture<BearerToken> future = this.sharedToken.get();
		this.requests.succeed(token, lifetime);
		assertThat(value(future)).isEqualTo(token);
		return future.join();
	}

	/**
	 * Obtain a token and let it age until its renewal has started.
	 */
	final BearerToken obtainAndStartRenewal(String token) {
		BearerToken obtained = obtain(token, LIFETIME);
		this.time.advanceSeconds(1500);
		assertThat(value(this.sharedToken.get())).isEqualTo(token);
		assertThat(this.requests.count()).isEqualTo(2);
		return obtained;
	}

	final String current() {
		return value(this.sharedToken.get());
	}

	static String value(@Nullable CompletableFuture<BearerToken> future) {
		assertThat(future).isNotNull();
		assertThat(future).isCompleted();
		return future.join().accessToken().value();
	}

	static PineconeAuthorizationException failure(@Nullable CompletableFuture<BearerToken> future) {
		assertThat(future).isNotNull();
		assertThat(future).isCompletedExceptionally();
		Throwable failure = catchThrowableOfType(CompletionException.class, future::join).getCause();
		assertThat(failure).isNotNull();
		assertThat(failure).isInstanceOf(PineconeAuthorizationException.class);
		return (PineconeAuthorizationException) failure;
	}

}
