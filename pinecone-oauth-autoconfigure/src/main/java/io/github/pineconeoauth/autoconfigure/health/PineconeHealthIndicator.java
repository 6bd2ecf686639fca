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
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.SharedToken.LastFailure;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is up with a usable access token. Requests a token if
 * there is none.
 */
class PineconeHealthIndicator implements HealthIndicator {

	private final Supplier<ServiceAccount> serviceAccount;

	PineconeHealthIndicator(Supplier<ServiceAccount> serviceAccount) {
		this.serviceAccount = serviceAccount;
	}

	@Override
	public Health health() {
		ServiceAccount serviceAccount = this.serviceAccount.get();
		Health.Builder health;
		try {
			serviceAccount.token();
			health = Health.up();
		}
		catch (PineconeAuthorizationException ex) {
			health = Health.down().withDetail("error", ex.getError().getErrorCode());
		}
		return withDetails(health, serviceAccount.sharedToken()).build();
	}

	private static Health.Builder withDetails(Health.Builder health, SharedToken sharedToken) {
		Duration timeToExpiry = sharedToken.timeToExpiry();
		if (timeToExpiry != null) {
			health.withDetail("expiresInSeconds", timeToExpiry.toSeconds());
		}
		LastFailure lastFailure = sharedToken.lastFailure();
		if (lastFailure != null) {
			Instant failedAt = Instant.now().minus(lastFailure.age()).truncatedTo(ChronoUnit.SECONDS);
			health.withDetail("lastError", lastFailure.errorCode()).withDetail("lastErrorAt", failedAt.toString());
		}
		return health;
	}

}
