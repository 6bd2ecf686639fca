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

import io.github.pineconeoauth.test.EmbeddedPineconeListener;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Knows how old the token is that the starter uses: the one that was issued last.
 */
@Component
class TokenInUse implements EmbeddedPineconeListener {

	/**
	 * The starter does not replace a token that is refused within the first 5 seconds.
	 */
	private static final Duration MIN_AGE = Duration.ofSeconds(6);

	private final InstantSource time;

	private volatile @Nullable Token token;

	TokenInUse(InstantSource time) {
		this.time = time;
	}

	@Override
	public void tokenIssued(Duration tokenLifetime) {
		this.token = new Token(this.time.instant(), tokenLifetime);
	}

	@Override
	public void secretRotated() {
		this.token = null;
	}

	/**
	 * Return whether the starter would replace the token at once if it were refused now:
	 * it is old enough for that, and its renewal, which begins near the middle of its
	 * life, is not under way with the old secret.
	 */
	boolean isReplaceable() {
		Token token = this.token;
		if (token == null) {
			return false;
		}
		Duration age = Duration.between(token.issuedAt(), this.time.instant());
		Duration maxAge = token.lifetime().multipliedBy(2).dividedBy(5);
		return age.compareTo(MIN_AGE) >= 0 && age.compareTo(maxAge) < 0;
	}

	record Token(Instant issuedAt, Duration lifetime) {

	}

}
