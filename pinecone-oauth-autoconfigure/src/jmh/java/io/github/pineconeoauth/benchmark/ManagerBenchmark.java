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

import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

/**
 * {@code authorize} of a blocking manager.
 */
@State(Scope.Benchmark)
public class ManagerBenchmark {

	private final OAuth2AuthorizeRequest request = FreshToken.authorizeRequest();

	private final OAuth2AuthorizedClientManager limit = FreshToken.limitManager();

	private final OAuth2AuthorizedClientManager pinecone = new PineconeAuthorizedClientManager(
			FreshToken.serviceAccounts());

	private final OAuth2AuthorizedClientManager stock = FreshToken.stockManager();

	@Benchmark
	public @Nullable OAuth2AuthorizedClient limit() {
		return this.limit.authorize(this.request);
	}

	@Benchmark
	public @Nullable OAuth2AuthorizedClient pinecone() {
		return this.pinecone.authorize(this.request);
	}

	@Benchmark
	public @Nullable OAuth2AuthorizedClient stock() {
		return this.stock.authorize(this.request);
	}

}
