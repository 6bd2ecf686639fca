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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Operations on projects.
 */
final class Projects {

	private static final int MAX_NAME_LENGTH = 512;

	private final State state;

	private final ApiKeys apiKeys;

	private final RoleBindings roleBindings;

	Projects(State state, ApiKeys apiKeys, RoleBindings roleBindings) {
		this.state = state;
		this.apiKeys = apiKeys;
		this.roleBindings = roleBindings;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_projects", "GET", "/admin/projects", this::list),
				Operation.of("create_project", "POST", "/admin/projects", this::create),
				Operation.withId("fetch_project", "GET", "/admin/projects/{id}", this::fetch),
				Operation.withId("update_project", "PATCH", "/admin/projects/{id}", this::update),
				Operation.withId("delete_project", "DELETE", "/admin/projects/{id}", this::delete));
	}

	Project add(String name, int maxPods, boolean forceEncryptionWithCmek) {
		return save(new Project(State.newId(), name, maxPods, forceEncryptionWithCmek, this.state.organizationId(),
				this.state.now()));
	}

	private Reply list(ApiRequest request) {
		return Reply.ok(Map.of("data", this.state.projects().values()));
	}

	private Reply create(ApiRequest request) {
		RequestBody body = RequestBody.of(request);
		return Reply
			.ok(add(body.text("name", MAX_NAME_LENGTH), Objects.requireNonNullElse(body.optionalInteger("max_pods"), 0),
					Objects.requireNonNullElse(body.optionalBoolean("force_encryption_with_cmek"), false)));
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply update(ApiRequest request, String id) {
		Project project = find(id);
		RequestBody body = RequestBody.of(request);
		boolean encrypted = Objects.requireNonNullElse(body.optionalBoolean("force_encryption_with_cmek"),
				project.forceEncryptionWithCmek());
		if (project.forceEncryptionWithCmek() && !encrypted) {
			throw AdminApiException.invalidArgument("Encryption with CMEK cannot be switched off again.");
		}
		String name = Objects.requireNonNullElse(body.optionalText("name", MAX_NAME_LENGTH), project.name());
		int maxPods = Objects.requireNonNullElse(body.optionalInteger("max_pods"), project.maxPods());
		return Reply.ok(save(new Project(id, name, maxPods, encrypted, project.organizationId(), project.createdAt())));
	}

	private Reply delete(ApiRequest request, String id) {
		this.apiKeys.deleteAll(find(id));
		this.roleBindings.deleteOn(RoleGrant.PROJECT, id);
		this.state.projects().remove(id);
		return Reply.accepted();
	}

	private Project save(Project project) {
		this.state.projects().put(project.id(), project);
		return project;
	}

	private Project find(String id) {
		return State.find(this.state.projects(), id, "project");
	}

}
