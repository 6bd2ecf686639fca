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

package io.github.pineconeoauth.samples.embedded;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.pineconeoauth.samples.embedded.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdminApi}.
 */
class AdminApiTests {

	private static final String NO_SUCH_ID = "00000000-0000-0000-0000-000000000000";

	private final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private final TestClient client = new TestClient(this.pinecone);

	private final String token = this.client.token();

	@AfterEach
	void close() {
		this.pinecone.close();
	}

	@Test
	void listOrganizationsGivesTheOneOfTheServiceAccount() {
		JsonNode organizations = get("/admin/organizations").path("data");
		assertThat(organizations).hasSize(1);
		assertThat(organizations.path(0).propertyNames()).containsExactlyInAnyOrder("id", "name", "plan",
				"payment_status", "created_at", "support_tier");
		assertThat(get("/admin/organizations/" + id(organizations.path(0)))).isEqualTo(organizations.path(0));
	}

	@Test
	void listProjectsGivesProjectsOfTheOrganization() {
		String organization = id(get("/admin/organizations").path("data").path(0));
		JsonNode projects = get("/admin/projects").path("data");
		assertThat(names(projects)).contains("chatbot-prod", "sandbox");
		assertThat(projects).allSatisfy((project) -> {
			assertThat(project.path("organization_id").stringValue()).isEqualTo(organization);
			assertThat(get("/admin/projects/" + id(project))).isEqualTo(project);
		});
	}

	@Test
	void listApiKeysOfAllProjectsGivesSeveralRolesAndNoValue() {
		Set<String> roles = new TreeSet<>();
		for (JsonNode project : get("/admin/projects").path("data")) {
			for (JsonNode apiKey : get(apiKeysOf(project)).path("data")) {
				assertThat(apiKey.propertyNames()).containsExactlyInAnyOrder("id", "name", "project_id", "roles");
				assertThat(apiKey.path("project_id")).isEqualTo(project.path("id"));
				assertThat(get("/admin/api-keys/" + id(apiKey))).isEqualTo(apiKey);
				apiKey.path("roles").forEach((role) -> roles.add(role.stringValue()));
			}
		}
		assertThat(roles).hasSizeGreaterThan(2);
	}

