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
import java.util.UUID;
import java.util.stream.Stream;

import io.github.pineconeoauth.test.TestClient.Answer;
import io.github.pineconeoauth.testsupport.OpenApiDocument;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedOperation;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the embedded Admin API answers as the OpenAPI document says, with each
 * status of each operation.
 */
class AdminDocumentTests {

	private static final OpenApiDocument document = OpenApiDocument.ofAdminApi();

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private static final TestClient client = new TestClient(pinecone);

	private static final Map<String, String> BODIES = Map.of("update_organization", """
			{"name":"Renamed"}""", "create_project", """
			{"name":"new","max_pods":1,"force_encryption_with_cmek":true}""", "update_project", """
			{"name":"renamed","max_pods":2,"force_encryption_with_cmek":true}""", "create_api_key", """
			{"name":"new","roles":["DataPlaneViewer"]}""", "update_api_key", """
			{"name":"renamed","roles":["ControlPlaneEditor"]}""", "create_service_account", """
			{"name":"new","role_bindings":[{"resource_type":"organization","role":"OrgMember"}]}""",
			"update_service_account", """
					{"name":"renamed"}""", "create_invite",
			"""
					{"email":"new@example.com","role_bindings":[{"resource_type":"organization","role":"OrgMember"}]}""");

	private String projectId = "";

	private String userId = "";

	private String inviteId = "";

	private Map<String, String> ids = Map.of();

	@BeforeEach
	void addContent() {
		pinecone.reset();
		this.projectId = pinecone.addProject("project");
		this.userId = pinecone.addUser("ada@example.com", "Ada", "OrgMember");
		this.inviteId = client.post("/admin/invites", """
				{"email":"bob@example.com","role_bindings":[{"resource_type":"organization","role":"OrgMember"}]}""")
			.id();
		String bindingId = client.post("/admin/role-bindings", roleBinding("ProjectViewer")).id();
		this.ids = Map.of("{organization_id}", pinecone.organizationId(), "{project_id}", this.projectId,
				"{api_key_id}", pinecone.addApiKey(this.projectId, "key", "ProjectEditor"), "{service_account_id}",
				pinecone.addServiceAccount("account").serviceAccountId(), "{role_binding_id}", bindingId, "{invite_id}",
				this.inviteId, "{user_id}", this.userId);
	}

	@AfterAll
	static void close() {
		pinecone.close();
	}

	@Test
	void documentHas32Operations() {
		assertThat(document.operations()).hasSize(32);
	}

	static Stream<DocumentedResponse> responses() {
		return document.operations().values().stream().flatMap(DocumentedOperation::responses);
	}

	@ParameterizedTest
	@MethodSource("responses")
	void answerIsAsDocumented(DocumentedResponse response) {
		DocumentedOperation operation = response.operation();
		Answer answer = provoke(operation, response.status());
		assertThat(Integer.toString(answer.status())).as(answer.body())
			.matches(response.status().equals("4XX") ? "4\\d\\d" : response.status());
		assertThat(document.validateResponse(response, body(answer))).as(answer.body()).isEmpty();
		List<RecordedRequest> requests = pinecone.requests();
		assertThat(requests.get(requests.size() - 1).operation()).isEqualTo(operation.id());
	}

	static Stream<DocumentedResponse> lists() {
		return responses()
			.filter((response) -> response.operation().id().startsWith("list_") && response.status().equals("200"));
	}

	@ParameterizedTest
	@MethodSource("lists")
	void emptyListsAndOmittedFieldsAreAsDocumented(DocumentedResponse response) {
		client.delete("/admin/api-keys/" + this.ids.get("{api_key_id}"));
		client.delete("/admin/invites/" + this.inviteId);
		pinecone.addUser("nameless@example.com", null, "OrgMember");
		Answer answer = send(response.operation(), this.ids, null);
		assertThat(document.validateResponse(response, body(answer))).as(answer.body()).isEmpty();
	}

