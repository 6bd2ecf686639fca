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

package io.github.pineconeoauth.token;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Decides when to renew, discard and replace a token. Calculates in nanoseconds.
 *
 * @param refreshAhead how long before expiry a token is renewed, limited to half of its
 * lifetime
 * @param clockSkew how long before expiry a token is discarded, limited to a tenth of its
 * lifetime
 * @param failureBackoff how long to wait after the first failure; doubles with each
 * further failure, up to 30 s
 * @param waitTimeout how long a caller waits for a token
 * @param requestTimeout the longest a token request can take, including retries
 * @since 0.1.0
 */
public record RenewalPolicy(Duration refreshAhead, Duration clockSkew, Duration failureBackoff, Duration waitTimeout,
		Duration requestTimeout) {

	private static final long MAX_FAILURE_BACKOFF = Duration.ofSeconds(30).toNanos();

	private static final long MIN_REPLACEMENT_INTERVAL = Duration.ofSeconds(5).toNanos();

	/**
	 * A longer {@code Retry-After} is most likely a mistake, and must not stop token
	 * requests forever.
	 */
	private static final long MAX_RETRY_AFTER = Duration.ofHours(1).toNanos();

	/**
	 * Random share of a delay, so that instances which started or failed together do not
	 * send their requests at the same time.
	 */
	private static final double JITTER = 0.5;

	private static final int MAX_DOUBLINGS = 20;

	/**
	 * Return the age at which a token is renewed.
	 * @param lifetime the token's lifetime
	 * @param random a random number from 0 to 1; the higher, the earlier the renewal
	 */
	long renewalAge(long lifetime, double random) {
		long ahead = Math.min(nanos(this.refreshAhead), lifetime / 2);
		return Math.min(lifetime - ahead - (long) (ahead * JITTER * random), spentAge(lifetime));
	}

	/**
	 * Return the age from which a token is discarded.
	 * @param lifetime the token's lifetime
	 */
	long spentAge(long lifetime) {
		return lifetime - Math.min(nanos(this.clockSkew), lifetime / 10);
	}

	/**
	 * Return how long to wait after a failure.
	 * @param failures the number of consecutive failures, including this one
	 * @param retryAfter how long the server asked to wait, or {@code null}; the result is
	 * not shorter, except that this value is limited to one hour
	 * @param random a random number from 0 to 1; the higher, the shorter the back-off
	 */
	long backoff(int failures, @Nullable Duration retryAfter, double random) {
		long backoff = nanos(this.failureBackoff);
		if (backoff < MAX_FAILURE_BACKOFF) {
			backoff = Math.min(backoff << Math.min(failures - 1, MAX_DOUBLINGS), MAX_FAILURE_BACKOFF);
		}
		backoff -= (long) (backoff * JITTER * random);
		return (retryAfter != null) ? Math.max(backoff, Math.min(nanos(retryAfter), MAX_RETRY_AFTER)) : backoff;
	}

	/**
	 * Return the minimum time between two replacements of refused tokens.
	 * @param replacements the number of consecutive replacements, including the refused
	 * token
	 * @param lifetime the lifetime of the refused token
	 */
	long replacementInterval(int replacements, long lifetime) {
		int doublings = Math.min(Math.max(replacements - 1, 0), MAX_DOUBLINGS);
		return Math.max(MIN_REPLACEMENT_INTERVAL, Math.min(MIN_REPLACEMENT_INTERVAL << doublings, lifetime));
	}

	private static long nanos(Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

}