	@Test
	void createProjectWhenOnlyNamedHasDefaultsAndIsListed() {
		Answer created = exchange("POST", "/admin/projects", """
				{"name":"new"}""");
		assertThat(created.status()).isEqualTo(200);
		assertThat(created.json().path("max_pods").intValue(-1)).isZero();
		assertThat(created.json().path("force_encryption_with_cmek").booleanValue(true)).isFalse();
		assertThat(created.json().path("created_at").stringValue()).isNotBlank();
		assertThat(get("/admin/projects").path("data")).contains(created.json());
		assertThat(get(apiKeysOf(created.json())).path("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "no JSON", "{}", """
			{"name":null}""", """
			{"name":""}""", """
			{"name":"new","max_pods":"many"}""" })
	void createProjectWhenBodyIsWrongIsRefused(String body) {
		JsonNode before = get("/admin/projects");
		assertRefused(exchange("POST", "/admin/projects", body), 400, "INVALID_ARGUMENT");
		assertThat(get("/admin/projects")).isEqualTo(before);
	}

	@Test
	void createProjectWhenNameIsTooLongIsRefused() {
		assertThat(exchange("POST", "/admin/projects", named("x".repeat(512))).status()).isEqualTo(200);
		assertRefused(exchange("POST", "/admin/projects", named("x".repeat(513))), 400, "INVALID_ARGUMENT");
	}

	@Test
	void updateProjectChangesWhatIsGivenAndNothingElse() {
		JsonNode project = project("chatbot-prod");
		Answer updated = exchange("PATCH", "/admin/projects/" + id(project), """
				{"max_pods":3,"force_encryption_with_cmek":true}""");
		assertThat(updated.status()).isEqualTo(200);
		assertThat(updated.json().path("name")).isEqualTo(project.path("name"));
		assertThat(updated.json().path("max_pods").intValue()).isEqualTo(3);
		assertThat(updated.json().path("created_at")).isEqualTo(project.path("created_at"));
		assertThat(project("chatbot-prod")).isEqualTo(updated.json());
	}

	@Test
	void updateProjectWhenEncryptionIsEnabledCannotDisableIt() {
		String path = "/admin/projects/" + id(project("sandbox"));
		exchange("PATCH", path, """
				{"force_encryption_with_cmek":true}""");
		assertRefused(exchange("PATCH", path, """
				{"force_encryption_with_cmek":false}"""), 400, "INVALID_ARGUMENT");
	}

	@Test
	void deleteProjectDeletesItsApiKeysAndNoOthers() {
		JsonNode project = project("chatbot-prod");
		JsonNode apiKey = get(apiKeysOf(project)).path("data").path(0);
		JsonNode other = get(apiKeysOf(project("chatbot-staging"))).path("data").path(0);
		Answer deleted = exchange("DELETE", "/admin/projects/" + id(project), null);
		assertThat(deleted.status()).isEqualTo(202);
		assertThat(deleted.body()).isEmpty();
		assertThat(names(get("/admin/projects").path("data"))).doesNotContain("chatbot-prod");
		assertRefused(exchange("GET", "/admin/api-keys/" + id(apiKey), null), 404, "NOT_FOUND");
		assertThat(get("/admin/api-keys/" + id(other))).isEqualTo(other);
	}

	@Test
	void createApiKeyTellsItsValueOnce() {
		JsonNode project = project("sandbox");
		Answer created = exchange("POST", apiKeysOf(project), """
				{"name":"new","roles":["DataPlaneEditor","ControlPlaneViewer"]}""");
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.json().path("value").stringValue()).matches("pckey_[^_]+_[^_]+");
		JsonNode apiKey = created.json().path("key");
		assertThat(get(apiKeysOf(project)).path("data")).containsExactly(apiKey);
		assertThat(get("/admin/api-keys/" + id(apiKey))).isEqualTo(apiKey);
		assertThat(apiKey.toString()).doesNotContain("pckey_");
	}

	@Test
	void createApiKeyWhenOnlyNamedIsProjectEditor() {
		Answer created = exchange("POST", apiKeysOf(project("sandbox")), named("new"));
		assertThat(created.json().path("key").path("roles").toString()).isEqualTo("[\"ProjectEditor\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", """
			{"name":""}""", """
			{"name":"new","roles":["Owner"]}""", """
			{"name":"new","roles":[null]}""", """
			{"name":"new","roles":"ProjectEditor"}""" })
	void createApiKeyWhenBodyIsWrongIsRefused(String body) {
		JsonNode project = project("sandbox");
		assertRefused(exchange("POST", apiKeysOf(project), body), 400, "INVALID_ARGUMENT");
		assertThat(get(apiKeysOf(project)).path("data")).isEmpty();
	}

	@Test
	void createApiKeyWhenNameIsTooLongIsRefused() {
		String path = apiKeysOf(project("sandbox"));
		assertThat(exchange("POST", path, named("x".repeat(80))).status()).isEqualTo(201);
		assertRefused(exchange("POST", path, named("x".repeat(81))), 400, "INVALID_ARGUMENT");
	}

	@Test
	void updateApiKeyChangesNameAndKeepsRoles() {
		JsonNode apiKey = get(apiKeysOf(project("chatbot-prod"))).path("data").path(0);
		Answer updated = exchange("PATCH", "/admin/api-keys/" + id(apiKey), named("renamed"));
		assertThat(updated.status()).isEqualTo(200);
		assertThat(updated.json().path("name").stringValue()).isEqualTo("renamed");
		assertThat(updated.json().path("roles")).isEqualTo(apiKey.path("roles"));
		assertThat(get("/admin/api-keys/" + id(apiKey))).isEqualTo(updated.json());
	}

	@Test
	void deleteApiKeyTakesItOffTheList() {
		String path = apiKeysOf(project("chatbot-prod"));
		JsonNode apiKey = get(path).path("data").path(0);
		assertThat(exchange("DELETE", "/admin/api-keys/" + id(apiKey), null).status()).isEqualTo(202);
		assertThat(get(path).path("data")).isNotEmpty().doesNotContain(apiKey);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /admin/organizations/", "GET, /admin/projects/", "PATCH, /admin/projects/",
			"DELETE, /admin/projects/", "GET, /admin/api-keys/", "PATCH, /admin/api-keys/",
			"DELETE, /admin/api-keys/" })
	void operationWhenIdIsUnknownIsNotFound(String method, String path) {
		assertRefused(exchange(method, path + NO_SUCH_ID, "{}"), 404, "NOT_FOUND");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST" })
	void apiKeysWhenProjectIsUnknownAreNotFound(String method) {
		assertRefused(exchange(method, "/admin/projects/" + NO_SUCH_ID + "/api-keys", named("new")), 404, "NOT_FOUND");
	}

	@Test
	void operationWhenThereIsNoneIsNotFound() {
		assertRefused(exchange("GET", "/admin/indexes", null), 404, "NOT_FOUND");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "Bearer ", "Bearer unknown", "Basic dXNlcjpwYXNz" })
	void operationWhenTokenIsMissingOrUnknownIsUnauthorized(@Nullable String authorization) {
		assertRefused(this.client.exchange(authorization, "2026-04", "GET", "/admin/projects", null), 401,
				"UNAUTHENTICATED");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "latest" })
	void operationWhenApiVersionIsMissingOrNoneIsRefused(@Nullable String apiVersion) {
		assertRefused(this.client.exchange("Bearer " + this.token, apiVersion, "GET", "/admin/projects", null), 400,
				"INVALID_ARGUMENT");
	}

	private JsonNode project(String name) {
		return get("/admin/projects").path("data")
			.valueStream()
			.filter((project) -> name.equals(project.path("name").stringValue()))
			.findFirst()
			.orElseThrow();
	}

	private JsonNode get(String path) {
		Answer answer = exchange("GET", path, null);
		assertThat(answer.status()).isEqualTo(200);
		return answer.json();
	}

	private Answer exchange(String method, String path, @Nullable String body) {
		return this.client.exchange(this.token, method, path, body);
	}

	private static String apiKeysOf(JsonNode project) {
		return "/admin/projects/" + id(project) + "/api-keys";
	}

	private static String id(JsonNode node) {
		return node.path("id").stringValue();
	}

	private static List<String> names(JsonNode nodes) {
		return nodes.valueStream().map((node) -> node.path("name").stringValue()).toList();
	}

	private static String named(String name) {
		return "{\"name\":\"" + name + "\"}";
	}

	private static void assertRefused(Answer answer, int status, String code) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.json().path("status").intValue()).isEqualTo(status);
		assertThat(answer.json().path("error").path("code").stringValue()).isEqualTo(code);
		assertThat(answer.json().path("error").path("message").stringValue()).isNotBlank();
	}

}
