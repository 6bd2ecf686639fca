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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedToken}: the life of a token, callers that wait for one, and how
 * it is forgotten.
 */
class SharedTokenTests extends AbstractSharedTokenTests {

	@Test
	void noTokenIsRequestedBeforeTheFirstCaller() {
		assertThat(this.sharedToken.getIfFresh()).isNull();
		assertThat(this.sharedToken.timeToExpiry()).isNull();
		assertThat(this.sharedToken.lastFailure()).isNull();
		assertThat(this.requests.count()).isZero();
	}

	@Test
	void callersShareOneTokenRequest() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		CompletableFuture<BearerToken> second = this.sharedToken.get();
		assertThat(this.requests.count()).isOne();
		assertThat(first).isNotDone();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(first)).isEqualTo("token-1");
		assertThat(first.join()).isSameAs(second.join()).isSameAs(this.sharedToken.getIfFresh());
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void freshTokenIsUsedAsItIs() {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1800 - 300 - 151);
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.sharedToken.getIfFresh()).isNotNull();
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void ageingTokenIsRenewedOnceInTheBackground() {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1800 - 300);
		for (int i = 0; i < 10; i++) {
			assertThat(this.sharedToken.getIfFresh()).isNull();
			assertThat(current()).isEqualTo("token-1");
		}
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(current()).isEqualTo("token-2");
		assertThat(this.sharedToken.getIfFresh()).isNotNull();
		assertThat(this.requests.count()).isEqualTo(2);
	}

	@Test
	void callersWaitForTheRenewalOnceTheTokenIsSpent() {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(1800 - 30 - 100);
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofSeconds(100).minusNanos(1));
		assertThat(current()).isEqualTo("token-1");
		this.time.advance(Duration.ofNanos(1));
		CompletableFuture<BearerToken> waiting = this.sharedToken.get();
		assertThat(waiting).isNotDone();
		assertThat(this.requests.count()).isEqualTo(2);
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(waiting)).isEqualTo("token-2");
	}

	@ParameterizedTest
	@CsvSource({ "10, 2, 5, 9", "60, 14, 30, 54", "300, 74, 150, 270", "3600, 3149, 3300, 3570" })
	void shortLivedTokenStaysUsable(long lifetime, long fresh, long ageing, long spent) {
		obtain("token-1", Duration.ofSeconds(lifetime));
		this.time.advanceSeconds(fresh);
		assertThat(this.sharedToken.getIfFresh()).isNotNull();
		this.time.advanceSeconds(ageing - fresh);
		assertThat(this.sharedToken.getIfFresh()).isNull();
		this.time.advance(Duration.ofSeconds(spent - ageing).minusNanos(1));
		assertThat(current()).isEqualTo("token-1");
		assertThat(this.requests.count()).isEqualTo(2);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.sharedToken.get()).isNotDone();
	}

	@Test
	void lifetimeCountsFromBeforeTheRequest() {
		this.sharedToken.get();
		this.requests.end(() -> {
			this.time.advanceSeconds(12);
			return new AccessToken("token-1", LIFETIME, "id");
		});
		assertThat(this.sharedToken.timeToExpiry()).isEqualTo(LIFETIME.minusSeconds(12));
		this.time.advanceSeconds(1800 - 30 - 12);
		assertThat(this.sharedToken.get()).isNotDone();
	}

	@Test
	void renewalsOfInstancesSpread() {
		List<Long> ages = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			ManualTokenRequests requests = new ManualTokenRequests();
			SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), requests, requests, this.time, this.time,
					POLICY);
			sharedToken.get();
			requests.succeed("token", LIFETIME);
			long age = 0;
			while (sharedToken.getIfFresh() != null) {
				this.time.advanceSeconds(1);
				age++;
			}
			ages.add(age);
		}
		assertThat(ages).allMatch((age) -> age >= 1800 - 300 - 150 && age <= 1800 - 300);
		assertThat(ages.stream().distinct().count()).isGreaterThan(10);
	}

	/**
	 * The monotonic clock stands still while the machine sleeps, and the wall clock can
	 * be set.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 1349, fresh", "0, 1500, ageing", "0, 1770, spent", "0, 7200, spent", "1349, -3600, fresh",
			"1500, -3600, ageing", "1770, -3600, spent", "1349, 0, fresh", "1770, 0, spent", "0, -3600, fresh",
			"1500, 3600, spent" })
	void ageIsTheLargerOfBothClocks(long monotonic, long wallClock, String state) {
		obtain("token-1", LIFETIME);
		this.time.advanceSeconds(monotonic);
		this.time.moveWallClock(Duration.ofSeconds(wallClock - monotonic));
		assertThat(this.sharedToken.getIfFresh() != null).isEqualTo(state.equals("fresh"));
		assertThat(this.sharedToken.get().isDone()).isEqualTo(!state.equals("spent"));
		assertThat(this.requests.count()).isEqualTo(state.equals("fresh") ? 1 : 2);
	}

	@Test
	void cancellationOfOneCallerChangesNothingForOthers() {
		CompletableFuture<BearerToken> first = this.sharedToken.get();
		CompletableFuture<BearerToken> second = this.sharedToken.get();
		first.cancel(true);
		assertThat(second).isNotDone();
		assertThat(this.sharedToken.get()).isNotDone();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(second)).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void cancellationOfTheOnlyCallerKeepsTheToken() {
		this.sharedToken.get().cancel(true);
		this.requests.succeed("token-1", LIFETIME);
		assertThat(current()).isEqualTo("token-1");
	}

	@Test
	void callerGivesUpAfterWaitTimeoutAndTheRequestGoesOn() {
		SharedToken sharedToken = sharedToken(new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30),
				Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMinutes(2)));
		CompletableFuture<BearerToken> patient = sharedToken.get();
		assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(() -> sharedToken.await(sharedToken.get()))
			.withMessageContaining("1 ms (pinecone.oauth.wait-timeout)")
			.satisfies((ex) -> {
				assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
				assertThat(ex.isTransient()).isTrue();
			});
		assertThat(patient).isNotDone();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(patient)).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
		assertThat(sharedToken.lastFailure()).isNull();
	}

	@Test
	void interruptedCallerGivesUpAndTheRequestGoesOn() throws Exception {
		CompletableFuture<BearerToken> patient = this.sharedToken.get();
		FutureTask<PineconeAuthorizationException> impatient = new FutureTask<>(() -> {
			Thread.currentThread().interrupt();
			try {
				throw new AssertionError(this.sharedToken.await(this.sharedToken.get()));
			}
			catch (PineconeAuthorizationException ex) {
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
				return ex;
			}
		});
		new Thread(impatient).start();
		assertThat(impatient.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class)
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable"));
		assertThat(patient).isNotDone();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(value(patient)).isEqualTo("token-1");
		assertThat(this.requests.count()).isOne();
	}

	@Test
	void blockedCallerGetsTokenOrFailure() {
		CompletableFuture<BearerToken> failing = this.sharedToken.get();
		this.requests.failLastingly();
		assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(() -> this.sharedToken.await(failing))
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
		this.time.advanceSeconds(1);
		obtain("token-1", LIFETIME);
		assertThat(this.sharedToken.await(this.sharedToken.get()).authorization()).isEqualTo("Bearer token-1");
	}

	@Test
	void timeToExpiryIsWhatIsLeftOfTheLifetime() {
		obtain("token-1", LIFETIME);
		assertThat(this.sharedToken.timeToExpiry()).isEqualTo(LIFETIME);
		this.time.advance(Duration.ofMinutes(29));
		assertThat(this.sharedToken.timeToExpiry()).isEqualTo(Duration.ofMinutes(1));
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.sharedToken.timeToExpiry()).isZero();
	}

	@Test
	void tokenTellsItsTimesByTheWallClock() {
		Instant now = this.time.instant();
		BearerToken token = obtain("token-1", LIFETIME);
		assertThat(token.issuedAt()).isEqualTo(now);
		assertThat(token.expiresAt()).isEqualTo(now.plus(LIFETIME));
	}

	@Test
	void tokenIsNotPrinted() {
		BearerToken token = obtain("token-1", LIFETIME);
		assertThat(token).asString().contains("******").doesNotContain("token-1");
		assertThat(this.sharedToken).asString().doesNotContain("token-1");
		assertThat(this.sharedToken.get()).asString().doesNotContain("token-1");
	}

	@Test
	void callerAfterForgetRequestsNewToken() {
		obtain("token-1", LIFETIME);
		this.sharedToken.forget();
		assertThat(this.sharedToken.current()).isNull();
		assertThat(this.sharedToken.timeToExpiry()).isNull();
		obtain("token-2", LIFETIME);
	}

	@Test
	void forgottenFailureDelaysNoRequest() {
		this.sharedToken.get();
		this.requests.failTransiently(Duration.ofHours(1));
		this.sharedToken.forget();
		assertThat(this.sharedToken.lastFailure()).isNull();
		obtain("token", LIFETIME);
	}

	@Test
	void forgottenReplacementsDelayNoRequest() {
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(obtain("token-1", LIFETIME));
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-2");
		this.sharedToken.forget();
		BearerToken refused = obtain("token-3", LIFETIME);
		assertThat(this.sharedToken.replace(refused)).isNotNull().isNotDone();
	}

	@Test
	void callersThatWaitForForgottenTokenRequestFail() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> waiting = this.sharedToken.replace(refused);
		this.sharedToken.forget();
		assertThat(failure(waiting).isTransient()).isTrue();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(this.sharedToken.current()).isNull();
		obtain("token-3", LIFETIME);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void failureAfterForgetIsLogged(CapturedOutput output) {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		this.sharedToken.forget();
		int before = output.length();
		this.sharedToken.get();
		this.requests.failTransiently(null);
		assertThat(output.toString().substring(before)).contains("Could not obtain a Pinecone access token");
	}

}
