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

package io.github.pineconeoauth.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Calls that start at a constant rate or all at once, without waiting for earlier calls.
 */
final class Load {

	static final int CALLS_PER_SECOND = 1000;

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos() / CALLS_PER_SECOND;

	private final long[] startedAt;

	private final long[] endedAt;

	private final boolean[] failed;

	private final CountDownLatch running;

	private Load(int calls) {
		this.startedAt = new long[calls];
		this.endedAt = new long[calls];
		this.failed = new boolean[calls];
		this.running = new CountDownLatch(calls);
	}

	/**
	 * Send calls at a constant rate, and wait until all have ended.
	 * @param contender sends the calls
	 * @param duration how long to send calls
	 */
	static Load run(Contender contender, Duration duration) throws InterruptedException {
		return new Load((int) (duration.toNanos() / INTERVAL)).send(contender, INTERVAL);
	}

	/**
	 * Send all calls at once, and wait until all have ended.
	 * @param contender sends the calls
	 * @param calls the number of calls
	 */
	static Load runAtOnce(Contender contender, int calls) throws InterruptedException {
		return new Load(calls).send(contender, 0);
	}

	private Load send(Contender contender, long interval) throws InterruptedException {
		long start = System.nanoTime();
		for (int i = 0; i < this.startedAt.length; i++) {
			int call = i;
			waitUntil(start + call * interval);
			this.startedAt[call] = System.nanoTime();
			contender.call().subscribe((response) -> ended(call, false), (ex) -> ended(call, true));
		}
		if (!this.running.await(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException("Some calls did not end");
		}
		return this;
	}

	private static void waitUntil(long time) {
		for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private void ended(int call, boolean failed) {
		this.endedAt[call] = System.nanoTime();
		this.failed[call] = failed;
		this.running.countDown();
	}

	/**
	 * Return how long calls took.
	 * @param from the number of the first call that counts
	 * @return the times in nanoseconds
	 */
	LongStream latencies(int from) {
		return IntStream.range(from, this.startedAt.length)
			.mapToLong((call) -> this.endedAt[call] - this.startedAt[call]);
	}

	/**
	 * Return how long all calls took together.
	 * @return the time in nanoseconds
	 */
	long duration() {
		return Arrays.stream(this.endedAt).map((endedAt) -> endedAt - this.startedAt[0]).max().orElse(0);
	}

	/**
	 * Return the number of failed calls that started before a given time.
	 * @param nanoTime the time, a reading of {@link System#nanoTime()}
	 */
	int failuresBefore(long nanoTime) {
		int count = 0;
		for (int i = 0; i < this.failed.length; i++) {
			if (this.failed[i] && this.startedAt[i] - nanoTime < 0) {
				count++;
			}
		}
		return count;
	}

	int failures() {
		return failuresBefore(System.nanoTime());
	}

}