	/**
	 * Send a request that has to be answered with the given status.
	 */
	private Answer provoke(DocumentedOperation operation, String status) {
		switch (status) {
			case "401" -> {
				return client.exchange(null, "2026-07", operation.method(), path(operation, this.ids),
						validBody(operation));
			}
			case "403", "500" -> pinecone.failAdminRequests(1, Integer.parseInt(status));
			case "4XX" -> pinecone.failAdminRequests(1, 412);
			case "404" -> {
				return provokeNotFound(operation);
			}
			case "400" -> {
				return provokeBadRequest(operation);
			}
			case "409" -> {
				return provokeConflict(operation);
			}
			case "429" -> {
				return provokeTooManyRequests(operation);
			}
			default -> {
				return succeed(operation);
			}
		}
		return send(operation, this.ids, validBody(operation));
	}

	private Answer succeed(DocumentedOperation operation) {
		if (operation.id().equals("delete_organization")) {
			client.delete("/admin/projects/" + this.projectId);
		}
		String body = validBody(operation);
		JsonNode json = (body != null) ? JsonMapper.shared().readTree(body) : null;
		assertThat(document.validateRequest(operation, json)).isEmpty();
		return send(operation, this.ids, body);
	}

	private Answer provokeNotFound(DocumentedOperation operation) {
		if (operation.id().equals("create_project")) {
			client.delete("/admin/projects/" + this.projectId);
			client.delete("/admin/organizations/" + pinecone.organizationId());
			return send(operation, this.ids, validBody(operation));
		}
		if (operation.id().equals("create_role_binding")) {
			return send(operation, this.ids,
					roleBinding("ProjectEditor").replace(this.projectId, UUID.randomUUID().toString()));
		}
		Map<String, String> unknownIds = Map.of(operation.path().replaceAll("[^{]*(\\{[^}]+}).*", "$1"),
				UUID.randomUUID().toString());
		return send(operation, unknownIds, validBody(operation));
	}

	private Answer provokeBadRequest(DocumentedOperation operation) {
		if (operation.method().equals("GET")) {
			return client.get(operation.path() + "?limit=0");
		}
		return send(operation, this.ids, """
				{"name":"","email":""}""");
	}

	private Answer provokeConflict(DocumentedOperation operation) {
		switch (operation.id()) {
			case "create_role_binding", "create_invite" -> send(operation, this.ids, validBody(operation));
			case "delete_role_binding" -> {
				return send(operation, Map.of("{role_binding_id}", owner().path("id").stringValue()), null);
			}
			case "delete_user" -> {
				return send(operation, Map.of("{user_id}", owner().path("principal_id").stringValue()), null);
			}
			default -> pinecone.acceptInvite(this.inviteId);
		}
		return send(operation, this.ids, validBody(operation));
	}

	private Answer provokeTooManyRequests(DocumentedOperation operation) {
		Answer answer = send(operation, this.ids, null);
		for (int i = 0; i < 100 && answer.status() == 200; i++) {
			answer = send(operation, this.ids, null);
		}
		return answer;
	}

	private JsonNode owner() {
		return client.get("/admin/role-bindings?role=OrgOwner").json().at("/data/0");
	}

	private @Nullable String validBody(DocumentedOperation operation) {
		return operation.id().equals("create_role_binding") ? roleBinding("ProjectEditor") : BODIES.get(operation.id());
	}

	private String roleBinding(String role) {
		return """
				{"principal_type":"user","principal_id":"%s","resource_type":"project","resource_id":"%s","role":"%s"}"""
			.formatted(this.userId, this.projectId, role);
	}

	private static Answer send(DocumentedOperation operation, Map<String, String> ids, @Nullable String body) {
		return client.exchange(operation.method(), path(operation, ids), body);
	}

	private static String path(DocumentedOperation operation, Map<String, String> ids) {
		String path = operation.path();
		for (Map.Entry<String, String> id : ids.entrySet()) {
			path = path.replace(id.getKey(), id.getValue());
		}
		return path;
	}

	private static @Nullable JsonNode body(Answer answer) {
		return answer.body().isEmpty() ? null : answer.json();
	}

}
