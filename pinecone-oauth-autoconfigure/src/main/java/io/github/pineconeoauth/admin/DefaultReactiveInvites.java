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
 * {@link ReactiveInvites} that uses a {@code WebClient}.
 */
final class DefaultReactiveInvites implements ReactiveInvites {

	private final WebClientExchange exchange;

	DefaultReactiveInvites(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<Invite> list() {
		return this.exchange.list(Operation.LIST_INVITES.request(), Invite.class);
	}

	@Override
	public Mono<ResultPage<Invite>> page(@Nullable Integer limit, @Nullable String token) {
		return this.exchange.page(Operation.LIST_INVITES.request().withPage(limit, token), Invite.class);
	}

	@Override
	public Mono<Invite> get(String id) {
		return this.exchange.get(Operation.FETCH_INVITE.request(id), Invite.class);
	}

	@Override
	public Mono<Invite> find(String id) {
		return this.exchange.find(Operation.FETCH_INVITE.request(id), Invite.class);
	}

	@Override
	public Mono<Invite> create(CreateInviteRequest request) {
		return this.exchange.get(Operation.CREATE_INVITE.request().withBody(request), Invite.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_INVITE.request(id));
	}

	@Override
	public Mono<Invite> resend(String id) {
		return this.exchange.get(Operation.RESEND_INVITE.request(id), Invite.class);
	}

}
