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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.Documentation;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the recipes of the README, word for word.
 */
class RecipesTests {

	private static final Set<String> RECIPES = Set.of("allApiKeys", "changeRole", "deleteIfExists", "rotateOwnSecret",
			"onboard");

	private static final String PROJECT = """
			{"id": "%s", "name": "name", "organization_id": "o"}""";

	private static final String API_KEY = """
			{"id": "%s", "name": "name", "project_id": "%s", "roles": ["ProjectEditor"]}""";

	private static final String ROLE_BINDING = """
			{"id": "%s", "principal_type": "user", "principal_id": "u", "resource_type": "project",
			"resource_id": "p", "role": "%s"}""";

	private static final String SERVICE_ACCOUNT = """
			{"id": "%s", "name": "name", "client_id": "%s"}""";

	@RegisterExtension
	final LoopbackServer server = new LoopbackServer();

	private final PineconeAdmin admin = Flavour.BLOCKING.create(this.server);

	private final ReactivePineconeAdmin reactiveAdmin = ReactivePineconeAdmin
		.create(WebClient.create(this.server.uri("").toString()), RetrySettings.defaults());

	@Test
	void listAllApiKeysOfTheOrganization() {
		reply(Map.of("GET /admin/projects", list(PROJECT.formatted("p1"), PROJECT.formatted("p2")),
				"GET /admin/projects/p1/api-keys", list(API_KEY.formatted("k1", "p1"), API_KEY.formatted("k2", "p1")),
				"GET /admin/projects/p2/api-keys", list(API_KEY.formatted("k3", "p2"))));
		assertThat(allApiKeys(this.admin)).extracting(ApiKey::id).containsExactly("k1", "k2", "k3");
		assertThat(this.reactiveAdmin.projects()
			.list()
			.concatMap((project) -> this.reactiveAdmin.apiKeys().list(project.id()))
			.map(ApiKey::id)
			.collectList()
			.block(Flavour.TIMEOUT)).containsExactly("k1", "k2", "k3");
	}

	private List<ApiKey> allApiKeys(PineconeAdmin admin) {
		return admin.projects()
			.list()
			.stream()
			.flatMap((project) -> admin.apiKeys().list(project.id()).stream())
			.toList();
	}

	@Test
	void changeTheRoleOfAUser() {
		reply(Map.of("GET /admin/role-bindings?principal_type=user&principal_id=u&resource_type=project&resource_id=p",
				list(ROLE_BINDING.formatted("old", "ProjectOwner"), ROLE_BINDING.formatted("same", "ProjectViewer")),
				"POST /admin/role-bindings", Response.error(409, "ALREADY_EXISTS"), "DELETE /admin/role-bindings/old",
				new Response(202, "")));
		changeRole(this.admin, "u", "p", Role.PROJECT_VIEWER);
		assertThat(this.server.requests("/")).extracting(Request::method).containsExactly("GET", "POST", "DELETE");
	}

	/**
	 * Grant the new role before revoking the old ones. Otherwise the user would have no
	 * role for a moment, and the server may refuse to revoke the last one.
	 */
	private void changeRole(PineconeAdmin admin, String userId, String projectId, Role role) {
		List<RoleBinding> old = admin.roleBindings()
			.list(RoleBindingFilter.none().withPrincipal(PrincipalType.USER, userId).withProject(projectId));
		try {
			admin.roleBindings()
				.create(CreateRoleBindingRequest.of(PrincipalType.USER, userId, RoleGrant.onProject(projectId, role)));
		}
		catch (PineconeAdminException ex) {
			if (!ex.isConflict()) {
				throw ex;
			}
		}
		old.stream()
			.filter((binding) -> !binding.role().equals(role))
			.forEach((binding) -> admin.roleBindings().delete(binding.id()));
	}

	@Test
	void deleteAnApiKeyIfItExists() {
		this.server.on("/", new Response(202, ""), Response.error(404, "NOT_FOUND"));
		deleteIfExists(this.admin, "k1");
		deleteIfExists(this.admin, "k1");
		assertThat(this.server.requests("/")).hasSize(2);
	}

