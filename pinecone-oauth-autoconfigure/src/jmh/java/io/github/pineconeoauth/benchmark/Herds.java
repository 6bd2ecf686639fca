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

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

import io.github.pineconeoauth.benchmark.Table.Quantity;

/**
 * 10,000 instances that start at once, start within 100 s, or face an outage.
 * <p>
 * Runs in virtual time. The limit is the capacity of the token endpoint.
 */
final class Herds {

	private static final int INSTANCES = 10_000;

	private static final int START_CAPACITY = 100;

	private static final int OUTAGE_CAPACITY = 1000;

	/**
	 * Start and end of the outage, in seconds. When it starts, all instances have a
	 * token, and the tokens differ in age.
	 */
	private static final int[] OUTAGE = { 1800, 3000 };

	private static final long SECOND = 1_000_000_000;

	private Herds() {
	}

	static void run(Table table) {
		start(table, "start at once", 0);
		start(table, "start within 100 s", 100);
		outage(table);
	}

	private static void start(Table table, String what, int seconds) {
		Fleet fleet = new Fleet(INSTANCES, within(seconds), START_CAPACITY, new int[] { 0, 0 }, 300);
		String name = "10,000 instances " + what + ": ";
		table.add(name + "until all have a token", Quantity.ofNanos((double) INSTANCES / START_CAPACITY * SECOND),
				Quantity.ofNanos(fleet.lastToken()), null);
		add(table, name, fleet.requests(), 0, Quantity.ofCount(INSTANCES));
	}

	private static void outage(Table table) {
		Fleet fleet = new Fleet(INSTANCES, within(1800), OUTAGE_CAPACITY, OUTAGE, 3600);
		String name = "10,000 instances in an outage of 20 minutes: ";
		table.add(name + "until all have a token again",
				Quantity.ofNanos((double) INSTANCES / OUTAGE_CAPACITY * SECOND),
				Quantity.ofNanos(fleet.lastToken() - OUTAGE[1] * SECOND), null);
		add(table, name, fleet.requests(), OUTAGE[0], Quantity.ofCount(OUTAGE_CAPACITY));
	}

	private static void add(Table table, String name, int[] requests, int from, Quantity limit) {
		table.add(name + "token requests", (from == 0) ? limit : null,
				Quantity.ofCount(IntStream.of(requests).skip(from).sum()), null);
		table.add(name + "peak of token requests in a second", (from == 0) ? null : limit,
				Quantity.ofCount(IntStream.of(requests).skip(from).max().orElseThrow()), null);
	}

	private static LongUnaryOperator within(int seconds) {
		return (instance) -> (long) ((seconds + 1) * SECOND * ThreadLocalRandom.current().nextDouble());
	}

}
