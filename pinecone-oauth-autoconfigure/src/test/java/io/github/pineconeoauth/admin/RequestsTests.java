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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that invalid requests are not sent and that descriptions contain no secret.
 */
class RequestsTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", ".", "..", "a/b", "/", "a\\b", "a?b", "#", "../projects" })
	void idThatWouldChangeTheUrlIsRefused(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> Operation.FETCH_PROJECT.request(id))
			.withMessageStartingWith("The ID must not be ");
	}

	@ParameterizedTest
	@EnumSource
	void emptyUpdateAndInvalidIdAreRefusedBeforeAnythingIsSent(Flavour flavour) {
		try (LoopbackServer server = new LoopbackServer()) {
			PineconeAdmin admin = flavour.create(server);
			List<Consumer<String>> calls = List.of(admin.projects()::get, admin.projects()::find,
					admin.projects()::delete, admin.apiKeys()::list, admin.serviceAccounts()::rotateSecret,
					admin.invites()::resend, (id) -> admin.apiKeys().create(id, CreateApiKeyRequest.of("name")),
					(id) -> admin.projects().update(id, UpdateProjectRequest.of().withName("name")));
			for (Consumer<String> call : calls) {
				assertThatIllegalArgumentException().isThrownBy(() -> call.accept(".."));
			}
			assertThatIllegalArgumentException()
				.isThrownBy(() -> admin.projects().update("id", UpdateProjectRequest.of()))
				.withMessage("The update must change something");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> admin.apiKeys().update("id", UpdateApiKeyRequest.of()));
			assertThatIllegalArgumentException().isThrownBy(() -> admin.users().list(" "));
			assertThat(server.requests("/")).isEmpty();
		}
	}

	@Test
	void blankValuesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CreateProjectRequest.of(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> UpdateOrganizationRequest.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> UpdateServiceAccountRequest.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> CreateApiKeyRequest.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> CreateServiceAccountRequest.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> RoleGrant.onProject(" ", Role.PROJECT_EDITOR));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CreateInviteRequest.of("", RoleGrant.onOrganization(Role.ORG_MEMBER)));
		assertThatIllegalArgumentException().isThrownBy(() -> new CreateInviteRequest("a@b", List.of()));
		assertThatIllegalArgumentException().isThrownBy(
				() -> CreateRoleBindingRequest.of(PrincipalType.USER, "", RoleGrant.onOrganization(Role.ORG_MEMBER)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RoleBindingFilter.none().withPrincipal(PrincipalType.USER, " "));
		assertThatIllegalArgumentException().isThrownBy(() -> RoleBindingFilter.none().withProject(" "));
	}

	@Test
	void filterWithAnIdNeedsItsKind() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleBindingFilter(null, "id", null, null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new RoleBindingFilter(null, null, null, "id", null));
	}

	@Test
	void filterForgetsAnIdWhenItsKindChanges() {
		RoleBindingFilter filter = RoleBindingFilter.none()
			.withPrincipal(PrincipalType.USER, "user")
			.withProject("project");
		assertThat(filter.withPrincipal(PrincipalType.INVITE).principalId()).isNull();
		assertThat(filter.withOrganization().resourceId()).isNull();
	}

	@Test
	void requestsKeepACopyOfTheirLists() {
		List<Role> roles = new ArrayList<>(List.of(Role.PROJECT_EDITOR));
		CreateApiKeyRequest request = new CreateApiKeyRequest("name", roles);
		roles.clear();
		assertThat(request.roles()).containsExactly(Role.PROJECT_EDITOR).isUnmodifiable();
	}

	@Test
	void descriptionsShowNoSecret() {
		ApiKey key = new ApiKey("id", "name", "project", List.of());
		assertThat(new ApiKeyWithSecret(key, "the-secret").toString()).contains("id", "name").doesNotContain("secret");
		ServiceAccount account = new ServiceAccount("id", "name", "client", null, null);
		assertThat(new ServiceAccountWithSecret(account, "the-secret").toString()).contains("id", "name")
			.doesNotContain("the-secret");
	}

	@ParameterizedTest
	@CsvSource({ "https://api.pinecone.io, https://api.pinecone.io/admin/projects",
			"https://api.pinecone.io/, https://api.pinecone.io/admin/projects",
			"http://[::1]:8080/proxy/p%20q/, http://[::1]:8080/proxy/p%20q/admin/projects" })
	void urlStartsWithThatOfTheClient(URI baseUrl, URI url) {
		assertThat(Operation.LIST_PROJECTS.request().url(AdminRequest.baseUrl(baseUrl))).isEqualTo(url);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "/", "api.pinecone.io", "//api.pinecone.io", "https:x", "https://api.pinecone.io?a=b" })
	void clientWithoutBaseUrlIsRefused(URI baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> AdminRequest.baseUrl(baseUrl))
			.withMessage("The client must have an absolute base URL without a query");
	}

}
