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
 * {@link RoleBindings} that uses a {@code RestClient}.
 */
final class DefaultRoleBindings implements RoleBindings {

	private final RestClientExchange exchange;

	DefaultRoleBindings(RestClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public List<RoleBinding> list() {
		return this.exchange.list(Operation.LIST_ROLE_BINDINGS.request(), RoleBinding.class);
	}

	@Override
	public List<RoleBinding> list(RoleBindingFilter filter) {
		return this.exchange.list(Operation.LIST_ROLE_BINDINGS.request().withFilter(filter), RoleBinding.class);
	}

	@Override
	public ResultPage<RoleBinding> page(RoleBindingFilter filter, @Nullable Integer limit, @Nullable String token) {
		return this.exchange.page(Operation.LIST_ROLE_BINDINGS.request().withFilter(filter).withPage(limit, token),
				RoleBinding.class);
	}

	@Override
	public RoleBinding get(String id) {
		return this.exchange.get(Operation.FETCH_ROLE_BINDING.request(id), RoleBinding.class);
	}

	@Override
	public Optional<RoleBinding> find(String id) {
		return this.exchange.find(Operation.FETCH_ROLE_BINDING.request(id), RoleBinding.class);
	}

	@Override
	public RoleBinding create(CreateRoleBindingRequest request) {
		return this.exchange.get(Operation.CREATE_ROLE_BINDING.request().withBody(request), RoleBinding.class);
	}

	@Override
	public void delete(String id) {
		this.exchange.send(Operation.DELETE_ROLE_BINDING.request(id));
	}

}
