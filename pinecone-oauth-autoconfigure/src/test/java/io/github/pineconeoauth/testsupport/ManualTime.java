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

package io.github.pineconeoauth.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic clock and a wall clock that only move when a test moves them. The monotonic
 * clock starts shortly before the overflow of a {@code long}, as
 * {@link System#nanoTime()} may do.
 */
public final class ManualTime implements LongSupplier, InstantSource {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(10).toNanos());

	private final AtomicLong millis = new AtomicLong(Instant.parse("2026-07-01T12:00:00Z").toEpochMilli());

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(this.millis.get());
	}

	/**
	 * Advance both clocks.
	 * @param duration how far to move the clocks
	 */
	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
		this.millis.addAndGet(duration.toMillis());
	}

	/**
	 * Advance both clocks.
	 * @param seconds how many seconds
	 */
	public void advanceSeconds(long seconds) {
		advance(Duration.ofSeconds(seconds));
	}

	/**
	 * Move the wall clock: forward as if the machine had slept, or back as if somebody
	 * had set it. The monotonic clock moves by the 100 ms after which the shared token
	 * looks at the wall clock again.
	 * @param duration by how much
	 */
	public void moveWallClock(Duration duration) {
		this.nanos.addAndGet(Duration.ofMillis(100).toNanos());
		this.millis.addAndGet(duration.toMillis());
	}

}
