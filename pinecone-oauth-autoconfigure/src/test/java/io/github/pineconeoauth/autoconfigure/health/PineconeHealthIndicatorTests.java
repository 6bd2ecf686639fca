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

package io.github.pineconeoauth.autoconfigure.health;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link PineconeHealthIndicator}.
 */
class PineconeHealthIndicatorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final ManualTime time = new ManualTime();

	private final ManualTokenRequests tokenRequests = new ManualTokenRequests();

	private final SharedToken sharedToken = new SharedToken(this.tokenRequests.toMono(),
			new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1)), this.time);

	private final PineconeHealthIndicator indicator = new PineconeHealthIndicator(this.sharedToken);

	@Test
	void healthWhenThereIsNoTokenAsksForOneAndIsUp() {
		CompletableFuture<@Nullable Health> health = this.indicator.health().toFuture();
		assertThat(this.tokenRequests.count()).isEqualTo(1);
		assertThat(health).isNotDone();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(health.orTimeout(50, TimeUnit.SECONDS).join())
			.isEqualTo(Health.up().withDetail("expiresInSeconds", 1800L).build());
	}

	@Test
	void healthWhenThereIsATokenSaysHowLongItLives() {
		obtainToken();
		this.time.advanceSeconds(1000);
		assertThat(health()).isEqualTo(Health.up().withDetail("expiresInSeconds", 800L).build());
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	@Test
	void healthWhenRenewalFailsIsUpWithTheLastError() {
		obtainToken();
		this.time.advanceSeconds(1600);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		this.tokenRequests.failTransiently(null);
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds", "lastError", "lastErrorAt")
			.contains(entry("expiresInSeconds", 200L), entry("lastError", "temporarily_unavailable"));
	}

	@Test
	void healthWhenNoTokenCanBeHadIsDownWithTheError() {
		fail("invalid_client");
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsOnlyKeys("error", "lastError", "lastErrorAt")
			.contains(entry("error", "invalid_client"), entry("lastError", "invalid_client"));
	}

	@Test
	void healthWhenTokenIsSpentAndNoOtherCanBeHadIsDown() {
		obtainToken();
		this.time.advanceSeconds(1790);
		fail("access_denied");
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).contains(entry("error", "access_denied"), entry("expiresInSeconds", 10L));
		this.time.advanceSeconds(20);
		fail("access_denied");
		assertThat(health().getDetails()).contains(entry("expiresInSeconds", 0L));
	}

	@Test
	void healthWhenTokenCanBeHadAgainIsUpWithTheLastError() {
		fail("invalid_client");
		this.time.advanceSeconds(60);
		obtainToken();
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds", "lastError", "lastErrorAt")
			.contains(entry("lastError", "invalid_client"));
	}

	@Test
	void lastErrorIsTheLatestAndKnowsItsTime() {
		fail("invalid_client");
		this.time.advanceSeconds(60);
		fail("access_denied");
		this.time.advanceSeconds(3600);
		obtainToken();
		Instant before = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
		Map<String, Object> details = health().getDetails();
		assertThat(details).contains(entry("lastError", "access_denied"));
		assertThat(details.get("lastErrorAt")).asInstanceOf(InstanceOfAssertFactories.STRING)
			.satisfies((at) -> assertThat(Instant.parse(at)).isBetween(before, before.plusSeconds(60)));
	}

	@Test
	void detailsContainNeitherTokenNorMessage() {
		fail("invalid_client");
		assertThat(health().toString()).doesNotContain("the message");
		this.time.advanceSeconds(60);
		obtainToken();
		assertThat(health().toString()).doesNotContain("token-1").doesNotContain("the message");
	}

	@Test
	void probesWhenTokenEndpointIsDownCauseNoMoreTokenRequestsThanTheBackoffAllows() {
		for (int second = 0; second < 50; second++) {
			int before = this.tokenRequests.count();
			CompletableFuture<@Nullable Health> health = this.indicator.health().toFuture();
			if (this.tokenRequests.count() > before) {
				this.tokenRequests.failTransiently(null);
			}
			assertThat(health.orTimeout(50, TimeUnit.SECONDS).join()).extracting(Health::getStatus)
				.isEqualTo(Status.DOWN);
			this.time.advanceSeconds(1);
		}
		// After 0, 1, 3, 7, 15 and 31 seconds.
		assertThat(this.tokenRequests.count()).isEqualTo(6);
	}

	@Test
	void probesWhenTheyComeAtOnceCauseOneTokenRequest() {
		CompletableFuture<@Nullable Health> first = this.indicator.health().toFuture();
		CompletableFuture<@Nullable Health> second = this.indicator.health().toFuture();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(first.orTimeout(50, TimeUnit.SECONDS).join())
			.isEqualTo(second.orTimeout(50, TimeUnit.SECONDS).join());
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	@Test
	void probeWhenItIsGivenUpLeavesTheTokenRequestAlone() {
		this.indicator.health().toFuture().cancel(true);
		assertThat(this.tokenRequests.cancelled()).isZero();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	private Health health() {
		return Objects.requireNonNull(this.indicator.health().block(TIMEOUT));
	}

	private void obtainToken() {
		CompletableFuture<?> token = this.sharedToken.get().toFuture();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(token).succeedsWithin(TIMEOUT);
	}

	private void fail(String errorCode) {
		CompletableFuture<?> token = this.sharedToken.get().toFuture();
		this.tokenRequests.fail(new PineconeAuthorizationException(new OAuth2Error(errorCode), "the message",
				HttpStatus.UNAUTHORIZED, null, null));
		assertThat(token).failsWithin(TIMEOUT);
	}

}
