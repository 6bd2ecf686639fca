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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPineconeListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretRotation}.
 */
class SecretRotationTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private final SecretRotation rotation = new SecretRotation(this.pinecone, this::now);

	private final List<Instant> rotations = new ArrayList<>();

	@BeforeEach
	void recordRotations() {
		this.pinecone.addListener(new EmbeddedPineconeListener() {

			@Override
			public void secretRotated() {
				SecretRotationTests.this.rotations.add(now());
			}

		});
	}

	@AfterEach
	void close() {
		this.pinecone.close();
		VirtualTimeScheduler.reset();
	}

	@Test
	void secretIsRotatedAtOnce() {
		this.rotation.rotate().subscribe();
		this.time.advanceTimeBy(Duration.ZERO);
		assertThat(this.rotations).containsExactly(Instant.EPOCH);
	}

	@Test
	void rotationsAreElevenSecondsApart() {
		for (int i = 0; i < 3; i++) {
			this.rotation.rotate().subscribe();
		}
		this.time.advanceTimeBy(Duration.ofSeconds(40));
		this.rotation.rotate().subscribe();
		this.time.advanceTimeBy(Duration.ZERO);
		assertThat(this.rotations).extracting(Instant::getEpochSecond).containsExactly(0L, 11L, 22L, 40L);
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS));
	}

}
