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

import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

/**
 * {@code authorize} of a reactive manager, from the call to the value.
 */
@State(Scope.Benchmark)
public class ReactiveManagerBenchmark {

	private final OAuth2AuthorizeRequest request = FreshToken.authorizeRequest();

	private final ReactiveOAuth2AuthorizedClientManager limit = FreshToken.limitReactiveManager();

	private final ReactiveOAuth2AuthorizedClientManager pinecone = new PineconeReactiveAuthorizedClientManager(
			FreshToken.serviceAccounts());

	private final ReactiveOAuth2AuthorizedClientManager stock = FreshToken.stockReactiveManager();

	@Benchmark
	public OAuth2AuthorizedClient limit() {
		return Outcome.of(this.limit.authorize(this.request));
	}

	@Benchmark
	public OAuth2AuthorizedClient pinecone() {
		return Outcome.of(this.pinecone.authorize(this.request));
	}

	@Benchmark
	public OAuth2AuthorizedClient stock() {
		return Outcome.of(this.stock.authorize(this.request));
	}

}
