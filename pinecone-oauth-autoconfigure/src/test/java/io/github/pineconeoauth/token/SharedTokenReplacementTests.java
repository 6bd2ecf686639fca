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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedToken}: replacement of a token that the Admin API refused.
 */
class SharedTokenReplacementTests extends AbstractSharedTokenTests {

	@Test
	void refusedCallersWaitForOneReplacement() {
		BearerToken refused = obtain("token-1", LIFETIME);
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		CompletableFuture<BearerToken> second = this.sharedToken.replace(refused);
		assertThat(first).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(first)).isEqualTo(value(second)).isEqualTo("token-2");
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void othersUseTheRefusedTokenUntilItIsReplaced() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.sharedToken.replace(refused);
		assertThat(this.sharedToken.getIfFresh()).isSameAs(refused);
		assertThat(current()).isEqualTo("token-1");
		this.time.advanceSeconds(120);
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void newerTokenIsUsedAtOnce() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(this.sharedToken.replace(refused))).isEqualTo("token-2");
		this.time.advanceSeconds(1600);
		assertThat(value(this.sharedToken.replace(refused))).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void newerTokenIsUsedEvenIfItsRenewalFails() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.succeed("token-2", LIFETIME);
		this.time.advanceSeconds(1500);
		current();
		this.requests.failTransiently(null);
		assertThat(value(this.sharedToken.replace(refused))).isEqualTo("token-2");
	}

	@Test
	void sameTokenIssuedAgainIsNotNewer() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.succeed("token-1", LIFETIME);
		assertThat(this.sharedToken.replace(refused)).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
	}

	@Test
	void renewalUnderWayDoesNotCountAsReplacement() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		CompletableFuture<BearerToken> second = this.sharedToken.replace(refused);
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(first).isNotDone();
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-3", LIFETIME);
		assertThat(value(first)).isEqualTo(value(second)).isEqualTo("token-3");
		assertThat(current()).isEqualTo("token-3");
		assertThat(this.requests.count()).isEqualTo(3);
	}

	@Test
	void tokenOfRenewalUnderWayIsReplacedByTheSameReplacement() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		this.requests.succeed("token-2", LIFETIME);
		CompletableFuture<BearerToken> second = this.sharedToken.replace(this.sharedToken.get().join());
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-3", LIFETIME);
		assertThat(value(first)).isEqualTo(value(second)).isEqualTo("token-3");
	}

	@Test
	void replacementFollowsRenewalThatFailsLastingly() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		this.requests.failLastingly();
		assertThat(replacement).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-2");
	}

	@Test
	void replacementFailsWithRenewalThatFailsTransiently() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		this.requests.failTransiently(null);
		assertThat(failure(replacement).isTransient()).isTrue();
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.requests.count()).isEqualTo(2);
		this.time.advanceSeconds(1);
		assertThat(this.sharedToken.replace(refused)).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
	}

	@Test
	void replacementFollowsRenewalThatTakesOverOneWithoutAnEnd() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		this.requests.lose();
		this.time.advanceSeconds(121);
		CompletableFuture<BearerToken> second = this.sharedToken.replace(refused);
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(this.requests.count()).isEqualTo(4);
		this.requests.succeed("token-3", LIFETIME);
		assertThat(value(first)).isEqualTo(value(second)).isEqualTo("token-3");
	}

	@Test
	void renewalWithoutAnEndIsTakenOverByRefusalThatComesTooEarly() {
		obtain("token", LIFETIME);
		int count = 1;
		for (long seconds : new long[] { 0, 5, 10, 20, 40, 80, 160, 320, 640, 1280 }) {
			count = replaceAfter(count, seconds, LIFETIME);
		}
		this.time.advanceSeconds(1600);
		BearerToken refused = this.sharedToken.get().join();
		this.requests.lose();
		this.time.advanceSeconds(121);
		assertThat(this.sharedToken.replace(refused)).isNull();
		assertThat(this.requests.count()).isEqualTo(count + 2);
	}

	@Test
	void replacementWithoutAnEndIsTakenOver() {
		BearerToken refused = obtain("token-1", LIFETIME);
		CompletableFuture<BearerToken> waiting = this.sharedToken.replace(refused);
		this.requests.lose();
		this.time.advanceSeconds(121);
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo(value(replacement)).isEqualTo("token-2");
	}

	@Test
	void timeThatReplacementWaitsForRenewalDoesNotCountAsItsOwn() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.time.advanceSeconds(60);
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		this.time.advanceSeconds(60);
		this.requests.succeed("token-2", LIFETIME);
		this.time.advanceSeconds(100);
		assertThat(value(this.sharedToken.replace(refused))).isEqualTo("token-2");
		assertThat(this.sharedToken.replace(this.sharedToken.get().join())).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-3", LIFETIME);
		assertThat(value(first)).isEqualTo("token-3");
	}

	@Test
	void replacementThatIsRefusedIsReplacedNoSoonerThanFiveSecondsAfterItsRequest() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.sharedToken.replace(refused);
		this.time.advanceSeconds(10);
		this.requests.succeed("token-2", LIFETIME);
		this.requests.succeed("token-3", LIFETIME);
		BearerToken replacement = this.sharedToken.get().join();
		this.time.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(this.sharedToken.replace(replacement)).isNull();
		assertThat(this.requests.count()).isEqualTo(3);
		assertThat(current()).isEqualTo("token-3");
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.sharedToken.replace(replacement)).isNotDone();
		assertThat(this.requests.count()).isEqualTo(4);
	}

	@Test
	void intervalDoublesUpToTheLifetimeWhileReplacementsAreRefused() {
		Duration lifetime = Duration.ofSeconds(60);
		obtain("token", lifetime);
		int count = 1;
		for (long seconds : new long[] { 0, 5, 10, 20, 40 }) {
			count = replaceAfter(count, seconds, lifetime);
		}
		BearerToken last = this.sharedToken.get().join();
		this.time.advanceSeconds(53);
		assertThat(this.sharedToken.replace(last)).isNull();
		this.time.advanceSeconds(7);
		assertThat(this.sharedToken.replace(last)).isNotDone();
	}

	@Test
	void intervalStartsAnewWithTokenThatWasNotRefused() {
		obtain("token", LIFETIME);
		int count = 1;
		for (long seconds : new long[] { 0, 5, 10, 20 }) {
			count = replaceAfter(count, seconds, LIFETIME);
		}
		this.time.advance(LIFETIME);
		obtain("renewed", LIFETIME);
		count = replaceAfter(count + 1, 0, LIFETIME);
		replaceAfter(count, 5, LIFETIME);
	}

	private int replaceAfter(int count, long seconds, Duration lifetime) {
		BearerToken refused = this.sharedToken.get().join();
		if (seconds > 0) {
			this.time.advance(Duration.ofSeconds(seconds).minusNanos(1));
			assertThat(this.sharedToken.replace(refused)).isNull();
			this.time.advance(Duration.ofNanos(1));
		}
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		assertThat(this.requests.count()).isEqualTo(count + 1);
		this.requests.succeed("token-" + count, lifetime);
		assertThat(value(replacement)).isEqualTo("token-" + count);
		return count + 1;
	}

	/**
	 * The machine sleeps, or the wall clock is set back or forth by an hour.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 4, false", "0, 5, true", "4, -3600, false", "5, -3600, true", "0, 1300, true" })
	void intervalEndsWhenEitherClockSaysSo(long monotonic, long wallClock, boolean over) {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.sharedToken.replace(refused);
		this.requests.succeed("token-2", LIFETIME);
		BearerToken replacement = this.sharedToken.get().join();
		this.time.advanceSeconds(monotonic);
		this.time.moveWallClock(Duration.ofSeconds(wallClock - monotonic));
		assertThat(this.sharedToken.replace(replacement) != null).isEqualTo(over);
		assertThat(this.requests.count()).isEqualTo(over ? 3 : 2);
	}

	@Test
	void failedReplacementFailsRefusedCallersOnly() {
		BearerToken refused = obtain("token-1", LIFETIME);
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		this.requests.failTransiently(null);
		assertThat(failure(replacement).isTransient()).isTrue();
		assertThat(current()).isEqualTo("token-1");
		assertThat(failure(this.sharedToken.replace(refused)).isTransient()).isTrue();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void transientFailureHoldsReplacementBack() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.failTransiently(Duration.ofSeconds(60));
		this.time.advance(Duration.ofSeconds(60).minusNanos(1));
		assertThat(failure(this.sharedToken.replace(refused)).getRetryAfter()).isEqualTo(Duration.ofSeconds(60));
		assertThat(this.requests.count()).isEqualTo(2);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.sharedToken.replace(refused)).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
	}

	@Test
	void lastingFailureFromBeforeTheRefusalDoesNotHoldReplacementBack() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.failLastingly();
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		assertThat(replacement).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-2");
	}

	@Test
	void lastingFailureDoesNotHoldReplacementBackWhenTheRefusedTokenIsSpentMeanwhile() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.time.advance(Duration.ofSeconds(270).minusMillis(1));
		this.requests.failLastingly();
		this.time.advance(Duration.ofMillis(1));
		failure(this.sharedToken.get());
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		assertThat(replacement).isNotDone();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-2");
	}

	@Test
	void lastingFailureOfReplacementHoldsTheNextOneBackForFiveSeconds() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.sharedToken.replace(refused);
		this.requests.failLastingly();
		this.time.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(failure(this.sharedToken.replace(refused)).isTransient()).isFalse();
		assertThat(this.requests.count()).isEqualTo(2);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.sharedToken.replace(refused)).isNotDone();
		assertThat(this.requests.count()).isEqualTo(3);
	}

	@Test
	void requestUnderWayDoesNotCountAsReplacementOfSpentToken() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1770);
		CompletableFuture<BearerToken> waiting = this.sharedToken.get();
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
		assertThat(replacement).isNotDone();
		this.requests.succeed("token-3", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-3");
	}

	@Test
	void replacementWhenExecutorRejectsItFails() {
		BearerToken refused = obtain("token-1", LIFETIME);
		this.requests.rejectNext(new IllegalStateException("closed"));
		assertThat(failure(this.sharedToken.replace(refused))).hasMessageContaining("IllegalStateException");
		assertThat(current()).isEqualTo("token-1");
		this.time.advanceSeconds(5);
		assertThat(this.sharedToken.replace(refused)).isNotDone();
	}

	@Test
	void cancellationOfOneRefusedCallerChangesNothingForOthers() {
		BearerToken refused = obtain("token-1", LIFETIME);
		CompletableFuture<BearerToken> first = this.sharedToken.replace(refused);
		CompletableFuture<BearerToken> second = this.sharedToken.replace(refused);
		assertThat(first).isNotNull();
		first.cancel(true);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(second)).isEqualTo("token-2");
	}

}
