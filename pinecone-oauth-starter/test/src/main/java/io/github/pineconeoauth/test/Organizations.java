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

package io.github.pineconeoauth.test;

import java.util.Map;
import java.util.stream.Stream;

/**
 * Operations on organizations.
 */
final class Organizations {

	private static final int MAX_NAME_LENGTH = 512;

	private final State state;

	Organizations(State state) {
		this.state = state;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_organizations", "GET", "/admin/organizations", this::list),
				Operation.withId("fetch_organization", "GET", "/admin/organizations/{id}", this::fetch),
				Operation.withId("update_organization", "PATCH", "/admin/organizations/{id}", this::update),
				Operation.withId("delete_organization", "DELETE", "/admin/organizations/{id}", this::delete));
	}

	private Reply list(ApiRequest request) {
		return Reply.ok(Map.of("data", Stream.ofNullable(this.state.organization()).toList()));
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply update(ApiRequest request, String id) {
		Organization organization = find(id);
		String name = RequestBody.of(request).optionalText("name", MAX_NAME_LENGTH);
		Organization updated = (name != null) ? organization.withName(name) : organization;
		this.state.organization(updated);
		return Reply.ok(updated);
	}

	private Reply delete(ApiRequest request, String id) {
		find(id);
		if (!this.state.projects().isEmpty()) {
			throw AdminApiException.failedPrecondition("All projects of the organization must be deleted first.");
		}
		this.state.organization(null);
		return Reply.accepted();
	}

	private Organization find(String id) {
		Organization organization = this.state.organization();
		if (organization == null || !organization.id().equals(id)) {
			throw AdminApiException.notFound("organization");
		}
		return organization;
	}

}
