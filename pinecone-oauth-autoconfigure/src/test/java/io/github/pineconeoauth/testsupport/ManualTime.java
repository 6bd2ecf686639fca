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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic time source that stands still until a test moves it. Starts shortly before
 * the overflow of a {@code long}, which {@link System#nanoTime()} is free to do as well.
 */
public final class ManualTime implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(10).toNanos());

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	/**
	 * Let time pass.
	 * @param duration how much of it
	 */
	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

	/**
	 * Let time pass.
	 * @param seconds how many seconds
	 */
	public void advanceSeconds(long seconds) {
		advance(Duration.ofSeconds(seconds));
	}

}
