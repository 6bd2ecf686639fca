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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.SharedToken.LastFailure;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/**
 * A {@link ReactiveHealthIndicator} that is up with a usable access token. Asks for one
 * where there is none, like any other caller: no more often than failures allow.
 */
class PineconeHealthIndicator implements ReactiveHealthIndicator {

	private final SharedToken sharedToken;

	PineconeHealthIndicator(SharedToken sharedToken) {
		this.sharedToken = sharedToken;
	}

	@Override
	public Mono<Health> health() {
		return this.sharedToken.get()
			.map((token) -> Health.up())
			.onErrorResume(PineconeAuthorizationException.class,
					(ex) -> Mono.just(Health.down().withDetail("error", ex.getError().getErrorCode())))
			.map((builder) -> addDetails(builder).build());
	}

	private Health.Builder addDetails(Health.Builder builder) {
		Duration timeToExpiry = this.sharedToken.timeToExpiry();
		if (timeToExpiry != null) {
			builder.withDetail("expiresInSeconds", timeToExpiry.toSeconds());
		}
		LastFailure lastFailure = this.sharedToken.lastFailure();
		if (lastFailure != null) {
			Instant failedAt = Instant.now().minus(lastFailure.age()).truncatedTo(ChronoUnit.SECONDS);
			builder.withDetail("lastError", lastFailure.errorCode()).withDetail("lastErrorAt", failedAt.toString());
		}
		return builder;
	}

}
