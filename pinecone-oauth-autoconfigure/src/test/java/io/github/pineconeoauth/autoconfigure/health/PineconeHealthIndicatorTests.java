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

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
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

	private final ManualTime time = new ManualTime();

	private final ServiceAccount serviceAccount = new ServiceAccount(
			new SharedToken(AccountName.ofSingle(), this::fetch, Runnable::run, this.time, this.time,
					new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
							Duration.ofSeconds(30), Duration.ofMinutes(1))),
			URI.create("https://login.pinecone.io/oauth/token"), URI.create("https://api.pinecone.io"), "2026-07",
			() -> false);

	private final PineconeHealthIndicator indicator = new PineconeHealthIndicator(() -> this.serviceAccount);

	/**
	 * The error code that token requests fail with.
	 */
	private @Nullable String error;

	private int tokenRequests;

	@Test
	void healthIsUpWithATokenOnceItHasAskedForOne() {
		assertThat(this.indicator.health()).isEqualTo(Health.up().withDetail("expiresInSeconds", 1800L).build());
		this.time.advanceSeconds(1000);
		assertThat(this.indicator.health()).isEqualTo(Health.up().withDetail("expiresInSeconds", 800L).build());
		assertThat(this.tokenRequests).isEqualTo(1);
	}

	@Test
	void healthIsUpWithTheLastErrorWhileRenewalFails() {
		this.indicator.health();
		this.time.advanceSeconds(1600);
		this.error = "temporarily_unavailable";
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds", "lastError", "lastErrorAt")
			.contains(entry("expiresInSeconds", 200L), entry("lastError", "temporarily_unavailable"));
	}

	@Test
	void healthIsDownWithTheErrorWhenNoTokenCanBeObtained() {
		this.error = "invalid_client";
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsOnlyKeys("error", "lastError", "lastErrorAt")
			.contains(entry("error", "invalid_client"), entry("lastError", "invalid_client"));
	}

	@Test
	void healthIsDownWhenTheTokenIsSpentAndNoOtherCanBeObtained() {
		this.indicator.health();
		this.time.advanceSeconds(1790);
		this.error = "access_denied";
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).contains(entry("error", "access_denied"), entry("expiresInSeconds", 10L));
		this.time.advanceSeconds(20);
		assertThat(this.indicator.health().getDetails()).contains(entry("expiresInSeconds", 0L));
	}

	@Test
	void healthIsUpWithTheLatestErrorOnceTokensCanBeObtainedAgain() {
		this.error = "invalid_client";
		this.indicator.health();
		this.time.advanceSeconds(60);
		this.error = "access_denied";
		this.indicator.health();
		this.time.advanceSeconds(3600);
		this.error = null;
		Instant before = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds", "lastError", "lastErrorAt")
			.contains(entry("lastError", "access_denied"));
		assertThat(health.getDetails().get("lastErrorAt")).asInstanceOf(InstanceOfAssertFactories.STRING)
			.satisfies((at) -> assertThat(Instant.parse(at)).isBetween(before, before.plusSeconds(60)));
	}

	@Test
	void healthContainsNeitherTokenNorMessage() {
		this.error = "invalid_client";
		assertThat(this.indicator.health().toString()).doesNotContain("the message");
		this.time.advanceSeconds(60);
		this.error = null;
		assertThat(this.indicator.health().toString()).doesNotContain("the-token").doesNotContain("the message");
	}

	@Test
	void probesCauseNoMoreTokenRequestsThanTheBackoffAllows() {
		this.error = "temporarily_unavailable";
		for (int probe = 0; probe < 100; probe++) {
			assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
		}
		assertThat(this.tokenRequests).isEqualTo(1);
		this.time.advanceSeconds(1);
		this.indicator.health();
		assertThat(this.tokenRequests).isEqualTo(2);
	}

	private AccessToken fetch() {
		this.tokenRequests++;
		if (this.error != null) {
			throw new PineconeAuthorizationException(new OAuth2Error(this.error), "pinecone", "the message",
					HttpStatus.UNAUTHORIZED, null, null);
		}
		return new AccessToken("the-token", Duration.ofMinutes(30), "id");
	}

}
