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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenInUse}.
 */
class TokenInUseTests {

	private static final Duration LIFETIME = Duration.ofSeconds(20);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	private final TokenInUse token = new TokenInUse(this.now::get);

	@Test
	void isReplaceableWhenThereIsNoTokenIsFalse() {
		assertThat(this.token.isReplaceable()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "5999, false", "6000, true", "7999, true", "8000, false", "20000, false" })
	void isReplaceableDependsOnAge(long millis, boolean replaceable) {
		this.token.tokenIssued(LIFETIME);
		moveTime(Duration.ofMillis(millis));
		assertThat(this.token.isReplaceable()).isEqualTo(replaceable);
	}

	@Test
	void isReplaceableIsAboutLastToken() {
		this.token.tokenIssued(LIFETIME);
		moveTime(Duration.ofSeconds(7));
		this.token.tokenIssued(LIFETIME);
		assertThat(this.token.isReplaceable()).isFalse();
	}

	@Test
	void isReplaceableWhenSecretWasRotatedIsFalse() {
		this.token.tokenIssued(LIFETIME);
		moveTime(Duration.ofSeconds(7));
		this.token.secretRotated();
		assertThat(this.token.isReplaceable()).isFalse();
	}

	private void moveTime(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

}