	private void deleteIfExists(PineconeAdmin admin, String apiKeyId) {
		try {
			admin.apiKeys().delete(apiKeyId);
		}
		catch (PineconeAdminException ex) {
			if (!ex.isNotFound()) {
				throw ex;
			}
		}
	}

	@Test
	void rotateTheOwnSecret() {
		reply(Map.of("GET /admin/service-accounts",
				list(SERVICE_ACCOUNT.formatted("s1", "c1"), SERVICE_ACCOUNT.formatted("s2", "c2")),
				"POST /admin/service-accounts/s2/rotate-secret", new Response(200, """
						{"service_account": %s, "client_secret": "the-new-secret"}"""
					.formatted(SERVICE_ACCOUNT.formatted("s2", "c2")))));
		Map<String, String> vault = new LinkedHashMap<>();
		rotateOwnSecret(this.admin, "c2", vault::put);
		assertThat(vault).containsExactly(Map.entry("c2", "the-new-secret"));
	}

	/**
	 * Find the service account by its client ID, which is not its ID. Store the new
	 * secret before any other call, since the old secret is revoked within seconds.
	 */
	private void rotateOwnSecret(PineconeAdmin admin, String clientId, BiConsumer<String, String> store) {
		ServiceAccount self = admin.serviceAccounts()
			.list()
			.stream()
			.filter((account) -> account.clientId().equals(clientId))
			.findFirst()
			.orElseThrow();
		ServiceAccountWithSecret rotated = admin.serviceAccounts().rotateSecret(self.id());
		store.accept(clientId, rotated.clientSecret());
	}

	@Test
	void onboardATenant() {
		reply(Map.of("POST /admin/projects", new Response(200, PROJECT.formatted("p")),
				"POST /admin/projects/p/api-keys",
				new Response(201, "{\"key\": " + API_KEY.formatted("k", "p") + ", \"value\": \"pckey_value\"}"),
				"POST /admin/invites", new Response(200, """
						{"id": "i", "email": "owner@tenant.example", "status": "pending"}""")));
		assertThat(onboard(this.admin, "tenant", "owner@tenant.example")).isEqualTo("pckey_value");
		assertThat(this.server.requests("/")).extracting((request) -> request.uri().toString())
			.containsExactly("/admin/projects", "/admin/projects/p/api-keys", "/admin/invites");
		assertThat(this.server.requests("/").get(2).body()).contains("\"OrgMember\"", "\"ProjectOwner\"");
	}

	private String onboard(PineconeAdmin admin, String tenant, String email) {
		Project project = admin.projects().create(CreateProjectRequest.of(tenant));
		ApiKeyWithSecret apiKey = admin.apiKeys()
			.create(project.id(), CreateApiKeyRequest.of(tenant + "-app", Role.DATA_PLANE_EDITOR));
		admin.invites()
			.create(CreateInviteRequest.of(email, RoleGrant.onOrganization(Role.ORG_MEMBER),
					RoleGrant.onProject(project.id(), Role.PROJECT_OWNER)));
		return apiKey.value();
	}

	@Test
	@Tag("sources")
	void readmeHasTheseRecipes() throws IOException {
		Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
		String source = normalize(Files
			.readString(module.resolve("src/test/java").resolve(getClass().getName().replace('.', '/') + ".java")));
		assertThat(Documentation.snippets()).filteredOn((snippet) -> RECIPES.contains(snippet.name()))
			.hasSize(5)
			.allSatisfy((recipe) -> assertThat(source).contains(normalize(recipe.code())));
	}

	private static String normalize(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

	private void reply(Map<String, Response> replies) {
		this.server.on("/", (request) -> replies.getOrDefault(request.line(), Response.error(500, "UNEXPECTED")));
	}

	private static Response list(String... items) {
		return new Response(200, "{\"data\": [" + String.join(",", Stream.of(items).toList()) + "]}");
	}

}
