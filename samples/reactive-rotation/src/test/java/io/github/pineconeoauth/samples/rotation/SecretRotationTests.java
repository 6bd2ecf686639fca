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
import java.util.concurrent.atomic.AtomicReference;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretRotation}.
 */
class SecretRotationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final TokenInUse tokenInUse = new TokenInUse(this.now::get);

	private final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private final SecretRotation rotation = new SecretRotation(this.pinecone, this.tokenInUse);

	private final String firstSecret = this.pinecone.clientSecret();

	@BeforeEach
	void addListener() {
		this.pinecone.addListener(this.tokenInUse);
	}

	@AfterEach
	void close() {
		this.pinecone.close();
	}

	@Test
	void rotateWaitsUntilTokenIsReplaceable() {
		issueToken();
		Mono<Void> rotated = rotate();
		assertThat(this.pinecone.clientSecret()).isEqualTo(this.firstSecret);
		letTokenAge();
		rotated.block(PATIENCE);
		assertThat(this.pinecone.clientSecret()).isNotEqualTo(this.firstSecret);
	}

	@Test
	void rotateTwiceRotatesOncePerToken() {
		issueToken();
		letTokenAge();
		rotate().block(PATIENCE);
		String secondSecret = this.pinecone.clientSecret();
		Mono<Void> rotatedAgain = rotate();
		assertThat(this.pinecone.clientSecret()).isEqualTo(secondSecret);
		issueToken();
		letTokenAge();
		rotatedAgain.block(PATIENCE);
		assertThat(this.pinecone.clientSecret()).isNotEqualTo(secondSecret);
	}

	/**
	 * Start a rotation now, and return what to wait for.
	 */
	private Mono<Void> rotate() {
		Mono<Void> rotated = this.rotation.rotate().cache();
		rotated.subscribe();
		return rotated;
	}

	private void issueToken() {
		this.tokenInUse.tokenIssued(Duration.ofSeconds(20));
	}

	private void letTokenAge() {
		this.now.updateAndGet((instant) -> instant.plusSeconds(7));
	}

}
