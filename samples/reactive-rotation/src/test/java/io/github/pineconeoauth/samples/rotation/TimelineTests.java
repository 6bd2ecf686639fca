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

import io.github.pineconeoauth.samples.rotation.TimelineEvent.CallEnded;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.Counters;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.SecretRotated;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.TokenIssued;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timeline}.
 */
class TimelineTests {

	private static final Instant NOW = Instant.EPOCH;

	private final Timeline timeline = new Timeline(() -> NOW);

	@Test
	void eventsBeginWithCountersAndHistory() {
		this.timeline.tokenIssued(Duration.ofSeconds(20));
		this.timeline.callEnded(Duration.ofMillis(4), null);
		this.timeline.secretRotated();
		this.timeline.tokenRefused();
		this.timeline.callEnded(Duration.ofMillis(5), "503");
		assertThat(this.timeline.events().take(5).collectList().block(Duration.ofSeconds(20))).containsExactly(
				new Counters(NOW, 2, 1, 2, 1), new TokenIssued(NOW, 1, 20), new CallEnded(NOW, 1, 4, null),
				new SecretRotated(NOW, 1), new CallEnded(NOW, 2, 5, "503"));
	}

	@Test
	void eventsGoOnWithCounters() {
		Counters counters = new Counters(NOW, 0, 0, 0, 0);
		StepVerifier.withVirtualTime(() -> this.timeline.events().take(2))
			.expectNext(counters)
			.thenAwait(Duration.ofSeconds(1))
			.expectNext(counters)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

}
