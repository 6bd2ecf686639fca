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
 * {@link ReactiveProjects} that uses a {@code WebClient}.
 */
final class DefaultReactiveProjects implements ReactiveProjects {

	private final WebClientExchange exchange;

	DefaultReactiveProjects(WebClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Flux<Project> list() {
		return this.exchange.list(Operation.LIST_PROJECTS.request(), Project.class);
	}

	@Override
	public Mono<Project> get(String id) {
		return this.exchange.get(Operation.FETCH_PROJECT.request(id), Project.class);
	}

	@Override
	public Mono<Project> find(String id) {
		return this.exchange.find(Operation.FETCH_PROJECT.request(id), Project.class);
	}

	@Override
	public Mono<Project> create(CreateProjectRequest request) {
		return this.exchange.get(Operation.CREATE_PROJECT.request().withBody(request), Project.class);
	}

	@Override
	public Mono<Project> update(String id, UpdateProjectRequest request) {
		return this.exchange.get(Operation.UPDATE_PROJECT.request(id).withBody(request), Project.class);
	}

	@Override
	public Mono<Void> delete(String id) {
		return this.exchange.send(Operation.DELETE_PROJECT.request(id));
	}

}
