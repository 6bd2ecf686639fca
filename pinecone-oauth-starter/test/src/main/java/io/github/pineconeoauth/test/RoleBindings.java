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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Operations on role bindings.
 */
final class RoleBindings {

	static final String API_KEY = "api_key";

	static final String INVITE = "invite";

	static final String SERVICE_ACCOUNT = "service_account";

	static final String USER = "user";

	private static final Set<String> PRINCIPAL_TYPES = Set.of(API_KEY, INVITE, SERVICE_ACCOUNT, USER);

	private static final Set<String> RESOURCE_TYPES = Set.of(RoleGrant.ORGANIZATION, RoleGrant.PROJECT);

	private static final int MAX_ID_LENGTH = 512;

	private final State state;

	RoleBindings(State state) {
		this.state = state;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_role_bindings", "GET", "/admin/role-bindings", this::list),
				Operation.of("create_role_binding", "POST", "/admin/role-bindings", this::create),
				Operation.withId("fetch_role_binding", "GET", "/admin/role-bindings/{id}", this::fetch),
				Operation.withId("delete_role_binding", "DELETE", "/admin/role-bindings/{id}", this::delete));
	}

	/**
	 * Read the role bindings of a new principal. An unknown project is an invalid
	 * argument.
	 */
	List<RoleGrant> grants(List<RequestBody> inputs) {
		List<RoleGrant> grants = new ArrayList<>();
		for (RequestBody input : inputs) {
			RoleGrant grant = grant(input);
			if (grant.resourceType().equals(RoleGrant.PROJECT)
					&& !this.state.projects().containsKey(grant.resourceId())) {
				throw AdminApiException.invalidArgument("The project of a role binding does not exist.");
			}
			grants.add(grant);
		}
		if (new HashSet<>(grants).size() < grants.size()) {
			throw AdminApiException.invalidArgument("A role binding is repeated.");
		}
		return grants;
	}

	void bind(String principalType, String principalId, List<RoleGrant> grants) {
		grants.forEach((grant) -> bind(principalType, principalId, grant));
	}

	RoleBinding bind(String principalType, String principalId, RoleGrant grant) {
		RoleBinding binding = new RoleBinding(State.newId(), principalType, principalId, grant.resourceType(),
				grant.resourceId(), grant.role(), this.state.now());
		this.state.roleBindings().put(binding.id(), binding);
		return binding;
	}

	void deleteFor(String principalType, String principalId) {
		this.state.roleBindings().values().removeIf((binding) -> binding.isFor(principalType, principalId));
	}

	void deleteOn(String resourceType, String resourceId) {
		this.state.roleBindings().values().removeIf((binding) -> binding.isOn(resourceType, resourceId));
	}

	/**
	 * Transfer an invite's role bindings to the user who accepted it.
	 */
	void move(Invite invite, User user) {
		this.state.roleBindings()
			.replaceAll((id, binding) -> binding.isFor(INVITE, invite.id()) ? binding.withPrincipal(USER, user.id())
					: binding);
	}

	/**
	 * Return whether the organization has no other owner.
	 */
	boolean isLastOwner(String principalType, String principalId) {
		List<RoleBinding> owners = owners().toList();
		return !owners.isEmpty() && owners.stream().allMatch((owner) -> owner.isFor(principalType, principalId));
	}

	static AdminApiException lastOwner() {
		return AdminApiException.aborted("Cannot delete the last OrgOwner role binding for this organization.");
	}

	private Reply list(ApiRequest request) {
		String principalType = filter(request, "principal_type", PRINCIPAL_TYPES);
		String principalId = filter(request, "principal_id", "principal_type");
		String resourceType = filter(request, "resource_type", RESOURCE_TYPES);
		String resourceId = filter(request, "resource_id", "resource_type");
		String role = filter(request, "role", Roles.ALL);
		List<RoleBinding> bindings = this.state.roleBindings()
			.values()
			.stream()
			.filter((binding) -> matches(principalType, binding.principalType())
					&& matches(principalId, binding.principalId()) && matches(resourceType, binding.resourceType())
					&& matches(resourceId, binding.resourceId()) && matches(role, binding.role()))
			.toList();
		return this.state.pages().list(request, bindings, RoleBinding::id);
	}

	private Reply create(ApiRequest request) {
		RequestBody body = RequestBody.of(request);
		String principalType = body.oneOf("principal_type", PRINCIPAL_TYPES);
		String principalId = body.text("principal_id", MAX_ID_LENGTH);
		RoleGrant grant = grant(body);
		if (grant.resourceType().equals(RoleGrant.PROJECT)) {
			State.find(this.state.projects(), grant.resourceId(), "project");
		}
		checkPrincipal(principalType, principalId);
		boolean duplicate = principalBindings(principalType, principalId).anyMatch((other) -> other.grants(grant));
		if (duplicate) {
			throw AdminApiException.alreadyExists("A role binding with these attributes already exists.");
		}
		return Reply.ok(bind(principalType, principalId, grant));
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply delete(ApiRequest request, String id) {
		RoleBinding binding = find(id);
		if (owners().toList().equals(List.of(binding))) {
			throw lastOwner();
		}
		if (binding.isOnOrganization()) {
			checkMembership(binding);
		}
		this.state.roleBindings().remove(id);
		return Reply.accepted();
	}

	/**
	 * Check that a user with roles on projects, or an invite, keeps a role on the
	 * organization.
	 */
	private void checkMembership(RoleBinding binding) {
		List<RoleBinding> others = principalBindings(binding.principalType(), binding.principalId())
			.filter((other) -> !other.equals(binding))
			.toList();
		if (others.stream().anyMatch(RoleBinding::isOnOrganization)) {
			return;
		}
		if (binding.principalType().equals(INVITE)) {
			throw AdminApiException.aborted("Cannot delete the last organization-membership role binding for a pending"
					+ " invite; delete the invite instead.");
		}
		if (binding.principalType().equals(USER) && !others.isEmpty()) {
			throw AdminApiException
				.aborted("Cannot delete the last organization-membership role binding for this user.");
		}
	}

	private void checkPrincipal(String type, String id) {
		Map<String, ?> principals = switch (type) {
			case API_KEY -> this.state.apiKeys();
			case INVITE -> this.state.invites();
			case SERVICE_ACCOUNT -> this.state.serviceAccounts();
			default -> this.state.users();
		};
		if (State.find(principals, id, "principal") instanceof Invite invite && invite.isProcessed()) {
			throw AdminApiException.alreadyExists(
					"The invite has already been accepted; manage role bindings on the resulting user instead.");
		}
	}

	private RoleGrant grant(RequestBody body) {
		String resourceType = body.oneOf("resource_type", RESOURCE_TYPES);
		String resourceId = body.optionalText("resource_id", MAX_ID_LENGTH);
		boolean organization = resourceType.equals(RoleGrant.ORGANIZATION);
		if (organization == (resourceId != null)) {
			throw AdminApiException.invalidArgument(
					"The field resource_id is required for a project, and must be left out for the organization.");
		}
		String role = body.oneOf("role", organization ? Roles.ORGANIZATION : Roles.PROJECT);
		return new RoleGrant(resourceType, (resourceId != null) ? resourceId : this.state.organizationId(), role);
	}

	private Stream<RoleBinding> owners() {
		return this.state.roleBindings()
			.values()
			.stream()
			.filter((binding) -> binding.role().equals(Roles.ORG_OWNER) && !binding.principalType().equals(INVITE));
	}

	private Stream<RoleBinding> principalBindings(String type, String id) {
		return this.state.roleBindings().values().stream().filter((binding) -> binding.isFor(type, id));
	}

	private RoleBinding find(String id) {
		return State.find(this.state.roleBindings(), id, "role binding");
	}

	private static @Nullable String filter(ApiRequest request, String name, Set<String> values) {
		String value = request.parameter(name);
		if (value != null && !values.contains(value)) {
			throw AdminApiException.invalidArgument("The query parameter " + name + " has an unknown value.");
		}
		return value;
	}

	private static @Nullable String filter(ApiRequest request, String name, String requiredName) {
		String value = request.parameter(name);
		if (value != null && request.parameter(requiredName) == null) {
			throw AdminApiException.invalidArgument("The query parameter " + name + " requires " + requiredName + ".");
		}
		return value;
	}

	private static boolean matches(@Nullable String filter, String value) {
		return filter == null || filter.equals(value);
	}

}
