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

package io.github.pineconeoauth.admin;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link ReactiveApiKeys} that uses a {@code WebClient}.
 */
final class DefaultReactiveApiKeys implements ReactiveApiKeys {

	private final WebClientExchange exchange;

	DefaultReactiveApiKeys(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<ApiKey> list(String projectId) {
		return this.exchange.list(Operation.LIST_PROJECT_API_KEYS.request(projectId), ApiKey.class);
	}

	@Override
	public Mono<ApiKey> get(String id) {
		return this.exchange.get(Operation.FETCH_API_KEY.request(id), ApiKey.class);
	}

	@Override
	public Mono<ApiKey> find(String id) {
		return this.exchange.find(Operation.FETCH_API_KEY.request(id), ApiKey.class);
	}

	@Override
	public Mono<ApiKeyWithSecret> create(String projectId, CreateApiKeyRequest request) {
		return this.exchange.get(Operation.CREATE_API_KEY.request(projectId).withBody(request), ApiKeyWithSecret.class);
	}

	@Override
	public Mono<ApiKey> update(String id, UpdateApiKeyRequest request) {
		return this.exchange.get(Operation.UPDATE_API_KEY.request(id).withBody(request), ApiKey.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_API_KEY.request(id));
	}

}
