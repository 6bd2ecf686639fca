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

import org.springframework.util.Assert;

/**
 * {@link ReactiveUsers} that uses a {@code WebClient}.
 */
final class DefaultReactiveUsers implements ReactiveUsers {

	private final WebClientExchange exchange;

	DefaultReactiveUsers(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<User> list() {
		return this.exchange.list(Operation.LIST_USERS.request(), User.class);
	}

	@Override
	public Flux<User> list(String email) {
		Assert.hasText(email, "'email' must not be blank");
		return this.exchange.list(Operation.LIST_USERS.request().withQuery("email", email), User.class);
	}

	@Override
	public Mono<ResultPage<User>> page(@Nullable String email, @Nullable Integer limit, @Nullable String token) {
		return this.exchange.page(Operation.LIST_USERS.request().withQuery("email", email).withPage(limit, token),
				User.class);
	}

	@Override
	public Mono<User> get(String id) {
		return this.exchange.get(Operation.FETCH_USER.request(id), User.class);
	}

	@Override
	public Mono<User> find(String id) {
		return this.exchange.find(Operation.FETCH_USER.request(id), User.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_USER.request(id));
	}

}
