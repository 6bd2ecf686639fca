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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Filter for role bindings (OpenAPI operation {@code list_role_bindings}). All criteria
 * must match.
 *
 * @param principalType the kind of principal, or {@code null} for any
 * @param principalId the ID of the principal, or {@code null} for any
 * @param resourceType the kind of resource, or {@code null} for any
 * @param resourceId the ID of the resource, or {@code null} for any
 * @param role the role, or {@code null} for any
 * @since 0.1.0
 */
public record RoleBindingFilter(@Nullable PrincipalType principalType, @Nullable String principalId,
		@Nullable ResourceType resourceType, @Nullable String resourceId, @Nullable Role role) {

	private static final RoleBindingFilter NONE = new RoleBindingFilter(null, null, null, null, null);

	/**
	 * Create a new filter. Prefer {@link #none()}: components may be added in any
	 * release.
	 * @throws IllegalArgumentException if an ID is given without its type
	 */
	public RoleBindingFilter {
		Assert.isTrue(principalId == null || principalType != null, "'principalId' needs a 'principalType'");
		Assert.isTrue(resourceId == null || resourceType != null, "'resourceId' needs a 'resourceType'");
	}

	/**
	 * Return a filter that every role binding matches.
	 * @return the filter
	 */
	public static RoleBindingFilter none() {
		return NONE;
	}

	/**
	 * Return a copy that selects a kind of principal.
	 * @param type the kind
	 * @return the copy
	 */
	public RoleBindingFilter withPrincipal(PrincipalType type) {
		return new RoleBindingFilter(type, null, this.resourceType, this.resourceId, this.role);
	}

	/**
	 * Return a copy that selects a principal.
	 * @param type its kind
	 * @param id its ID; for a service account, not its client ID
	 * @return the copy
	 * @throws IllegalArgumentException if the ID is blank
	 */
	public RoleBindingFilter withPrincipal(PrincipalType type, String id) {
		Assert.hasText(id, "'id' must not be blank");
		return new RoleBindingFilter(type, id, this.resourceType, this.resourceId, this.role);
	}

	/**
	 * Return a copy that selects the organization as resource.
	 * @return the copy
	 */
	public RoleBindingFilter withOrganization() {
		return new RoleBindingFilter(this.principalType, this.principalId, ResourceType.ORGANIZATION, null, this.role);
	}

	/**
	 * Return a copy that selects a project as resource.
	 * @param id its ID
	 * @return the copy
	 * @throws IllegalArgumentException if the ID is blank
	 */
	public RoleBindingFilter withProject(String id) {
		Assert.hasText(id, "'id' must not be blank");
		return new RoleBindingFilter(this.principalType, this.principalId, ResourceType.PROJECT, id, this.role);
	}

	/**
	 * Return a copy that selects a role.
	 * @param role the role
	 * @return the copy
	 */
	public RoleBindingFilter withRole(Role role) {
		return new RoleBindingFilter(this.principalType, this.principalId, this.resourceType, this.resourceId, role);
	}

}
