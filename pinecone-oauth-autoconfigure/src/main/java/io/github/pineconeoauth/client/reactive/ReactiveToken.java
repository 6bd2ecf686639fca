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

package io.github.pineconeoauth.client.reactive;

import java.util.concurrent.CompletableFuture;

import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.SharedToken;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Reactive view of a {@link SharedToken}.
 *
 * @param sharedToken the token to wait for
 */
record ReactiveToken(SharedToken sharedToken) {

	/**
	 * Return a usable token. The subscriber's observation becomes the parent of the token
	 * request's observation.
	 */
	Mono<BearerToken> get(ContextView context) {
		Observation observation = observation(context);
		return await((observation != null) ? observation.scoped(this.sharedToken::get) : this.sharedToken.get());
	}

	/**
	 * Return a token to use instead of a refused one, or {@code null} if the caller has
	 * to accept the refusal. The subscriber's observation becomes the parent of the token
	 * request's observation.
	 */
	@Nullable Mono<BearerToken> replace(BearerToken refused, ContextView context) {
		Observation observation = observation(context);
		CompletableFuture<BearerToken> replacement = (observation != null)
				? observation.scoped(() -> this.sharedToken.replace(refused)) : this.sharedToken.replace(refused);
		return (replacement != null) ? await(replacement) : null;
	}

	private static @Nullable Observation observation(ContextView context) {
		return context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
	}

	/**
	 * Return the token of a future. Waiting subscribers continue on several threads, not
	 * one by one on the thread that fetched the token.
	 */
	private Mono<BearerToken> await(CompletableFuture<BearerToken> future) {
		Mono<BearerToken> token = Mono.fromFuture(future);
		return future.isDone() ? token
				: token.timeout(this.sharedToken.waitTimeout(), Mono.error(this.sharedToken::waitedTooLong))
					.publishOn(Schedulers.parallel());
	}

}
