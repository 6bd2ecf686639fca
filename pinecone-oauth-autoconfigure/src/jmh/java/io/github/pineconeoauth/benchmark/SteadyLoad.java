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

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

import io.github.pineconeoauth.benchmark.Table.Quantity;

/**
 * Calls at a constant rate while tokens of two seconds are renewed by a token endpoint
 * that takes 300 ms. The limit is the starter with a token that needs no renewal.
 */
final class SteadyLoad {

	private static final Duration LATENCY = Duration.ofMillis(300);

	private static final Duration LIFETIME = Duration.ofSeconds(2);

	private static final Duration DURATION = Duration.ofSeconds(7);

	private SteadyLoad() {
	}

	static void run(Table table) throws IOException, InterruptedException {
		Result limit = run(Contender.pinecone(Scenarios.DEFAULTS), Duration.ofHours(1));
		Result pinecone = run(Contender.pinecone(Scenarios.DEFAULTS), LIFETIME);
		// The starter's clock skew is a tenth of such a short life.
		Result stock = run(Contender.stock(LIFETIME.dividedBy(10)), LIFETIME);
		add(table, "median", 0.5, limit, pinecone, stock);
		add(table, "99 %", 0.99, limit, pinecone, stock);
		add(table, "99.9 %", 0.999, limit, pinecone, stock);
		add(table, "maximum", 1, limit, pinecone, stock);
		table.add("Renewals under load: token requests", null, Quantity.ofCount(pinecone.tokenRequests()),
				Quantity.ofCount(stock.tokenRequests()));
		table.add("Renewals under load: failed calls", null, Quantity.ofCount(pinecone.failures()),
				Quantity.ofCount(stock.failures()));
	}

	private static void add(Table table, String name, double rank, Result limit, Result pinecone, Result stock) {
		table.add("Renewals under load: latency, " + name, limit.latency(rank), pinecone.latency(rank),
				stock.latency(rank));
	}

	/**
	 * The first second, in which code is compiled, does not count.
	 */
	private static Result run(Function<TokenEndpoint, Contender> contenders, Duration lifetime)
			throws IOException, InterruptedException {
		try (TokenEndpoint endpoint = new TokenEndpoint(LATENCY, lifetime)) {
			Contender contender = contenders.apply(endpoint);
			contender.call().block(Scenarios.TIMEOUT);
			Load load = Load.run(contender, DURATION);
			return new Result(load.sortedLatencies(Load.CALLS_PER_SECOND), endpoint.requests(), load.failures());
		}
	}

	/**
	 * What the load came to.
	 *
	 * @param sortedLatencies how long calls took
	 * @param tokenRequests the number of token requests
	 * @param failures the number of calls that failed
	 */
	private record Result(long[] sortedLatencies, int tokenRequests, int failures) {

		Quantity latency(double rank) {
			int index = (int) Math.ceil(rank * this.sortedLatencies.length) - 1;
			return Quantity.ofNanos(this.sortedLatencies[index]);
		}

	}

}
