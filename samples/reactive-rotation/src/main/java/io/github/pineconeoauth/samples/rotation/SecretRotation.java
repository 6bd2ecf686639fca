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

package io.github.pineconeoauth.samples.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Rotates the client secret on a schedule and on request.
 */
@Component
class SecretRotation {

	/**
	 * Leaves time for a regular renewal of a token with a lifetime of 20 seconds. Without
	 * renewals in between, the starter would replace refused tokens less and less often.
	 */
	private static final Duration MIN_INTERVAL = Duration.ofSeconds(11);

	private final EmbeddedPinecone pinecone;

	private final InstantSource time;

	private Instant next = Instant.MIN;

	SecretRotation(EmbeddedPinecone pinecone, InstantSource time) {
		this.pinecone = pinecone;
		this.time = time;
	}

	/**
	 * Rotate the client secret, but not before the minimum interval since the last
	 * rotation has passed.
	 */
	@Scheduled(initialDelayString = "${reactive-rotation.rotation-interval}",
			fixedRateString = "${reactive-rotation.rotation-interval}")
	Mono<Void> rotate() {
		return Mono.defer(() -> Mono.delay(reserve())).doOnNext((tick) -> this.pinecone.rotateSecret()).then();
	}

	private synchronized Duration reserve() {
		Instant now = this.time.instant();
		Instant rotation = this.next.isAfter(now) ? this.next : now;
		this.next = rotation.plus(MIN_INTERVAL);
		return Duration.between(now, rotation);
	}

}
