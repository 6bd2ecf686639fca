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

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * {@link ServiceAccounts} that uses a {@code RestClient}.
 */
final class DefaultServiceAccounts implements ServiceAccounts {

	private final RestClientExchange exchange;

	DefaultServiceAccounts(RestClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public List<ServiceAccount> list() {
		return this.exchange.list(Operation.LIST_SERVICE_ACCOUNTS.request(), ServiceAccount.class);
	}

	@Override
	public ResultPage<ServiceAccount> page(@Nullable Integer limit, @Nullable String token) {
		return this.exchange.page(Operation.LIST_SERVICE_ACCOUNTS.request().withPage(limit, token),
				ServiceAccount.class);
	}

	@Override
	public ServiceAccount get(String id) {
		return this.exchange.get(Operation.FETCH_SERVICE_ACCOUNT.request(id), ServiceAccount.class);
	}

	@Override
	public Optional<ServiceAccount> find(String id) {
		return this.exchange.find(Operation.FETCH_SERVICE_ACCOUNT.request(id), ServiceAccount.class);
	}

	@Override
	public ServiceAccountWithSecret create(CreateServiceAccountRequest request) {
		return this.exchange.get(Operation.CREATE_SERVICE_ACCOUNT.request().withBody(request),
				ServiceAccountWithSecret.class);
	}

	@Override
	public ServiceAccount update(String id, UpdateServiceAccountRequest request) {
		return this.exchange.get(Operation.UPDATE_SERVICE_ACCOUNT.request(id).withBody(request), ServiceAccount.class);
	}

	@Override
	public void delete(String id) {
		this.exchange.send(Operation.DELETE_SERVICE_ACCOUNT.request(id));
	}

	@Override
	public ServiceAccountWithSecret rotateSecret(String id) {
		return this.exchange.get(Operation.ROTATE_SERVICE_ACCOUNT_SECRET.request(id), ServiceAccountWithSecret.class);
	}

}
