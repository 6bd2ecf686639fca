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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link SharedToken}: failures, back-off, and the end of every token request.
 */
class SharedTokenFailureTests extends AbstractSharedTokenTests {

	@SuppressWarnings("NullAway")
	static final List<Supplier<AccessToken>> BROKEN_RESULTS = List.of(() -> {
		throw new IllegalStateException("failed");
	}, () -> {
		throw new NoClassDefFoundError("missing");
	}, () -> {
		throw new OutOfMemoryError("simulated");
	}, () -> {
		throw new StackOverflowError("simulated");
	}, () -> null, () -> new AccessToken("token", null, "id"));

	@Test
	void failureReachesAllWhoWait() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		CompletableFuture<BearerToken> second = this.sharedToken.get();
		this.requests.failTransiently(null);
		PineconeAuthorizationException failure = failure(first);
		assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure.getStatusCode()).isNotNull();
		assertThat(failure).hasMessage("unavailable").hasCauseInstanceOf(IllegalStateException.class);
		assertThat(failure(second)).usingRecursiveComparison().ignoringFields("stackTrace", "cause").isEqualTo(failure);
	}

	@Test
	void callersGetTheRememberedFailureUntilTheBackOffIsOver() {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		this.time.advance(Duration.ofMillis(499));
		for (int i = 0; i < 100; i++) {
			assertThat(failure(this.sharedToken.get()).isTransient()).isTrue();
		}
		assertThat(this.requests.count()).isOne();
		this.time.advance(Duration.ofMillis(501));
		CompletableFuture<BearerToken> next = this.sharedToken.get();
		assertThat(next).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(next)).isEqualTo("token-1");
	}

	@Test
	void eachCallerGetsAnExceptionOfItsOwn() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		CompletableFuture<BearerToken> second = this.sharedToken.get();
		this.requests.failTransiently(null);
		assertThat(Stream.of(first, second, this.sharedToken.get(), this.sharedToken.get())
			.map(AbstractSharedTokenTests::failure)
			.peek((ex) -> ex.addSuppressed(new IllegalStateException()))).doesNotHaveDuplicates()
			.allSatisfy((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
	}

	@Test
	void backOffDoublesWhileRequestsFailAndStartsAnewAfterSuccess() {
		for (long seconds : new long[] { 1, 2, 4, 8, 16, 30, 30 }) {
			failAndExpectBackOff(seconds);
		}
		obtain("token-1", Duration.ofSeconds(10));
		this.time.advanceSeconds(10);
		failAndExpectBackOff(1);
		failAndExpectBackOff(2);
	}

	private void failAndExpectBackOff(long seconds) {
		int count = this.requests.count();
		this.sharedToken.get();
		assertThat(this.requests.count()).isEqualTo(count + 1);
		this.requests.failTransiently(null);
		this.time.advance(Duration.ofSeconds(seconds).dividedBy(2).minusMillis(1));
		failure(this.sharedToken.get());
		assertThat(this.requests.count()).isEqualTo(count + 1);
		this.time.advance(Duration.ofSeconds(seconds).dividedBy(2).plusMillis(1));
	}

	@Test
	void backOffsOfInstancesSpread() {
		long early = Stream.generate(ManualTokenRequests::new).limit(50).filter((requests) -> {
			SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), requests, requests, this.time, this.time,
					POLICY);
			sharedToken.get();
			requests.failTransiently(null);
			this.time.advance(Duration.ofMillis(750));
			sharedToken.get();
			return requests.count() == 2;
		}).count();
		assertThat(early).isBetween(1L, 49L);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "20, 20", "60, 60", "31536000, 3600" })
	void retryAfterIsHonouredBetweenOneSecondAndOneHour(long retryAfter, long seconds) {
		this.sharedToken.get();
		this.requests.failTransiently(Duration.ofSeconds(retryAfter));
		if (retryAfter > 0) {
			this.time.advance(Duration.ofSeconds(seconds).minusNanos(1));
			assertThat(failure(this.sharedToken.get()).getRetryAfter()).isEqualTo(Duration.ofSeconds(retryAfter));
			this.time.advance(Duration.ofNanos(1));
		}
		else {
			this.time.advanceSeconds(seconds);
		}
		assertThat(this.sharedToken.get()).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	/**
	 * The machine sleeps, or the wall clock is set back or forth by an hour.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 59, false", "0, 60, true", "59, -3600, false", "60, -3600, true", "0, 3600, true" })
	void backOffEndsWhenEitherClockSaysSo(long monotonic, long wallClock, boolean over) {
		this.sharedToken.get();
		this.requests.failTransiently(Duration.ofMinutes(1));
		this.time.advanceSeconds(monotonic);
		this.time.moveWallClock(Duration.ofSeconds(wallClock - monotonic));
		this.sharedToken.get();
		assertThat(this.requests.count()).isEqualTo(over ? 2 : 1);
	}

	@Test
	void outageStaysInvisibleWhileTheTokenLasts() {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1800 - 300);
		int failures = 0;
		for (int tenths = 0; tenths < 2700; tenths++) {
			assertThat(current()).isEqualTo("token-1");
			if (this.requests.count() == failures + 2) {
				this.requests.failTransiently(null);
				failures++;
			}
			this.time.advance(Duration.ofMillis(100));
		}
		// at 0, 1, 3, 7, 15, 31, 61, 91 ... 241 s, each span shortened by up to half
		assertThat(failures).isBetween(13, 24);
		this.time.advanceSeconds(30);
		CompletableFuture<BearerToken> waiting = this.sharedToken.get();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
	}

	@ParameterizedTest
	@FieldSource("BROKEN_RESULTS")
	void requestEndsWhateverIsThrown(Supplier<AccessToken> result) {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		this.requests.end(result);
		assertThat(failure(first).getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure(this.sharedToken.get()).isTransient()).isTrue();
		this.time.advanceSeconds(1);
		assertThat(obtain("token-1", LIFETIME)).isNotNull();
	}

	@Test
	void requestEndsWhenTheExecutorRejectsIt() {
		this.requests.rejectNext(new RejectedExecutionException("full"));
		assertThat(failure(this.sharedToken.get())).hasMessageContaining("RejectedExecutionException");
		failure(this.sharedToken.get());
		this.time.advanceSeconds(1);
		obtain("token-1", LIFETIME);
	}

	@Test
	void rejectedRenewalFailsNoCaller() {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1500);
		this.requests.rejectNext(new RejectedExecutionException("full"));
		assertThat(current()).isEqualTo("token-1");
		assertThat(current()).isEqualTo("token-1");
		this.time.advanceSeconds(1);
		assertThat(current()).isEqualTo("token-1");
		this.requests.succeed("token-2", LIFETIME);
		assertThat(current()).isEqualTo("token-2");
	}

	@Test
	@SuppressWarnings("NullAway")
	void requestEndsWhenThePolicyThrows() {
		SharedToken sharedToken = sharedToken(
				new RenewalPolicy(null, Duration.ofSeconds(30), null, Duration.ofSeconds(30), Duration.ofMinutes(2)));
		CompletableFuture<BearerToken> waiting = sharedToken.get();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(failure(waiting)).hasMessageContaining("NullPointerException");
		assertThatNullPointerException().isThrownBy(sharedToken::get);
	}

	@Test
	void callerThatThrowsOnItsTokenChangesNothingForOthers() {
		CompletableFuture<BearerToken> before = this.sharedToken.get();
		this.sharedToken.get().thenAccept((token) -> {
			throw new NoClassDefFoundError("missing");
		});
		CompletableFuture<BearerToken> after = this.sharedToken.get();
		assertThatNoException().isThrownBy(() -> this.requests.succeed("token-1", LIFETIME));
		assertThat(value(before)).isEqualTo(value(after)).isEqualTo("token-1");
	}

	@Test
	void callerThatAsksAgainFromItsFailureGetsTheSameFailure() {
		CompletableFuture<BearerToken> again = this.sharedToken.get()
			.exceptionallyCompose((ex) -> this.sharedToken.get());
		this.requests.failTransiently(null);
		failure(again);
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void requestWithoutAnEndIsTakenOverByTheNextCaller() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		this.requests.lose();
		this.time.advance(Duration.ofMinutes(2));
		this.sharedToken.get();
		assertThat(this.requests.count()).isOne();
		this.time.advance(Duration.ofNanos(1));
		CompletableFuture<BearerToken> second = this.sharedToken.get();
		this.sharedToken.get();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(first)).isEqualTo(value(second)).isEqualTo("token-1");
	}

	@Test
	void resultOfRequestThatWasTakenOverIsIgnored() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		Consumer<Supplier<AccessToken>> late = this.requests.hold();
		this.time.advance(Duration.ofMinutes(3));
		this.sharedToken.get();
		late.accept(() -> {
			throw ManualTokenRequests.refused();
		});
		assertThat(first).isNotDone();
		late.accept(() -> new AccessToken("late", LIFETIME, "id"));
		assertThat(first).isNotDone();
		assertThat(this.sharedToken.lastFailure()).isNull();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(first)).isEqualTo("token-1");
		late.accept(() -> new AccessToken("late", LIFETIME, "id"));
		assertThat(current()).isEqualTo("token-1");
	}

	@Test
	void machineThatSleptDuringRequestSendsAnother() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		this.requests.lose();
		this.time.moveWallClock(Duration.ofHours(2));
		this.sharedToken.get();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(first)).isEqualTo("token-1");
	}

	@Test
	void tokenThatIsSpentOnArrivalIsNotUsed() {
		CompletableFuture<BearerToken> waiting = this.sharedToken.get();
		this.requests.end(() -> {
			this.time.moveWallClock(Duration.ofHours(2));
			return new AccessToken("token-1", LIFETIME, "id");
		});
		assertThat(failure(waiting)).hasMessageContaining("asleep")
			.satisfies((ex) -> assertThat(ex.isTransient()).isTrue());
		this.time.advanceSeconds(1);
		obtain("token-2", LIFETIME);
	}

	@Test
	void lastFailureIsKnownEvenAfterSuccess() {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		this.time.advanceSeconds(1);
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(2);
		assertThat(this.sharedToken.lastFailure())
			.isEqualTo(new SharedToken.LastFailure("temporarily_unavailable", Duration.ofSeconds(3)));
	}

}
