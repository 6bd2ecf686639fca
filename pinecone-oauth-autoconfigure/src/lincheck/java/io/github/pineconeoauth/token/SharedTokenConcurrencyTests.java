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
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * Tests for {@link SharedToken} with Lincheck, which tries many interleavings of threads.
 */
class SharedTokenConcurrencyTests {

	private static final int INTERLEAVINGS = Integer.getInteger("lincheck.interleavings", 300);

	@Test
	void callersShareOneTokenRequest() {
		check(() -> {
			Scenario scenario = new Scenario();
			Caller first = new Caller(scenario.sharedToken::get);
			Caller second = new Caller(scenario.sharedToken::get);
			require(first.token() == second.token(), "two tokens");
			require(scenario.requests.get() == 1, "more than one request");
		});
	}

	@Test
	void refusedCallersShareOneReplacement() {
		check(() -> {
			Scenario scenario = new Scenario();
			BearerToken refused = scenario.obtain();
			Caller first = new Caller(() -> scenario.sharedToken.replace(refused));
			Caller second = new Caller(() -> scenario.sharedToken.replace(refused));
			require(first.token() == second.token() && first.token() != refused, "two tokens");
			require(scenario.requests.get() == 2, "not one replacement");
		});
	}

	@Test
	void refusedCallerGetsTokenThatWasRequestedAfterItsRefusal() {
		check(() -> {
			Scenario scenario = new Scenario();
			BearerToken refused = scenario.obtain();
			scenario.seconds = 1500;
			Caller renewing = new Caller(scenario.sharedToken::get);
			Caller replacing = new Caller(() -> {
				scenario.refused = true;
				CompletableFuture<BearerToken> replacement = scenario.sharedToken.replace(refused);
				scenario.newerTokenWasThere = replacement != null && replacement.isDone();
				return replacement;
			});
			BearerToken token = replacing.token();
			require(token != refused, "the refused token");
			renewing.token();
			require(scenario.newerTokenWasThere || token.accessToken().value().endsWith("after-refusal"),
					"a token that was requested before the refusal");
			require(scenario.requests.get() <= 3, "too many requests");
		});
	}

	@Test
	void refusedCallerGetsTokenWhenRenewalFailsMeanwhile() {
		check(() -> {
			Scenario scenario = new Scenario();
			BearerToken refused = scenario.obtain();
			scenario.seconds = 1500;
			scenario.secretRotated = true;
			Caller renewing = new Caller(scenario.sharedToken::get);
			Caller replacing = new Caller(() -> {
				scenario.refused = true;
				return scenario.sharedToken.replace(refused);
			});
			renewing.token();
			require(replacing.token().accessToken().value().endsWith("after-refusal"), "the refused token");
		});
	}

	@Test
	void callersGetOneTokenWhenLateRequestEndsDuringTakeover() {
		check(() -> {
			Scenario scenario = new Scenario();
			scenario.holding = true;
			CompletableFuture<BearerToken> waiting = scenario.sharedToken.get();
			Runnable late = scenario.held;
			scenario.holding = false;
			scenario.seconds = 121;
			Thread ending = new Thread(late);
			ending.start();
			Caller caller = new Caller(scenario.sharedToken::get);
			require(caller.token() == waiting.join(), "two tokens");
			join(ending);
			scenario.awaitRequests();
			require(scenario.sharedToken.getIfFresh() == waiting.join(), "another token in use");
			require(scenario.requests.get() <= 2, "too many requests");
		});
	}

	private static void check(Runnable scenario) {
		Lincheck.runConcurrentTest(INTERLEAVINGS, scenario);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new AssertionError(message);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A thread that asks for a token and waits for it.
	 */
	private static final class Caller {

		private final Thread thread;

		private volatile @Nullable BearerToken token;

		private Caller(Supplier<@Nullable CompletableFuture<BearerToken>> call) {
			this.thread = new Thread(() -> {
				CompletableFuture<BearerToken> future = call.get();
				this.token = (future != null) ? future.join() : null;
			});
			this.thread.start();
		}

		private BearerToken token() {
			join(this.thread);
			BearerToken token = this.token;
			if (token == null) {
				throw new AssertionError("no token");
			}
			return token;
		}

	}

	/**
	 * A shared token that runs each request on a new thread.
	 */
	private static final class Scenario {

		private final AtomicInteger requests = new AtomicInteger();

		private volatile long seconds;

		private volatile boolean secretRotated;

		private volatile boolean holding;

		private volatile boolean refused;

		private volatile boolean newerTokenWasThere;

		private volatile @Nullable Runnable held;

		private volatile @Nullable Thread lastRequest;

		private final SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), this::fetch, this::execute,
				() -> this.seconds * 1_000_000_000, new InstantSource() {
					@Override
					public Instant instant() {
						return Instant.EPOCH;
					}

					@Override
					public long millis() {
						return 0;
					}
				}, new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
						Duration.ofSeconds(30), Duration.ofMinutes(2)));

		private BearerToken obtain() {
			return this.sharedToken.get().join();
		}

		private void execute(Runnable request) {
			if (this.holding) {
				this.held = request;
				return;
			}
			Thread thread = new Thread(request);
			this.lastRequest = thread;
			thread.start();
		}

		private AccessToken fetch() {
			String suffix = this.refused ? "-after-refusal" : "";
			int number = this.requests.incrementAndGet();
			if (this.secretRotated && suffix.isEmpty()) {
				throw new PineconeAuthorizationException(new OAuth2Error("invalid_client"), "pinecone", "wrong secret",
						HttpStatus.UNAUTHORIZED, null, null);
			}
			return new AccessToken("token-" + number + suffix, Duration.ofMinutes(30), "id");
		}

		private void awaitRequests() {
			Thread thread = this.lastRequest;
			if (thread != null) {
				join(thread);
			}
		}

	}

}
