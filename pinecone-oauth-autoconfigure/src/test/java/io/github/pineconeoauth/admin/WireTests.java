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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.OpenApiDocument;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedOperation;
import io.github.pineconeoauth.testsupport.OpenApiDocument.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each method of each flavour sends the request that the OpenAPI document
 * describes. The server answers with the document's examples.
 */
class WireTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final OpenApiDocument DOCUMENT = OpenApiDocument.ofAdminApi();

	private static final Map<String, DocumentedOperation> OPERATIONS = DOCUMENT.operations();

	private static final Map<String, Schema> SCHEMAS = DOCUMENT.schemas();

	private static final String ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

	private static final RoleGrant ON_PROJECT = RoleGrant.onProject(ID, Role.PROJECT_EDITOR);

	private static final RoleGrant ON_ORGANIZATION = RoleGrant.onOrganization(Role.ORG_MEMBER);

	private static final RoleBindingFilter FILTER = RoleBindingFilter.none()
		.withPrincipal(PrincipalType.SERVICE_ACCOUNT, ID)
		.withProject("p+1")
		.withRole(Role.DATA_PLANE_EDITOR);

	private static final String FILTER_QUERY = "principal_type=service_account&principal_id=" + ID
			+ "&resource_type=project&resource_id=p%2B1&role=DataPlaneEditor";

	private static final LoopbackServer server = new LoopbackServer();

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callSendsWhatTheDocumentSays(Flavour flavour, Call call) {
		DocumentedOperation operation = Objects.requireNonNull(OPERATIONS.get(call.operation()));
		int before = server.requests("/").size();
		server.on("/", (request) -> exampleOf(operation));
		call.code().accept(flavour.create(server));
		assertThat(server.requests("/").stream().skip(before)).singleElement().satisfies((request) -> {
			assertThat(request.line()).isEqualTo(call.line());
			assertThat(request.header("Accept")).isEqualTo("application/json");
			assertMatches(request, operation);
			if (call.body().isEmpty()) {
				assertThat(request.body()).isEmpty();
				assertThat(request.header("Content-Type")).isEmpty();
			}
			else {
				assertThat(JSON.readTree(request.body())).isEqualTo(JSON.readTree(call.body()));
				assertThat(request.header("Content-Type")).isEqualTo("application/json");
			}
		});
	}

	@Test
	void callsUseAllMethods() {
		Set<String> called = new LinkedHashSet<>();
		CALLS.forEach((call) -> call.code().accept(RecordingAdmin.create(called)));
		assertThat(called).containsExactlyInAnyOrderElementsOf(RecordingAdmin.methods());
	}

	/**
	 * Together, the calls of an operation use all its parameters and properties.
	 */
	@Test
	void callsUseAllOperationsParametersAndProperties() {
		Map<String, Set<String>> used = new LinkedHashMap<>();
		Map<String, Set<String>> documented = new LinkedHashMap<>();
		OPERATIONS.forEach((id, operation) -> {
			Set<String> names = new LinkedHashSet<>(operation.queryParameters());
			String schema = operation.requestSchema();
			if (schema != null) {
				names.addAll(Objects.requireNonNull(SCHEMAS.get(schema)).properties());
			}
			documented.put(id, names);
		});
		for (Call call : CALLS) {
			Set<String> names = used.computeIfAbsent(call.operation(), (id) -> new LinkedHashSet<>());
			names.addAll(query(call.line()));
			if (!call.body().isEmpty()) {
				names.addAll(JSON.readTree(call.body()).propertyNames());
			}
		}
		assertThat(used).isEqualTo(documented);
	}

	private static Response exampleOf(DocumentedOperation operation) {
		String schema = operation.answerSchema();
		if (schema == null) {
			return new Response(operation.successStatus(), "");
		}
		ObjectNode example = Objects.requireNonNull(SCHEMAS.get(schema)).example();
		example.remove("pagination");
		return new Response(operation.successStatus(), example.toString());
	}

	private static void assertMatches(Request request, DocumentedOperation operation) {
		assertThat(request.method()).isEqualTo(operation.method());
		assertThat(request.uri().getRawPath()).matches(operation.path().replaceAll("\\{.*}", "[^/]+"));
		assertThat(operation.queryParameters()).containsAll(query(request.uri().toString()));
		String schema = operation.requestSchema();
		if (schema != null) {
			assertMatches(JSON.readTree(request.body()), Objects.requireNonNull(SCHEMAS.get(schema)));
		}
	}

	private static void assertMatches(JsonNode body, Schema schema) {
		assertThat(body.propertyNames()).isSubsetOf(schema.properties()).containsAll(schema.required());
		assertThat(body.values()).noneMatch(JsonNode::isNull);
		body.path("role_bindings")
			.values()
			.forEach((grant) -> assertMatches(grant, Objects.requireNonNull(SCHEMAS.get("RoleBindingInput"))));
	}

	private static Set<String> query(String uri) {
		return UriComponentsBuilder.fromUriString(uri.replaceFirst("^\\w+ ", "")).build().getQueryParams().keySet();
	}

	static Stream<Object[]> calls() {
		return Arrays.stream(Flavour.values())
			.flatMap((flavour) -> CALLS.stream().map((call) -> new Object[] { flavour, call }));
	}

	private static final List<Call> CALLS = new ArrayList<>();

	private static void call(String operation, String line, String body, Consumer<PineconeAdmin> code) {
		CALLS.add(new Call(operation, line, body, code));
	}

	static {
		call("list_organizations", "GET /admin/organizations", "", (admin) -> admin.organizations().list());
		call("fetch_organization", "GET /admin/organizations/-ExampleOrgId0000000", "",
				(admin) -> admin.organizations().get("-ExampleOrgId0000000"));
		call("fetch_organization", "GET /admin/organizations/" + ID, "", (admin) -> admin.organizations().find(ID));
		call("update_organization", "PATCH /admin/organizations/" + ID, """
				{"name": "new"}""", (admin) -> admin.organizations().update(ID, UpdateOrganizationRequest.of("new")));
		call("delete_organization", "DELETE /admin/organizations/" + ID, "",
				(admin) -> admin.organizations().delete(ID));

		call("list_projects", "GET /admin/projects", "", (admin) -> admin.projects().list());
		call("create_project", "POST /admin/projects", """
				{"name": "new"}""", (admin) -> admin.projects().create(CreateProjectRequest.of("new")));
		call("create_project", "POST /admin/projects", """
				{"name": "new", "max_pods": 0, "force_encryption_with_cmek": false}""", (admin) -> admin.projects()
			.create(CreateProjectRequest.of("new").withMaxPods(0).withForceEncryptionWithCmek(false)));
		call("fetch_project", "GET /admin/projects/" + ID, "", (admin) -> admin.projects().get(ID));
		call("fetch_project", "GET /admin/projects/a%20%2B%25%3B%3D%26%C3%A4", "",
				(admin) -> admin.projects().find("a +%;=&ä"));
		call("update_project", "PATCH /admin/projects/" + ID, """
				{"name": "new", "max_pods": 2, "force_encryption_with_cmek": true}""", (admin) -> admin.projects()
			.update(ID, UpdateProjectRequest.of().withName("new").withMaxPods(2).withForceEncryptionWithCmek(true)));
		call("update_project", "PATCH /admin/projects/" + ID, """
				{"max_pods": 0}""", (admin) -> admin.projects().update(ID, UpdateProjectRequest.of().withMaxPods(0)));
		call("delete_project", "DELETE /admin/projects/" + ID, "", (admin) -> admin.projects().delete(ID));

		call("list_project_api_keys", "GET /admin/projects/" + ID + "/api-keys", "",
				(admin) -> admin.apiKeys().list(ID));
		call("create_api_key", "POST /admin/projects/" + ID + "/api-keys", """
				{"name": "new"}""", (admin) -> admin.apiKeys().create(ID, CreateApiKeyRequest.of("new")));
		call("create_api_key", "POST /admin/projects/" + ID + "/api-keys", """
				{"name": "new", "roles": ["ProjectViewer", "NewRole"]}""", (admin) -> admin.apiKeys()
			.create(ID, CreateApiKeyRequest.of("new", Role.PROJECT_VIEWER, new Role("NewRole"))));
		call("create_api_key", "POST /admin/projects/" + ID + "/api-keys", """
				{"name": "new", "roles": []}""",
				(admin) -> admin.apiKeys().create(ID, CreateApiKeyRequest.of("new", new Role[0])));
		call("fetch_api_key", "GET /admin/api-keys/" + ID, "", (admin) -> admin.apiKeys().get(ID));
		call("fetch_api_key", "GET /admin/api-keys/" + ID, "", (admin) -> admin.apiKeys().find(ID));
		call("update_api_key", "PATCH /admin/api-keys/" + ID, """
				{"name": "new", "roles": ["ProjectViewer"]}""", (admin) -> admin.apiKeys()
			.update(ID, UpdateApiKeyRequest.of().withName("new").withRoles(Role.PROJECT_VIEWER)));
		call("update_api_key", "PATCH /admin/api-keys/" + ID, """
				{"roles": []}""", (admin) -> admin.apiKeys().update(ID, UpdateApiKeyRequest.of().withRoles()));
		call("delete_api_key", "DELETE /admin/api-keys/" + ID, "", (admin) -> admin.apiKeys().delete(ID));

		call("list_service_accounts", "GET /admin/service-accounts", "", (admin) -> admin.serviceAccounts().list());
		call("list_service_accounts", "GET /admin/service-accounts?limit=5&paginationToken=a%2Bb%2F%3D", "",
				(admin) -> admin.serviceAccounts().page(5, "a+b/="));
		call("create_service_account", "POST /admin/service-accounts", """
				{"name": "new"}""", (admin) -> admin.serviceAccounts().create(CreateServiceAccountRequest.of("new")));
		call("create_service_account", "POST /admin/service-accounts", """
				{"name": "new", "role_bindings": [
					{"resource_type": "project", "resource_id": "%s", "role": "ProjectEditor"},
					{"resource_type": "organization", "role": "OrgMember"}]}""".formatted(ID),
				(admin) -> admin.serviceAccounts()
					.create(CreateServiceAccountRequest.of("new", ON_PROJECT, ON_ORGANIZATION)));
		call("fetch_service_account", "GET /admin/service-accounts/" + ID, "",
				(admin) -> admin.serviceAccounts().get(ID));
		call("fetch_service_account", "GET /admin/service-accounts/" + ID, "",
				(admin) -> admin.serviceAccounts().find(ID));
		call("update_service_account", "PATCH /admin/service-accounts/" + ID, """
				{"name": "new"}""",
				(admin) -> admin.serviceAccounts().update(ID, UpdateServiceAccountRequest.of("new")));
		call("delete_service_account", "DELETE /admin/service-accounts/" + ID, "",
				(admin) -> admin.serviceAccounts().delete(ID));
		call("rotate_service_account_secret", "POST /admin/service-accounts/" + ID + "/rotate-secret", "",
				(admin) -> admin.serviceAccounts().rotateSecret(ID));

		call("list_role_bindings", "GET /admin/role-bindings", "", (admin) -> admin.roleBindings().list());
		call("list_role_bindings", "GET /admin/role-bindings?" + FILTER_QUERY, "",
				(admin) -> admin.roleBindings().list(FILTER));
		call("list_role_bindings", "GET /admin/role-bindings?principal_type=user&resource_type=organization", "",
				(admin) -> admin.roleBindings()
					.list(RoleBindingFilter.none().withPrincipal(PrincipalType.USER).withOrganization()));
		call("list_role_bindings", "GET /admin/role-bindings?" + FILTER_QUERY + "&limit=100&paginationToken=t", "",
				(admin) -> admin.roleBindings().page(FILTER, 100, "t"));
		call("create_role_binding", "POST /admin/role-bindings", """
				{"principal_type": "user", "principal_id": "%s", "resource_type": "project", "resource_id": "%s",
				"role": "ProjectEditor"}""".formatted(ID, ID), (admin) -> admin.roleBindings()
			.create(CreateRoleBindingRequest.of(PrincipalType.USER, ID, ON_PROJECT)));
		call("create_role_binding", "POST /admin/role-bindings", """
				{"principal_type": "invite", "principal_id": "%s", "resource_type": "organization",
				"role": "OrgMember"}""".formatted(ID), (admin) -> admin.roleBindings()
			.create(CreateRoleBindingRequest.of(PrincipalType.INVITE, ID, ON_ORGANIZATION)));
		call("fetch_role_binding", "GET /admin/role-bindings/" + ID, "", (admin) -> admin.roleBindings().get(ID));
		call("fetch_role_binding", "GET /admin/role-bindings/" + ID, "", (admin) -> admin.roleBindings().find(ID));
		call("delete_role_binding", "DELETE /admin/role-bindings/" + ID, "",
				(admin) -> admin.roleBindings().delete(ID));

		call("list_invites", "GET /admin/invites", "", (admin) -> admin.invites().list());
		call("list_invites", "GET /admin/invites?limit=1&paginationToken=t", "",
				(admin) -> admin.invites().page(1, "t"));
		call("create_invite", "POST /admin/invites", """
				{"email": "new@acme.com", "role_bindings": [{"resource_type": "organization", "role": "OrgMember"},
				{"resource_type": "project", "resource_id": "%s", "role": "ProjectEditor"}]}""".formatted(ID),
				(admin) -> admin.invites().create(CreateInviteRequest.of("new@acme.com", ON_ORGANIZATION, ON_PROJECT)));
		call("fetch_invite", "GET /admin/invites/" + ID, "", (admin) -> admin.invites().get(ID));
		call("fetch_invite", "GET /admin/invites/" + ID, "", (admin) -> admin.invites().find(ID));
		call("delete_invite", "DELETE /admin/invites/" + ID, "", (admin) -> admin.invites().delete(ID));
		call("resend_invite", "POST /admin/invites/" + ID + "/resend", "", (admin) -> admin.invites().resend(ID));

		call("list_users", "GET /admin/users", "", (admin) -> admin.users().list());
		call("list_users", "GET /admin/users?email=alice%2Bx%40example.com", "",
				(admin) -> admin.users().list("alice+x@example.com"));
		call("list_users", "GET /admin/users?email=a%40b&limit=7&paginationToken=t", "",
				(admin) -> admin.users().page("a@b", 7, "t"));
		call("list_users", "GET /admin/users", "", (admin) -> admin.users().page(null, null, null));
		call("fetch_user", "GET /admin/users/" + ID, "", (admin) -> admin.users().get(ID));
		call("fetch_user", "GET /admin/users/" + ID, "", (admin) -> admin.users().find(ID));
		call("delete_user", "DELETE /admin/users/" + ID, "", (admin) -> admin.users().delete(ID));
	}

	/**
	 * A call of a method.
	 *
	 * @param operation the ID of its operation
	 * @param line the request line to expect
	 * @param body the JSON to expect, or an empty string
	 * @param code the call
	 */
	record Call(String operation, String line, String body, Consumer<PineconeAdmin> code) {

		@Override
		public String toString() {
			return this.operation + ": " + this.line;
		}

	}

}
