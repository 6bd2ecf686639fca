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

import io.github.pineconeoauth.test.EmbeddedPinecone;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Rotates the client secret, as an administrator would in Pinecone's console: by the
 * clock, and whenever somebody asks for it.
 */
@Component
class SecretRotation {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	private final EmbeddedPinecone pinecone;

	private final TokenInUse tokenInUse;

	SecretRotation(EmbeddedPinecone pinecone, TokenInUse tokenInUse) {
		this.pinecone = pinecone;
		this.tokenInUse = tokenInUse;
	}

	/**
	 * Rotate the client secret as soon as the token in use can be replaced.
	 */
	@Scheduled(initialDelayString = "${reactive-rotation.rotation-interval}",
			fixedRateString = "${reactive-rotation.rotation-interval}")
	Mono<Void> rotate() {
		return Mono.fromSupplier(this::rotateIfReplaceable)
			.filter(Boolean::booleanValue)
			.repeatWhenEmpty((polls) -> polls.delayElements(POLL_INTERVAL))
			.then();
	}

	/**
	 * Synchronized, so that of two who wait for the same token only one rotates.
	 */
	private synchronized boolean rotateIfReplaceable() {
		boolean replaceable = this.tokenInUse.isReplaceable();
		if (replaceable) {
			this.pinecone.rotateSecret();
		}
		return replaceable;
	}

}
