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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SharedToken}, in time that the test moves.
 */
class SharedTokenTests {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private final ManualTime time = new ManualTime();

	private final ManualTokenRequests requests = new ManualTokenRequests();

	private final SharedToken sharedToken = sharedToken(this.requests.toMono());

	@Test
	void createSendsNothing() {
		assertThat(this.requests.count()).isZero();
	}

	@Test
	void getWhenNotSubscribedSendsNothing() {
		this.sharedToken.get();
		assertThat(this.requests.count()).isZero();
	}

	@Test
	void getIfUsableWhenThereIsNoTokenReturnsNullAndSendsNothing() {
		assertThat(this.sharedToken.getIfUsable()).isNull();
		assertThat(this.requests.count()).isZero();
	}

	@Test
	void getWhenThereIsNoTokenSendsOneRequestForAllCallers() throws Exception {
		CompletableFuture<@Nullable BearerToken> first = this.sharedToken.get().toFuture();
		CompletableFuture<@Nullable BearerToken> second = this.sharedToken.get().toFuture();
		CompletableFuture<BearerToken> blocked = CompletableFuture.supplyAsync(this.sharedToken::block);
		assertThat(first).isNotDone();
		assertThat(this.requests.count()).isOne();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(first)).isEqualTo("token-1");
		assertThat(first.get()).isSameAs(second.get()).isSameAs(blocked.get(10, TimeUnit.SECONDS));
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void getWhenTokenIsFreshSendsNothing() {
		obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300 - 31));
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.sharedToken.block().authorizedClient().getAccessToken().getTokenValue()).isEqualTo("token-1");
		assertThat(value(this.sharedToken.get().toFuture())).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void getWhenTokenIsAgeingRenewsItOnceInTheBackground() {
		obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300));
		for (int i = 0; i < 10; i++) {
			assertThat(current()).isEqualTo("token-1");
			assertThat(this.sharedToken.block().authorization()).isEqualTo("Bearer token-1");
			assertThat(value(this.sharedToken.get().toFuture())).isEqualTo("token-1");
		}
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void getWhenRenewalTakesLongGivesTheOldTokenUntilItIsSpent() {
		obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300));
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofSeconds(300 - 31));
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.sharedToken.getIfUsable()).isNull();
		CompletableFuture<@Nullable BearerToken> waiting = this.sharedToken.get().toFuture();
		assertThat(waiting).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
	}

	@ParameterizedTest
	@CsvSource({ "10, 4, 5, 9", "60, 26, 30, 54", "300, 134, 150, 270", "3600, 3269, 3300, 3570" })
	void stateWhenLifetimeVariesChangesAtClampedAges(long lifetime, long fresh, long ageing, long spent) {
		obtain("token-1", Duration.ofSeconds(lifetime));
		this.time.advanceSeconds(fresh);
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
		this.time.advanceSeconds(ageing - fresh);
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.requests.count()).isEqualTo(2);
		this.time.advance(Duration.ofSeconds(spent - ageing).minusNanos(1));
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.sharedToken.getIfUsable()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z" })
	void stateWhenWallClockMovesDoesNotChange(Instant wallClock) {
		this.requests.setWallClock(wallClock);
		obtain("token-1", LIFETIME);
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofSeconds(1800 - 30));
		assertThat(this.sharedToken.getIfUsable()).isNull();
		CompletableFuture<@Nullable BearerToken> waiting = this.sharedToken.get().toFuture();
		this.requests.setWallClock(Instant.parse("2026-04-01T11:00:00Z"));
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void renewalStartsAtDifferentAges() {
		List<Long> ages = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			ManualTokenRequests requests = new ManualTokenRequests();
			SharedToken sharedToken = sharedToken(requests.toMono());
			sharedToken.get().subscribe();
			requests.succeed("token", LIFETIME);
			long age = 0;
			while (requests.count() == 1) {
				this.time.advanceSeconds(1);
				age++;
				sharedToken.getIfUsable();
			}
			ages.add(age);
		}
		assertThat(ages).allMatch((age) -> age >= 1800 - 330 && age <= 1800 - 300);
		assertThat(ages.stream().distinct().count()).isGreaterThan(5);
	}

	@Test
	void failureWhenThereIsNoTokenReachesAllWhoWait() {
		CompletableFuture<@Nullable BearerToken> first = this.sharedToken.get().toFuture();
		CompletableFuture<@Nullable BearerToken> second = this.sharedToken.get().toFuture();
		this.requests.failTransiently(null);
		assertThat(failure(first)).isNotSameAs(failure(second)).satisfies((ex) -> {
			assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
			assertThat(ex.getStatusCode()).isNotNull();
			assertThat(ex).hasCauseInstanceOf(IllegalStateException.class);
		});
	}

	@Test
	void failureWhenBackOffLastsReachesEveryCallerAtOnceWithoutRequest() {
		this.sharedToken.get().toFuture();
		this.requests.failTransiently(null);
		this.time.advance(Duration.ofMillis(999));
		for (int i = 0; i < 100; i++) {
			assertThat(failure(this.sharedToken.get().toFuture()).isTransient()).isTrue();
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(this.sharedToken::block)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		}
		assertThat(this.requests.count()).isOne();
		this.time.advance(Duration.ofMillis(1));
		CompletableFuture<@Nullable BearerToken> next = this.sharedToken.get().toFuture();
		assertThat(next).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void failureIsNotShared() {
		this.sharedToken.get().toFuture();
		this.requests.failTransiently(null);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> this.sharedToken.get().block(Duration.ofSeconds(10)))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		}
	}

	@Test
	void backOffDoublesWhileRequestsFailAndStartsAnewAfterSuccess() {
		assertThat(secondsUntilNextRequest(7)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
		obtain("token-1", Duration.ofSeconds(10));
		this.time.advanceSeconds(10);
		assertThat(secondsUntilNextRequest(2)).containsExactly(1L, 2L);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "20, 20", "60, 60", "31536000, 3600" })
	void backOffWhenServerAsksForTimeLastsThatLong(long retryAfter, long seconds) {
		this.sharedToken.get().toFuture();
		this.requests.failTransiently(Duration.ofSeconds(retryAfter));
		this.time.advance(Duration.ofSeconds(seconds).minusNanos(1));
		assertThat(failure(this.sharedToken.get().toFuture()).getRetryAfter())
			.isEqualTo(Duration.ofSeconds(retryAfter));
		assertThat(this.requests.count()).isOne();
		this.time.advance(Duration.ofNanos(1));
		this.sharedToken.get().toFuture();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void outageWhenTokenIsUsableReachesNobody() {
		obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300));
		int before = this.requests.count();
		for (int tenths = 0; tenths < 2690; tenths++) {
			assertThat(current()).isEqualTo("token-1");
			if (this.requests.count() > before) {
				before = this.requests.count();
				this.requests.failTransiently(null);
			}
			this.time.advance(Duration.ofMillis(100));
		}
		// at 0, 1, 3, 7, 15, 31, 61, 91, 121, 151, 181, 211 and 241 s
		assertThat(this.requests.count() - 1).isEqualTo(13);
		this.time.advanceSeconds(30);
		CompletableFuture<@Nullable BearerToken> waiting = this.sharedToken.get().toFuture();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
		assertThat(current()).isEqualTo("token-2");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void outageIsLoggedWhenItStartsAndWhenItEnds(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			this.sharedToken.get().toFuture();
			this.requests.failTransiently(null);
			this.time.advanceSeconds(30);
		}
		assertThat(output).containsOnlyOnce("WARN").doesNotContain("INFO");
		obtain("token-1", LIFETIME);
		assertThat(output).containsOnlyOnce("WARN").containsOnlyOnce("INFO").contains("after 5 failed");
		this.time.advance(LIFETIME);
		obtain("token-2", LIFETIME);
		assertThat(output).containsOnlyOnce("INFO").doesNotContain("token-1").doesNotContain("token-2");
	}

	@Test
	void cancellationOfOneCallerChangesNothingForOthers() {
		Disposable first = this.sharedToken.get().subscribe();
		CompletableFuture<@Nullable BearerToken> second = this.sharedToken.get().toFuture();
		first.dispose();
		assertThat(this.requests.cancelled()).isZero();
		assertThat(second).isNotDone();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(second)).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void cancellationOfTheOnlyCallerStillKeepsTheToken() {
		this.sharedToken.get().subscribe().dispose();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(current()).isEqualTo("token-1");
	}

	@Test
	void timeOutOfOneCallerChangesNothingForOthers() {
		CompletableFuture<@Nullable BearerToken> patient = this.sharedToken.get().toFuture();
		CompletableFuture<@Nullable BearerToken> impatient = this.sharedToken.get()
			.timeout(Duration.ofMillis(1))
			.toFuture();
		assertThat(impatient).failsWithin(Duration.ofSeconds(10));
		assertThat(this.requests.cancelled()).isZero();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(patient)).isEqualTo("token-1");
	}

	@Test
	void interruptOfOneCallerChangesNothingForOthers() throws Exception {
		CompletableFuture<@Nullable BearerToken> reactive = this.sharedToken.get().toFuture();
		CompletableFuture<BearerToken> patient = CompletableFuture.supplyAsync(this.sharedToken::block);
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		Thread impatient = new Thread(() -> {
			try {
				this.sharedToken.block();
			}
			catch (PineconeAuthorizationException ex) {
				thrown.set(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		impatient.start();
		impatient.interrupt();
		impatient.join(10_000);
		assertThat(thrown.get()).isInstanceOfSatisfying(PineconeAuthorizationException.class, (ex) -> {
			assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
			assertThat(ex).hasCauseInstanceOf(InterruptedException.class);
		});
		assertThat(this.requests.cancelled()).isZero();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(reactive)).isEqualTo("token-1");
		assertThat(patient.get(10, TimeUnit.SECONDS).authorization()).isEqualTo("Bearer token-1");
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void blockWhenThreadMustNotBlockWorksWithUsableToken() {
		obtain("token-1", LIFETIME);
		String value = Mono.fromCallable(() -> this.sharedToken.block().authorization())
			.subscribeOn(Schedulers.parallel())
			.block(Duration.ofSeconds(10));
		assertThat(value).isEqualTo("Bearer token-1");
	}

	@Test
	void blockWhenThreadMustNotBlockAndThereIsNoTokenThrowsButRequestsOne() {
		Mono<BearerToken> blocking = Mono.fromCallable(this.sharedToken::block).subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(() -> blocking.block(Duration.ofSeconds(10)))
			.withMessageContaining("must not block");
		this.requests.succeed("token-1", LIFETIME);
		assertThat(current()).isEqualTo("token-1");
	}

	@Test
	void getCompletesOnThreadsThatMustNotBlockRatherThanOnTheOneOfTheResponse() {
		CompletableFuture<@Nullable Boolean> nonBlocking = this.sharedToken.get()
			.map((token) -> Schedulers.isInNonBlockingThread())
			.toFuture();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(nonBlocking).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
	}

	@Test
	void requestWhenItCannotEvenStartFailsAndIsFollowedByAnother() {
		AtomicReference<@Nullable Error> error = new AtomicReference<>(new NoClassDefFoundError("missing"));
		SharedToken sharedToken = sharedToken(Mono.defer(() -> {
			Error thrown = error.getAndSet(null);
			if (thrown != null) {
				throw thrown;
			}
			return this.requests.toMono();
		}));
		assertThat(failure(sharedToken.get().toFuture())).hasCauseInstanceOf(NoClassDefFoundError.class);
		this.time.advanceSeconds(1);
		CompletableFuture<@Nullable BearerToken> next = sharedToken.get().toFuture();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(next)).isEqualTo("token-1");
	}

	@Test
	void requestWhenItEndsWithNothingFails() {
		SharedToken sharedToken = sharedToken(Mono.empty());
		assertThat(failure(sharedToken.get().toFuture()).getError().getErrorCode())
			.isEqualTo("temporarily_unavailable");
	}

	@Test
	void rejectWhenTokenIsInUseAndOldDropsIt() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advanceSeconds(5);
		assertThat(this.sharedToken.reject(refused)).isTrue();
		assertThat(this.sharedToken.getIfUsable()).isNull();
		assertThat(this.requests.count()).isOne();
		assertThat(this.sharedToken.reject(refused)).isTrue();
		CompletableFuture<@Nullable BearerToken> next = this.sharedToken.get().toFuture();
		assertThat(this.requests.count()).isEqualTo(2);
		assertThat(this.sharedToken.reject(refused)).isTrue();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(next)).isEqualTo("token-2");
	}

	@Test
	void rejectWhenTokenIsYoungKeepsIt() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(this.sharedToken.reject(refused)).isFalse();
		assertThat(current()).isEqualTo("token-1");
	}

	@Test
	void rejectWhenTokenIsNoLongerInUseKeepsTheOneThatIs() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advance(LIFETIME);
		obtain("token-2", LIFETIME);
		this.time.advanceSeconds(10);
		assertThat(this.sharedToken.reject(refused)).isTrue();
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void rejectWhenServerGaveTheSameTokenAgainDropsThatOne() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advance(LIFETIME);
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(10);
		assertThat(this.sharedToken.reject(refused)).isTrue();
		assertThat(this.sharedToken.getIfUsable()).isNull();
	}

	@Test
	void rejectWhenRenewalIsInFlightWaitsForThat() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300));
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.sharedToken.reject(refused)).isTrue();
		CompletableFuture<@Nullable BearerToken> next = this.sharedToken.get().toFuture();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(next)).isEqualTo("token-2");
	}

	@Test
	void rejectWhenBackOffLastsGivesTheLastFailure() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advance(Duration.ofSeconds(1800 - 300));
		assertThat(current()).isEqualTo("token-1");
		this.requests.failTransiently(null);
		this.sharedToken.reject(refused);
		assertThat(failure(this.sharedToken.get().toFuture()).isTransient()).isTrue();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void timeToExpiryIsWhatIsLeftOfTheLifetime() {
		assertThat(this.sharedToken.timeToExpiry()).isNull();
		obtain("token-1", LIFETIME);
		assertThat(this.sharedToken.timeToExpiry()).isEqualTo(LIFETIME);
		this.time.advance(Duration.ofMinutes(29));
		assertThat(this.sharedToken.timeToExpiry()).isEqualTo(Duration.ofMinutes(1));
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.sharedToken.timeToExpiry()).isZero();
	}

	@Test
	void lastFailureIsKnownEvenAfterSuccess() {
		assertThat(this.sharedToken.lastFailure()).isNull();
		this.sharedToken.get().toFuture();
		this.requests.failTransiently(null);
		this.time.advanceSeconds(1);
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(2);
		assertThat(this.sharedToken.lastFailure())
			.isEqualTo(new SharedToken.LastFailure("temporarily_unavailable", Duration.ofSeconds(3)));
	}

	@Test
	void toStringShowsNoToken() {
		assertThat(obtain("token-1", LIFETIME)).asString().doesNotContain("token-1");
		assertThat(this.sharedToken).asString().doesNotContain("token-1");
	}

	private SharedToken sharedToken(Mono<OAuth2AuthorizedClient> requests) {
		RenewalPolicy policy = new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1));
		return new SharedToken(requests, policy, this.time);
	}

	private BearerToken obtain(String token, Duration lifetime) {
		CompletableFuture<@Nullable BearerToken> future = this.sharedToken.get().toFuture();
		this.requests.succeed(token, lifetime);
		return Objects.requireNonNull(future.orTimeout(10, TimeUnit.SECONDS).join());
	}

	private @Nullable String current() {
		BearerToken token = this.sharedToken.getIfUsable();
		return (token != null) ? token.authorizedClient().getAccessToken().getTokenValue() : null;
	}

	/**
	 * Let the given number of requests fail, and return how many seconds pass after each
	 * of them until the next one is sent.
	 */
	private List<Long> secondsUntilNextRequest(int failures) {
		List<Long> seconds = new ArrayList<>();
		this.sharedToken.get().toFuture();
		for (int i = 0; i < failures; i++) {
			int before = this.requests.count();
			this.requests.failTransiently(null);
			long passed = 0;
			this.sharedToken.get().toFuture();
			while (this.requests.count() == before) {
				this.time.advanceSeconds(1);
				passed++;
				this.sharedToken.get().toFuture();
			}
			seconds.add(passed);
		}
		return seconds;
	}

	private static String value(CompletableFuture<@Nullable BearerToken> future) {
		BearerToken token = Objects.requireNonNull(future.orTimeout(10, TimeUnit.SECONDS).join());
		return token.authorizedClient().getAccessToken().getTokenValue();
	}

	private static PineconeAuthorizationException failure(CompletableFuture<@Nullable BearerToken> future) {
		return (PineconeAuthorizationException) Objects
			.requireNonNull(future.handle((token, ex) -> ex).orTimeout(10, TimeUnit.SECONDS).join());
	}

}
