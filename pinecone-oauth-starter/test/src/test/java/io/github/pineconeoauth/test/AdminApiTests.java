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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.pineconeoauth.test.TestClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the embedded Admin API behaves like Pinecone's.
 */
class AdminApiTests {

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private static final TestClient client = new TestClient(pinecone);

	private static final String MEMBER = """
			{"resource_type":"organization","role":"OrgMember"}""";

	private String projectId = "";

	@BeforeEach
	void reset() {
		pinecone.reset();
		this.projectId = pinecone.addProject("project");
	}

	@AfterAll
	static void close() {
		pinecone.close();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "Bearer ", "Bearer wrong", "Basic dGVzdDp0ZXN0", "bearer" })
	void requestWithoutValidTokenIsUnauthenticated(@Nullable String authorization) {
		assertError(client.exchange(authorization, "2026-07", "GET", "/admin/projects", null), 401, "UNAUTHENTICATED");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "latest", "2026-05" })
	void requestWithoutApiVersionIsInvalid(@Nullable String apiVersion) {
		assertError(client.exchange("Bearer " + client.token(), apiVersion, "GET", "/admin/projects", null), 400,
				"INVALID_ARGUMENT");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /", "GET, /admin/projects/", "PUT, /admin/projects", "GET, /admin/projects/1/2",
			"DELETE, /admin/users", "GET, /oauth/token", "POST, /admin/invites//resend" })
	void unknownOperationIsNotFoundWithCodeThatSaysSo(String method, String path) {
		assertError(client.exchange(method, path, null), 404, "UNIMPLEMENTED");
	}

	@Test
	void answersHaveRequestId() {
		assertThat(client.get("/admin/projects").headers().firstValue("x-pinecone-request-id")).isPresent();
		assertThat(client.get("/admin/projects/unknown").headers().firstValue("x-pinecone-request-id")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "[]", "null", "{}", "{\"name\":null}", "{\"name\":1}", "{\"name\":\"\"}",
			"{\"name\":\"x\",\"max_pods\":-1}", "{\"name\":\"x\",\"max_pods\":null}",
			"{\"name\":\"x\",\"force_encryption_with_cmek\":\"true\"}" })
	void createProjectRefusesInvalidBody(String json) {
		assertError(client.post("/admin/projects", json), 400, "INVALID_ARGUMENT");
	}

	@Test
	void createProjectUsesDefaults() {
		JsonNode project = client.post("/admin/projects", name("new")).json();
		assertThat(project.path("max_pods").intValue()).isZero();
		assertThat(project.path("force_encryption_with_cmek").booleanValue()).isFalse();
		assertThat(project.path("organization_id").stringValue()).isEqualTo(pinecone.organizationId());
	}

	@Test
	void createProjectLimitsNameTo512Characters() {
		assertThat(client.post("/admin/projects", name("x".repeat(512))).status()).isEqualTo(200);
		assertError(client.post("/admin/projects", name("x".repeat(513))), 400, "INVALID_ARGUMENT");
	}

	@Test
	void updateProjectChangesOnlyGivenFields() {
		client.patch(project(), "{\"max_pods\":3}");
		JsonNode project = client.get(project()).json();
		assertThat(project.path("name").stringValue()).isEqualTo("project");
		assertThat(project.path("max_pods").intValue()).isEqualTo(3);
		assertThat(client.patch(project(), "{}").json()).isEqualTo(project);
	}

	@Test
	void deleteProjectDeletesItsApiKeysAndRoleBindings() {
		String key = pinecone.addApiKey(this.projectId, "key", "ProjectEditor");
		String user = pinecone.addUser("ada@example.com", null, "OrgMember");
		String binding = bind("user", user, onProject("ProjectViewer")).id();
		assertThat(client.delete(project()).status()).isEqualTo(202);
		assertError(client.get(project()), 404, "NOT_FOUND");
		assertError(client.delete(project()), 404, "NOT_FOUND");
		assertError(client.get("/admin/api-keys/" + key), 404, "NOT_FOUND");
		assertError(client.get(project() + "/api-keys"), 404, "NOT_FOUND");
		assertError(client.get("/admin/role-bindings/" + binding), 404, "NOT_FOUND");
	}

	@Test
	void changeThatIsNotAllowedIsRefused() {
		assertError(client.delete("/admin/organizations/" + pinecone.organizationId()), 412, "FAILED_PRECONDITION");
		client.patch(project(), "{\"force_encryption_with_cmek\":true}");
		assertError(client.patch(project(), "{\"force_encryption_with_cmek\":false}"), 400, "INVALID_ARGUMENT");
		assertError(bind("robot", UUID.randomUUID().toString(), MEMBER), 400, "INVALID_ARGUMENT");
		assertError(bind("user", UUID.randomUUID().toString(), MEMBER), 404, "NOT_FOUND");
	}

	@Test
	void apiKeyValueIsShownOnce() {
		Answer created = client.post(project() + "/api-keys", name("key"));
		assertThat(created.json().path("value").stringValue()).matches("pckey_\\w+_\\w+");
		String id = created.json().at("/key/id").stringValue();
		assertThat(created.json().at("/key/roles/0").stringValue()).isEqualTo("ProjectEditor");
		assertThat(client.get("/admin/api-keys/" + id).json()).isEqualTo(created.json().path("key"));
	}

	@Test
	void updateApiKeyReplacesRoles() {
		String key = "/admin/api-keys/" + pinecone.addApiKey(this.projectId, "key", "ProjectEditor");
		assertThat(client.patch(key, "{\"roles\":[\"DataPlaneViewer\",\"DataPlaneEditor\"]}").json().path("roles"))
			.hasSize(2);
		assertThat(client.patch(key, name("renamed")).json().path("roles")).hasSize(2);
		assertThat(client.patch(key, "{\"roles\":[]}").json().path("roles")).isEmpty();
		assertError(client.patch(key, "{\"roles\":[\"OrgOwner\"]}"), 400, "INVALID_ARGUMENT");
		assertError(client.patch(key, "{\"roles\":[null]}"), 400, "INVALID_ARGUMENT");
	}

	@Test
	void serviceAccountComesAndGoesWithRoleBindings() {
		JsonNode account = client
			.post("/admin/service-accounts", "{\"name\":\"ci\",\"role_bindings\":[" + MEMBER + "]}")
			.json()
			.path("service_account");
		String id = account.path("id").stringValue();
		String filter = "/admin/role-bindings?principal_type=service_account&principal_id=" + id;
		JsonNode binding = client.get(filter).json().at("/data/0");
		assertThat(binding.path("role").stringValue()).isEqualTo("OrgMember");
		assertThat(binding.path("resource_id").stringValue()).isEqualTo(pinecone.organizationId());
		assertThat(client.delete("/admin/service-accounts/" + id).status()).isEqualTo(202);
		assertThat(ids(client.get(filter))).isEmpty();
	}

	@Test
	void updateServiceAccountChangesNameAndTime() {
		String account = "/admin/service-accounts/" + pinecone.addServiceAccount("ci").serviceAccountId();
		pinecone.advanceTime(Duration.ofMinutes(1));
		TestClient later = new TestClient(pinecone);
		JsonNode updated = later.patch(account, name("renamed")).json();
		assertThat(later.get(account).json()).isEqualTo(updated);
		assertThat(updated.path("name").stringValue()).isEqualTo("renamed");
		assertThat(Instant.parse(updated.path("updated_at").stringValue()))
			.isAfter(Instant.parse(updated.path("created_at").stringValue()));
	}

	@Test
	void serviceAccountIsNotCreatedWhenRoleBindingIsInvalid() {
		String project = UUID.randomUUID().toString();
		String json = "{\"name\":\"ci\",\"role_bindings\":[" + MEMBER + "," + onProject("ProjectEditor", project)
				+ "]}";
		int before = ids(client.get("/admin/service-accounts")).size();
		assertError(client.post("/admin/service-accounts", json), 400, "INVALID_ARGUMENT");
		assertError(
				client.post("/admin/service-accounts",
						"{\"name\":\"ci\",\"role_bindings\":[" + MEMBER + "," + MEMBER + "]}"),
				400, "INVALID_ARGUMENT");
		assertThat(ids(client.get("/admin/service-accounts"))).hasSize(before);
	}

	@Test
	void rotatedSecretReplacesOldOneAndItsTokens() {
		ServiceAccountCredentials account = pinecone.addServiceAccount("ci");
		String token = token(account.clientId(), account.clientSecret());
		JsonNode rotated = client.post("/admin/service-accounts/" + account.serviceAccountId() + "/rotate-secret", null)
			.json();
		String secret = rotated.path("client_secret").stringValue();
		assertThat(secret).isNotEqualTo(account.clientSecret());
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(token(account.clientId(), account.clientSecret())).isEmpty();
		assertThat(statusWith(token(account.clientId(), secret))).isEqualTo(200);
	}

	@Test
	void rotationOfDefaultAccountChangesItsSecret() {
		String secret = pinecone.clientSecret();
		String account = client.get("/admin/service-accounts").json().at("/data/0/id").stringValue();
		client.post("/admin/service-accounts/" + account + "/rotate-secret", null);
		assertThat(pinecone.clientSecret()).isNotEqualTo(secret);
		assertThat(client.get("/admin/projects").status()).isEqualTo(401);
	}

	@Test
	void tokensOfDeletedServiceAccountAreInvalid() {
		ServiceAccountCredentials account = pinecone.addServiceAccount("ci");
		String token = token(account.clientId(), account.clientSecret());
		client.delete("/admin/service-accounts/" + account.serviceAccountId());
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(token(account.clientId(), account.clientSecret())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"resource_type\":\"organization\",\"role\":\"ProjectEditor\"}",
			"{\"resource_type\":\"organization\",\"resource_id\":\"x\",\"role\":\"OrgMember\"}",
			"{\"resource_type\":\"project\",\"role\":\"ProjectEditor\"}",
			"{\"resource_type\":\"index\",\"role\":\"OrgMember\"}", "{\"resource_type\":\"organization\"}",
			"{\"role\":\"OrgMember\"}", "{\"resource_type\":\"organization\",\"role\":\"Emperor\"}" })
	void createRoleBindingRefusesInvalidGrant(String grant) {
		String user = pinecone.addUser("ada@example.com", null);
		assertError(bind("user", user, grant), 400, "INVALID_ARGUMENT");
	}

	@Test
	void duplicateRoleBindingAlreadyExists() {
		String user = pinecone.addUser("ada@example.com", null, "OrgMember");
		assertError(bind("user", user, MEMBER), 409, "ALREADY_EXISTS");
		assertThat(bind("user", user, MEMBER.replace("OrgMember", "OrgManager")).status()).isEqualTo(200);
	}

	@Test
	void lastOwnerStays() {
		JsonNode owner = client.get("/admin/role-bindings?role=OrgOwner").json().at("/data/0");
		String binding = "/admin/role-bindings/" + owner.path("id").stringValue();
		String user = "/admin/users/" + owner.path("principal_id").stringValue();
		assertError(client.delete(binding), 409, "ABORTED");
		assertError(client.delete(user), 409, "ABORTED");
		bind("user", pinecone.addUser("ada@example.com", null), MEMBER.replace("OrgMember", "OrgOwner"));
		assertThat(client.delete(user).status()).isEqualTo(202);
		assertError(client.get(binding), 404, "NOT_FOUND");
	}

	@Test
	void lastOrganizationRoleOfUserWithProjectRolesStays() {
		String user = pinecone.addUser("ada@example.com", null, "OrgMember");
		String member = "/admin/role-bindings/" + bindings("user", user).get(0);
		String viewer = "/admin/role-bindings/" + bind("user", user, onProject("ProjectViewer")).id();
		assertError(client.delete(member), 409, "ABORTED");
		assertThat(client.delete(viewer).status()).isEqualTo(202);
		assertThat(client.delete(member).status()).isEqualTo(202);
		assertThat(bindings("user", user)).isEmpty();
	}

	@Test
	void roleBindingFiltersAreCombined() {
		String user = pinecone.addUser("ada@example.com", null, "OrgMember");
		String viewer = bind("user", user, onProject("ProjectViewer")).id();
		bind("user", user, onProject("ProjectEditor"));
		String filter = "/admin/role-bindings?principal_type=user&principal_id=" + user
				+ "&resource_type=project&resource_id=" + this.projectId;
		assertThat(ids(client.get(filter))).hasSize(2);
		assertThat(ids(client.get(filter + "&role=ProjectViewer"))).containsExactly(viewer);
		assertThat(ids(client.get(filter + "&role=OrgMember"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "principal_id=x", "resource_id=x", "principal_type=robot", "role=Emperor",
			"role=OrgOwner&role=OrgMember", "limit=x", "paginationToken=unknown", "paginationToken=" })
	void listRoleBindingsRefusesInvalidQuery(String query) {
		assertError(client.get("/admin/role-bindings?" + query), 400, "INVALID_ARGUMENT");
	}

	@ParameterizedTest
	@CsvSource({ "users, 0", "users, 101", "invites, -1", "service-accounts, 10000000000", "role-bindings, 0" })
	void limitOutOfRangeIsRefused(String list, String limit) {
		assertError(client.get("/admin/" + list + "?limit=" + limit), 400, "OUT_OF_RANGE");
	}

	@Test
	void listHasPagesOf100ByDefault() {
		for (int i = 0; i < 100; i++) {
			pinecone.addServiceAccount("account-" + i);
		}
		Answer first = client.get("/admin/service-accounts");
		assertThat(ids(first)).hasSize(100);
		Answer last = client.get("/admin/service-accounts?paginationToken=" + nextToken(first));
		assertThat(ids(last)).hasSize(1);
		assertThat(last.json().has("pagination")).isFalse();
	}

	@Test
	void pagesHaveAllItemsOnce() {
		for (int i = 0; i < 6; i++) {
			pinecone.addServiceAccount("account-" + i);
		}
		List<String> all = ids(client.get("/admin/service-accounts"));
		List<String> paged = new ArrayList<>();
		Answer page = client.get("/admin/service-accounts?limit=3");
		paged.addAll(ids(page));
		while (page.json().has("pagination")) {
			page = client.get("/admin/service-accounts?limit=3&paginationToken=" + nextToken(page));
			paged.addAll(ids(page));
		}
		assertThat(paged).hasSize(7).isEqualTo(all);
	}

	@Test
	void paginationTokenHasToBeEncoded() {
		pinecone.addServiceAccount("ci");
		String token = client.get("/admin/service-accounts?limit=1").json().at("/pagination/next").stringValue();
		assertError(client.get("/admin/service-accounts?limit=1&paginationToken=" + token), 400, "INVALID_ARGUMENT");
	}

	@Test
	void paginationTokenIsValidForSameFiltersAndLimitOnly() {
		String user = pinecone.addUser("ada@example.com", null, "OrgMember", "OrgManager", "OrgBillingAdmin");
		String filter = "principal_type=user&principal_id=" + user;
		String token = nextToken(client.get("/admin/role-bindings?limit=1&" + filter));
		assertThat(client.get("/admin/role-bindings?" + filter + "&paginationToken=" + token + "&limit=1").status())
			.isEqualTo(200);
		assertError(client.get("/admin/role-bindings?limit=1&paginationToken=" + token), 400, "INVALID_ARGUMENT");
		assertError(client.get("/admin/role-bindings?limit=2&" + filter + "&paginationToken=" + token), 400,
				"INVALID_ARGUMENT");
		assertError(client.get("/admin/service-accounts?limit=1&paginationToken=" + token), 400, "INVALID_ARGUMENT");
	}

	@Test
	void inviteExpiresAndCanBeResent() {
		String invite = "/admin/invites/" + invite("ada@example.com").id();
		assertThat(client.get(invite).json().path("status").stringValue()).isEqualTo("pending");
		pinecone.advanceTime(Duration.ofDays(7));
		TestClient later = new TestClient(pinecone);
		assertThat(later.get(invite).json().path("status").stringValue()).isEqualTo("expired");
		assertThat(ids(later.get("/admin/invites"))).hasSize(1);
		assertError(later.post("/admin/invites", invitation("ADA@example.com", MEMBER)), 409, "ALREADY_EXISTS");
		JsonNode resent = later.post(invite + "/resend", null).json();
		assertThat(resent.path("status").stringValue()).isEqualTo("pending");
		assertThat(Instant.parse(resent.path("expires_at").stringValue()))
			.isAfter(Instant.parse(resent.path("created_at").stringValue()).plus(Duration.ofDays(13)));
	}

	@Test
	void pendingInviteOrMemberConflictsWithNewInvite() {
		String invite = invite("ada@example.com").id();
		Answer second = invite("Ada@Example.com");
		assertError(second, 409, "ALREADY_EXISTS");
		assertThat(second.json().at("/error/message").stringValue()).contains(invite);
		assertError(invite("owner@example.com"), 409, "ALREADY_EXISTS");
	}

	@Test
	void inviteNeedsRoleOnOrganizationAndAddress() {
		assertError(client.post("/admin/invites", invitation("ada@example.com", onProject("ProjectEditor"))), 400,
				"INVALID_ARGUMENT");
		assertError(client.post("/admin/invites", invitation("ada@example.com", "")), 400, "INVALID_ARGUMENT");
		assertError(invite("ada"), 400, "INVALID_ARGUMENT");
		assertError(invite("a".repeat(250) + "@example.com"), 400, "INVALID_ARGUMENT");
	}

	@Test
	void invitesAreLimitedTo100MailsPerHour() {
		String invite = "/admin/invites/" + invite("user0@example.com").id();
		for (int i = 1; i < 100; i++) {
			assertThat(invite("user" + i + "@example.com").status()).isEqualTo(200);
		}
		assertError(client.post(invite + "/resend", null), 429, "RESOURCE_EXHAUSTED");
		assertError(invite("user100@example.com"), 429, "RESOURCE_EXHAUSTED");
		pinecone.advanceTime(Duration.ofHours(1));
		TestClient later = new TestClient(pinecone);
		assertThat(later.post(invite + "/resend", null).status()).isEqualTo(200);
	}

	@Test
	void acceptedInviteBecomesUserWithItsRoleBindings() {
		String id = invite("ada@example.com").id();
		String user = pinecone.acceptInvite(id);
		assertThat(bindings("user", user)).hasSize(1);
		assertThat(bindings("invite", id)).isEmpty();
		assertThat(ids(client.get("/admin/invites"))).isEmpty();
		String invite = "/admin/invites/" + id;
		assertThat(client.get(invite).json().path("status").stringValue()).isEqualTo("processed");
		assertError(client.delete(invite), 409, "ALREADY_EXISTS");
		assertError(client.post(invite + "/resend", null), 409, "ALREADY_EXISTS");
		assertError(bind("invite", id, onProject("ProjectEditor")), 409, "ALREADY_EXISTS");
	}

	@Test
	void deletedInviteTakesItsRoleBindings() {
		String id = invite("ada@example.com").id();
		assertError(client.delete("/admin/role-bindings/" + bindings("invite", id).get(0)), 409, "ABORTED");
		assertThat(client.delete("/admin/invites/" + id).status()).isEqualTo(202);
		assertThat(bindings("invite", id)).isEmpty();
		assertError(client.delete("/admin/invites/" + id), 404, "NOT_FOUND");
	}

	@Test
	void usersAreFoundByEmailInAnyCase() {
		String user = pinecone.addUser("ada+test@example.com", "Ada", "OrgMember");
		assertThat(ids(client.get("/admin/users?email=" + TestClient.encode("ADA+test@example.com"))))
			.containsExactly(user);
		assertThat(ids(client.get("/admin/users?email=nobody@example.com"))).isEmpty();
		assertError(client.get("/admin/users?email=ada"), 400, "INVALID_ARGUMENT");
		assertError(client.get("/admin/users?email=" + "a".repeat(250) + "@example.com"), 400, "INVALID_ARGUMENT");
	}

	private String project() {
		return "/admin/projects/" + this.projectId;
	}

	private Answer invite(String email) {
		return client.post("/admin/invites", invitation(email, MEMBER));
	}

	private static String invitation(String email, String grants) {
		return "{\"email\":\"%s\",\"role_bindings\":[%s]}".formatted(email, grants);
	}

	private static Answer bind(String principalType, String principalId, String grant) {
		return client.post("/admin/role-bindings", "{\"principal_type\":\"%s\",\"principal_id\":\"%s\",%s"
			.formatted(principalType, principalId, grant.substring(1)));
	}

	private List<String> bindings(String principalType, String principalId) {
		return ids(client.get("/admin/role-bindings?principal_type=" + principalType + "&principal_id=" + principalId));
	}

	private String onProject(String role) {
		return onProject(role, this.projectId);
	}

	private static String onProject(String role, String projectId) {
		return """
				{"resource_type":"project","resource_id":"%s","role":"%s"}""".formatted(projectId, role);
	}

	private static String name(String name) {
		return "{\"name\":\"" + name + "\"}";
	}

	private static String token(String clientId, String clientSecret) {
		return client.requestToken(TestClient.tokenParameters(clientId, clientSecret))
			.json()
			.path("access_token")
			.stringValue("");
	}

	private static int statusWith(String token) {
		return client.exchange("Bearer " + token, "2026-07", "GET", "/admin/projects", null).status();
	}

	private static String nextToken(Answer page) {
		return TestClient.encode(page.json().at("/pagination/next").stringValue());
	}

	private static List<String> ids(Answer list) {
		assertThat(list.status()).as(list.body()).isEqualTo(200);
		return list.json().path("data").valueStream().map((item) -> item.path("id").stringValue()).toList();
	}

	private static void assertError(Answer answer, int status, String code) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.errorCode()).isEqualTo(code);
		assertThat(answer.json().path("status").intValue()).isEqualTo(status);
		assertThat(answer.json().at("/error/message").stringValue()).isNotBlank();
	}

}
