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
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.function.Function;

import io.github.pineconeoauth.benchmark.Table.Quantity;
import reactor.core.publisher.Flux;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;

/**
 * Requests of many users, one after the other.
 */
final class Principals {

	private static final int COUNT = 10_000;

	private static final int CONCURRENCY = 50;

	private Principals() {
	}

	static void run(Table table) throws IOException {
		Result pinecone = run(Contender.pinecone(Scenarios.DEFAULTS));
		Result stock = run(Contender.stock(Scenarios.STOCK_CLOCK_SKEW));
		String what = String.format("%,d principals: ", COUNT);
		table.add(what + "token requests", Quantity.ofCount(1), Quantity.ofCount(pinecone.tokenRequests()),
				Quantity.ofCount(stock.tokenRequests()));
		table.add(what + "heap after garbage collection", null, Quantity.ofBytes(pinecone.heap()),
				Quantity.ofBytes(stock.heap()));
	}

	private static Result run(Function<TokenEndpoint, Contender> contenders) throws IOException {
		try (TokenEndpoint endpoint = new TokenEndpoint(Duration.ZERO, Duration.ofHours(1))) {
			Contender contender = contenders.apply(endpoint);
			long before = heap();
			Flux.range(0, COUNT)
				.flatMap((number) -> contender.manager().authorize(request(number)), CONCURRENCY)
				.blockLast(Duration.ofMinutes(2));
			long after = heap();
			Reference.reachabilityFence(contender);
			return new Result(endpoint.requests(), Math.max(0, after - before));
		}
	}

	private static OAuth2AuthorizeRequest request(int number) {
		return OAuth2AuthorizeRequest.withClientRegistrationId(FreshToken.REGISTRATION_ID)
			.principal("user-" + number)
			.build();
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * Result for all principals.
	 *
	 * @param tokenRequests the number of token requests
	 * @param heap the growth of the heap in use
	 */
	private record Result(int tokenRequests, long heap) {
	}

}
