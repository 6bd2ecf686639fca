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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link ReactiveServiceAccounts} that uses a {@code WebClient}.
 */
final class DefaultReactiveServiceAccounts implements ReactiveServiceAccounts {

	private final WebClientExchange exchange;

	DefaultReactiveServiceAccounts(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<ServiceAccount> list() {
		return this.exchange.list(Operation.LIST_SERVICE_ACCOUNTS.request(), ServiceAccount.class);
	}

	@Override
	public Mono<ResultPage<ServiceAccount>> page(@Nullable Integer limit, @Nullable String token) {
		return this.exchange.page(Operation.LIST_SERVICE_ACCOUNTS.request().withPage(limit, token),
				ServiceAccount.class);
	}

	@Override
	public Mono<ServiceAccount> get(String id) {
		return this.exchange.get(Operation.FETCH_SERVICE_ACCOUNT.request(id), ServiceAccount.class);
	}

	@Override
	public Mono<ServiceAccount> find(String id) {
		return this.exchange.find(Operation.FETCH_SERVICE_ACCOUNT.request(id), ServiceAccount.class);
	}

	@Override
	public Mono<ServiceAccountWithSecret> create(CreateServiceAccountRequest request) {
		return this.exchange.get(Operation.CREATE_SERVICE_ACCOUNT.request().withBody(request),
				ServiceAccountWithSecret.class);
	}

	@Override
	public Mono<ServiceAccount> update(String id, UpdateServiceAccountRequest request) {
		return this.exchange.get(Operation.UPDATE_SERVICE_ACCOUNT.request(id).withBody(request), ServiceAccount.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_SERVICE_ACCOUNT.request(id));
	}

	@Override
	public Mono<ServiceAccountWithSecret> rotateSecret(String id) {
		return this.exchange.get(Operation.ROTATE_SERVICE_ACCOUNT_SECRET.request(id), ServiceAccountWithSecret.class);
	}

}
