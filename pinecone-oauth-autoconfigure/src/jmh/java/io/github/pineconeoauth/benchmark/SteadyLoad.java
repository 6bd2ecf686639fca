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
import org.openjdk.jmh.util.ListStatistics;

/**
 * Calls at a constant rate during token renewals.
 * <p>
 * Tokens live for two seconds, and the token endpoint takes 300 ms. The limit is the
 * starter with a token that needs no renewal. Contenders take turns, so that unrelated
 * pauses affect all of them alike.
 */
final class SteadyLoad {

	private static final int TURNS = 3;

	private static final Duration LATENCY = Duration.ofMillis(300);

	private static final Duration LIFETIME = Duration.ofSeconds(2);

	private static final Duration DURATION = Duration.ofSeconds(4);

	private SteadyLoad() {
	}

	static void run(Table table) throws IOException, InterruptedException {
		Calls limit = new Calls(Contender.pinecone(Scenarios.DEFAULTS), Duration.ofHours(1));
		Calls pinecone = new Calls(Contender.pinecone(Scenarios.DEFAULTS), LIFETIME);
		// For such a short lifetime, the starter's clock skew is a tenth of it
		Calls stock = new Calls(Contender.stock(LIFETIME.dividedBy(10)), LIFETIME);
		for (int i = 0; i < TURNS; i++) {
			limit.takeTurn();
			pinecone.takeTurn();
			stock.takeTurn();
		}
		add(table, "median", 50, limit, pinecone, stock);
		add(table, "99 %", 99, limit, pinecone, stock);
		add(table, "99.9 %", 99.9, limit, pinecone, stock);
		add(table, "maximum", 100, limit, pinecone, stock);
		table.add("Renewals under load: token requests", null, Quantity.ofCount(pinecone.tokenRequests),
				Quantity.ofCount(stock.tokenRequests));
		table.add("Renewals under load: failed calls", null, Quantity.ofCount(pinecone.failures),
				Quantity.ofCount(stock.failures));
	}

	private static void add(Table table, String name, double rank, Calls limit, Calls pinecone, Calls stock) {
		table.add("Renewals under load: latency, " + name, limit.latency(rank), pinecone.latency(rank),
				stock.latency(rank));
	}

	/**
	 * All calls of one contender.
	 */
	private static final class Calls {

		private final Function<TokenEndpoint, Contender> contenders;

		private final Duration lifetime;

		private final ListStatistics latencies = new ListStatistics();

		private int tokenRequests;

		private int failures;

		Calls(Function<TokenEndpoint, Contender> contenders, Duration lifetime) {
			this.contenders = contenders;
			this.lifetime = lifetime;
		}

		/**
		 * Send calls. The first second is a warm-up and does not count.
		 */
		void takeTurn() throws IOException, InterruptedException {
			try (TokenEndpoint endpoint = new TokenEndpoint(LATENCY, this.lifetime)) {
				Contender contender = this.contenders.apply(endpoint);
				contender.call().block(Scenarios.TIMEOUT);
				Load load = Load.run(contender, DURATION);
				load.latencies(Load.CALLS_PER_SECOND).forEach(this.latencies::addValue);
				this.tokenRequests += endpoint.requests();
				this.failures += load.failures();
			}
		}

		Quantity latency(double rank) {
			return Quantity.ofNanos(this.latencies.getPercentile(rank));
		}

	}

}
