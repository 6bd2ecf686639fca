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
import io.github.pineconeoauth.token.RenewalPolicy;

/**
 * Outage of the token endpoint from the first token until its expiry.
 * <p>
 * Three seconds represent half an hour. With the default clock skews, the starter uses a
 * token until 30 seconds before expiry, and Spring Security until one minute before.
 */
final class Outage {

	private static final int SCALE = 600;

	private static final Duration LIFETIME = Duration.ofMinutes(30).dividedBy(SCALE);

	private static final RenewalPolicy POLICY = new RenewalPolicy(Scenarios.DEFAULTS.refreshAhead().dividedBy(SCALE),
			Scenarios.DEFAULTS.clockSkew().dividedBy(SCALE), Scenarios.DEFAULTS.failureBackoff(), Scenarios.TIMEOUT,
			Scenarios.TIMEOUT);

	private Outage() {
	}

	static void run(Table table) throws IOException, InterruptedException {
		Result pinecone = run(Contender.pinecone(POLICY));
		Result stock = run(Contender.stock(Scenarios.STOCK_CLOCK_SKEW.dividedBy(SCALE)));
		table.add("Outage under load: failed calls until 30 s before the token expires", null,
				Quantity.ofCount(pinecone.failures()), Quantity.ofCount(stock.failures()));
		table.add("Outage under load: token requests", null, Quantity.ofCount(pinecone.tokenRequests()),
				Quantity.ofCount(stock.tokenRequests()));
	}

	private static Result run(Function<TokenEndpoint, Contender> contenders) throws IOException, InterruptedException {
		try (TokenEndpoint endpoint = new TokenEndpoint(Duration.ZERO, LIFETIME)) {
			Contender contender = contenders.apply(endpoint);
			long spentAt = System.nanoTime() + LIFETIME.minus(POLICY.clockSkew()).toNanos();
			contender.call().block(Scenarios.TIMEOUT);
			endpoint.goDown();
			Load load = Load.run(contender, LIFETIME.plusSeconds(1));
			return new Result(load.failuresBefore(spentAt), endpoint.requests() - 1);
		}
	}

	/**
	 * Result of the outage.
	 *
	 * @param failures the number of calls that failed although the token was usable
	 * @param tokenRequests the number of token requests in the outage
	 */
	private record Result(int failures, int tokenRequests) {
	}

}
