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

/**
 * {@link Projects} that uses a {@code RestClient}.
 */
final class DefaultProjects implements Projects {

	private final RestClientExchange exchange;

	DefaultProjects(RestClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public List<Project> list() {
		return this.exchange.list(Operation.LIST_PROJECTS.request(), Project.class);
	}

	@Override
	public Project get(String id) {
		return this.exchange.get(Operation.FETCH_PROJECT.request(id), Project.class);
	}

	@Override
	public Optional<Project> find(String id) {
		return this.exchange.find(Operation.FETCH_PROJECT.request(id), Project.class);
	}

	@Override
	public Project create(CreateProjectRequest request) {
		return this.exchange.get(Operation.CREATE_PROJECT.request().withBody(request), Project.class);
	}

	@Override
	public Project update(String id, UpdateProjectRequest request) {
		return this.exchange.get(Operation.UPDATE_PROJECT.request(id).withBody(request), Project.class);
	}

	@Override
	public void delete(String id) {
		this.exchange.send(Operation.DELETE_PROJECT.request(id));
	}

}
