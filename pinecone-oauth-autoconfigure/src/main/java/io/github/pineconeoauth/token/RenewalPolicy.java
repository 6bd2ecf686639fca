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
 * When a token is renewed, when it is spent, and when a failed token request may be
 * followed by the next: pure arithmetic, in nanoseconds.
 *
 * @param refreshAhead how long before expiry a token is renewed; at most half of a
 * token's lifetime is used
 * @param clockSkew the last stretch of a token's life in which it is not used; at most a
 * tenth of a token's lifetime is used
 * @param failureBackoff how long after a first failure no token is requested; doubled
 * with each further one up to 30 s
 * @since 0.1.0
 */
public record RenewalPolicy(Duration refreshAhead, Duration clockSkew, Duration failureBackoff) {

	private static final long MAX_FAILURE_BACKOFF = Duration.ofSeconds(30).toNanos();

	private static final int MAX_DOUBLINGS = 20;

	/**
	 * A server that asks to be left alone for longer is most probably misconfigured, and
	 * must not silence an application for good.
	 */
	private static final long MAX_RETRY_AFTER = Duration.ofHours(1).toNanos();

	/**
	 * The part of the time ahead of expiry by which instances spread their renewals.
	 */
	private static final double JITTER = 0.1;

	/**
	 * Return the age at which a token is to be renewed.
	 * @param lifetime the token's lifetime
	 * @param random a random number from 0 to 1; the higher, the earlier the renewal
	 */
	long renewalAge(long lifetime, double random) {
		long ahead = Math.min(nanos(this.refreshAhead), lifetime / 2);
		return Math.min(lifetime - ahead - (long) (ahead * JITTER * random), spentAge(lifetime));
	}

	/**
	 * Return the age from which a token is not used any more.
	 * @param lifetime the token's lifetime
	 */
	long spentAge(long lifetime) {
		return lifetime - Math.min(nanos(this.clockSkew), lifetime / 10);
	}

	/**
	 * Return how long after a failure the token endpoint is left alone.
	 * @param failures the number of failures in a row, this one included
	 * @param retryAfter what the server asked for, if it did
	 */
	long backoff(int failures, @Nullable Duration retryAfter) {
		long backoff = nanos(this.failureBackoff);
		if (backoff < MAX_FAILURE_BACKOFF) {
			int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
			backoff = Math.min(backoff << doublings, MAX_FAILURE_BACKOFF);
		}
		return (retryAfter != null) ? Math.max(backoff, Math.min(nanos(retryAfter), MAX_RETRY_AFTER)) : backoff;
	}

	private static long nanos(Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

}
