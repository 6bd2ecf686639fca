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
 * {@link Organizations} that uses a {@code RestClient}.
 */
final class DefaultOrganizations implements Organizations {

	private final RestClientExchange exchange;

	DefaultOrganizations(RestClientExchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public List<Organization> list() {
		return this.exchange.list(Operation.LIST_ORGANIZATIONS.request(), Organization.class);
	}

	@Override
	public Organization get(String id) {
		return this.exchange.get(Operation.FETCH_ORGANIZATION.request(id), Organization.class);
	}

	@Override
	public Optional<Organization> find(String id) {
		return this.exchange.find(Operation.FETCH_ORGANIZATION.request(id), Organization.class);
	}

	@Override
	public Organization update(String id, UpdateOrganizationRequest request) {
		return this.exchange.get(Operation.UPDATE_ORGANIZATION.request(id).withBody(request), Organization.class);
	}

	@Override
	public void delete(String id) {
		this.exchange.send(Operation.DELETE_ORGANIZATION.request(id));
	}

}
