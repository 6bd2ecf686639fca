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
 * Request to create a role binding (OpenAPI schema {@code CreateRoleBindingRequest}).
 *
 * @param principalType the kind of principal
 * @param principalId the ID of the principal; for a service account, not its client ID
 * @param resourceType the kind of resource that the role is for
 * @param resourceId the ID of the project, or {@code null} for the principal's own
 * organization
 * @param role the role
 * @since 0.1.0
 */
public record CreateRoleBindingRequest(PrincipalType principalType, String principalId, ResourceType resourceType,
		@Nullable String resourceId, Role role) {

	/**
	 * Create a new request. Prefer {@link #of(PrincipalType, String, RoleGrant)}:
	 * components may be added in any release.
	 * @throws IllegalArgumentException if a value is missing
	 */
	public CreateRoleBindingRequest {
		Assert.notNull(principalType, "'principalType' must not be null");
		Assert.hasText(principalId, "'principalId' must not be blank");
		Assert.notNull(resourceType, "'resourceType' must not be null");
		Assert.notNull(role, "'role' must not be null");
	}

	/**
	 * Return a request.
	 * @param principalType the kind of principal
	 * @param principalId the ID of the principal; for a service account, not its client
	 * ID
	 * @param grant the role to grant to the principal
	 * @return the request
	 */
	public static CreateRoleBindingRequest of(PrincipalType principalType, String principalId, RoleGrant grant) {
		return new CreateRoleBindingRequest(principalType, principalId, grant.resourceType(), grant.resourceId(),
				grant.role());
	}

}
