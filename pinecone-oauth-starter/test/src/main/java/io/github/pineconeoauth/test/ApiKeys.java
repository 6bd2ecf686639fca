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

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Operations on API keys.
 */
final class ApiKeys {

	private static final int MAX_NAME_LENGTH = 80;

	private static final List<String> DEFAULT_ROLES = List.of("ProjectEditor");

	private final State state;

	private final RoleBindings roleBindings;

	ApiKeys(State state, RoleBindings roleBindings) {
		this.state = state;
		this.roleBindings = roleBindings;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.withId("list_project_api_keys", "GET", "/admin/projects/{id}/api-keys", this::list),
				Operation.withId("create_api_key", "POST", "/admin/projects/{id}/api-keys", this::create),
				Operation.withId("fetch_api_key", "GET", "/admin/api-keys/{id}", this::fetch),
				Operation.withId("update_api_key", "PATCH", "/admin/api-keys/{id}", this::update),
				Operation.withId("delete_api_key", "DELETE", "/admin/api-keys/{id}", this::delete));
	}

	ApiKey add(String projectId, String name, List<String> roles) {
		Project project = State.find(this.state.projects(), projectId, "project");
		return save(new ApiKey(State.newId(), name, project.id(), roles));
	}

	void deleteAll(Project project) {
		of(project).forEach(this::delete);
	}

	private Reply list(ApiRequest request, String projectId) {
		return Reply.ok(Map.of("data", of(State.find(this.state.projects(), projectId, "project"))));
	}

	private Reply create(ApiRequest request, String projectId) {
		State.find(this.state.projects(), projectId, "project");
		RequestBody body = RequestBody.of(request);
		ApiKey key = add(projectId, body.text("name", MAX_NAME_LENGTH),
				Objects.requireNonNullElse(body.optionalListOf("roles", Roles.API_KEY), DEFAULT_ROLES));
		String value = this.state.secrets().add("pckey_" + Secrets.randomText(3) + "_" + Secrets.randomText(32));
		return Reply.created(new ApiKeyWithSecret(key, value));
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply update(ApiRequest request, String id) {
		ApiKey key = find(id);
		RequestBody body = RequestBody.of(request);
		String name = Objects.requireNonNullElse(body.optionalText("name", MAX_NAME_LENGTH), key.name());
		List<String> roles = Objects.requireNonNullElse(body.optionalListOf("roles", Roles.API_KEY), key.roles());
		return Reply.ok(save(new ApiKey(id, name, key.projectId(), roles)));
	}

	private Reply delete(ApiRequest request, String id) {
		delete(find(id));
		return Reply.accepted();
	}

	private void delete(ApiKey key) {
		this.roleBindings.deleteFor(RoleBindings.API_KEY, key.id());
		this.state.apiKeys().remove(key.id());
	}

	private List<ApiKey> of(Project project) {
		return this.state.apiKeys().values().stream().filter((key) -> key.projectId().equals(project.id())).toList();
	}

	private ApiKey save(ApiKey key) {
		this.state.apiKeys().put(key.id(), key);
		return key;
	}

	private ApiKey find(String id) {
		return State.find(this.state.apiKeys(), id, "API key");
	}

	record ApiKeyWithSecret(ApiKey key, String value) {

		@Override
		public String toString() {
			return "ApiKeyWithSecret[key=" + this.key + ", value=***]";
		}

	}

}
