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

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Access token with the times of its renewal and its end. Thread-safe.
 *
 * @since 0.1.0
 */
public final class BearerToken {

	/**
	 * Time between two readings of the wall clock, in nanoseconds. A reading costs as
	 * much as the rest of {@link #isFresh(LongSupplier, InstantSource)}.
	 */
	private static final long WALL_CLOCK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	private final AccessToken accessToken;

	private final String authorization;

	private final Moment requestedAt;

	private final long lifetime;

	private final long renewalAge;

	private final long spentAge;

	/**
	 * Reading of the monotonic clock until which the token is known to be fresh.
	 */
	private volatile long freshUntil;

	BearerToken(AccessToken accessToken, Moment requestedAt, RenewalPolicy policy, double random) {
		this.accessToken = accessToken;
		this.authorization = "Bearer " + accessToken.value();
		this.requestedAt = requestedAt;
		this.lifetime = TimeUnit.NANOSECONDS.convert(accessToken.lifetime());
		this.renewalAge = policy.renewalAge(this.lifetime, random);
		this.spentAge = policy.spentAge(this.lifetime);
		this.freshUntil = requestedAt.nanos();
	}

	/**
	 * Return the access token.
	 * @return the access token
	 */
	public AccessToken accessToken() {
		return this.accessToken;
	}

	/**
	 * Return the value of the {@code Authorization} header
	 * (<a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section
	 * 2.1</a>).
	 * @return the header value
	 */
	public String authorization() {
		return this.authorization;
	}

	/**
	 * Return the wall clock time at which the token was requested.
	 * @return the start of the token's lifetime
	 */
	public Instant issuedAt() {
		return Instant.ofEpochMilli(this.requestedAt.millis());
	}

	/**
	 * Return the wall clock time at which the token expires.
	 * @return the end of the token's lifetime
	 */
	public Instant expiresAt() {
		return issuedAt().plus(this.accessToken.lifetime());
	}

	boolean isFresh(LongSupplier nanoTime, InstantSource wallClock) {
		long nanos = nanoTime.getAsLong();
		if (nanos - this.freshUntil < 0) {
			return true;
		}
		Moment now = new Moment(nanos, wallClock.millis());
		long timeToRenewal = this.renewalAge - now.nanosSince(this.requestedAt);
		this.freshUntil = nanos + Math.min(timeToRenewal, WALL_CLOCK_INTERVAL);
		return timeToRenewal > 0;
	}

	boolean isFresh(Moment now) {
		return now.nanosSince(this.requestedAt) < this.renewalAge;
	}

	boolean isSpent(Moment now) {
		return now.nanosSince(this.requestedAt) >= this.spentAge;
	}

	long timeToExpiry(Moment now) {
		return Math.max(0, this.lifetime - now.nanosSince(this.requestedAt));
	}

	long lifetime() {
		return this.lifetime;
	}

	boolean hasSameValueAs(BearerToken other) {
		return this.authorization.equals(other.authorization);
	}

	@Override
	public String toString() {
		return "BearerToken[" + this.accessToken + "]";
	}

}
