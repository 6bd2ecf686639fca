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
 * Many callers at once without a token.
 */
final class Stampede {

	private static final Duration LATENCY = Duration.ofMillis(300);

	private static final int WARM_UP = 1000;

	private Stampede() {
	}

	static void run(Table table) throws IOException, InterruptedException {
		Function<TokenEndpoint, Contender> pinecone = Contender.pinecone(Scenarios.DEFAULTS);
		Function<TokenEndpoint, Contender> stock = Contender.stock(Scenarios.STOCK_CLOCK_SKEW);
		run(pinecone, WARM_UP);
		run(stock, WARM_UP);
		for (int callers : new int[] { 10, 100, 1000, 10_000 }) {
			Result ours = run(pinecone, callers);
			Result theirs = run(stock, callers);
			String what = String.format("%,d callers without a token: ", callers);
			table.add(what + "token requests", Quantity.ofCount(1), Quantity.ofCount(ours.tokenRequests()),
					Quantity.ofCount(theirs.tokenRequests()));
			table.add(what + "until all have it", Quantity.ofNanos(LATENCY.toNanos()), Quantity.ofNanos(ours.nanos()),
					Quantity.ofNanos(theirs.nanos()));
			if (ours.failures() + theirs.failures() > 0) {
				table.add(what + "failures", null, Quantity.ofCount(ours.failures()),
						Quantity.ofCount(theirs.failures()));
			}
		}
	}

	private static Result run(Function<TokenEndpoint, Contender> contenders, int callers)
			throws IOException, InterruptedException {
		try (TokenEndpoint endpoint = new TokenEndpoint(LATENCY, Duration.ofHours(1))) {
			Load load = Load.runAtOnce(contenders.apply(endpoint), callers);
			return new Result(endpoint.requests(), load.duration(), load.failures());
		}
	}

	/**
	 * Result of a stampede.
	 *
	 * @param tokenRequests the number of token requests
	 * @param nanos the time until the last caller was served
	 * @param failures the number of callers without a token in the end
	 */
	private record Result(int tokenRequests, long nanos, int failures) {
	}

}
