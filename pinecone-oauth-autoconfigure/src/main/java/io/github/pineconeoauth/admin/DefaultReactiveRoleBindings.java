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
 * {@link ReactiveRoleBindings} that uses a {@code WebClient}.
 */
final class DefaultReactiveRoleBindings implements ReactiveRoleBindings {

	private final WebClientExchange exchange;

	DefaultReactiveRoleBindings(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<RoleBinding> list() {
		return this.exchange.list(Operation.LIST_ROLE_BINDINGS.request(), RoleBinding.class);
	}

	@Override
	public Flux<RoleBinding> list(RoleBindingFilter filter) {
		return this.exchange.list(Operation.LIST_ROLE_BINDINGS.request().withFilter(filter), RoleBinding.class);
	}

	@Override
	public Mono<ResultPage<RoleBinding>> page(RoleBindingFilter filter, @Nullable Integer limit,
			@Nullable String token) {
		return this.exchange.page(Operation.LIST_ROLE_BINDINGS.request().withFilter(filter).withPage(limit, token),
				RoleBinding.class);
	}

	@Override
	public Mono<RoleBinding> get(String id) {
		return this.exchange.get(Operation.FETCH_ROLE_BINDING.request(id), RoleBinding.class);
	}

	@Override
	public Mono<RoleBinding> find(String id) {
		return this.exchange.find(Operation.FETCH_ROLE_BINDING.request(id), RoleBinding.class);
	}

	@Override
	public Mono<RoleBinding> create(CreateRoleBindingRequest request) {
		return this.exchange.get(Operation.CREATE_ROLE_BINDING.request().withBody(request), RoleBinding.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_ROLE_BINDING.request(id));
	}

}
