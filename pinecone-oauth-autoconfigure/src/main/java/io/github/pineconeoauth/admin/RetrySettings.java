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

package io.github.pineconeoauth.admin;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Retry settings of the typed Admin API. See {@link PineconeAdmin} for the rules.
 *
 * @param maxRetries the maximum number of retries of a call or of a page; 0 disables
 * retries
 * @param initialBackoff the time before the first retry, doubled for each further retry
 * and randomly shortened by up to half
 * @param maxBackoff the maximum time before a retry. A longer {@code Retry-After} ends
 * the call at once.
 * @since 0.1.0
 */
public record RetrySettings(int maxRetries, Duration initialBackoff, Duration maxBackoff) {

	/**
	 * Create new settings.
	 * @throws IllegalArgumentException if a value is negative
	 */
	public RetrySettings {
		Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
		Assert.isTrue(!initialBackoff.isNegative(), "'initialBackoff' must not be negative");
		Assert.isTrue(!maxBackoff.isNegative(), "'maxBackoff' must not be negative");
	}

	/**
	 * Return the default settings: 2 retries, a back-off of 200 milliseconds at first,
	 * and 5 seconds at most.
	 * @return the settings
	 */
	public static RetrySettings defaults() {
		return new RetrySettings(2, Duration.ofMillis(200), Duration.ofSeconds(5));
	}

	/**
	 * Return settings without retries.
	 * @return the settings
	 */
	public static RetrySettings none() {
		return new RetrySettings(0, Duration.ZERO, Duration.ZERO);
	}

}
