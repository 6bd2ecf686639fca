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
 * Role to grant to a principal (OpenAPI schema {@code RoleBindingInput}).
 *
 * @param resourceType the kind of resource that the role is for
 * @param resourceId the ID of the project, or {@code null} for the principal's own
 * organization
 * @param role the role
 * @since 0.1.0
 */
public record RoleGrant(ResourceType resourceType, @Nullable String resourceId, Role role) {

	/**
	 * Create a new grant.
	 * @throws IllegalArgumentException if a value is missing
	 */
	public RoleGrant {
		Assert.notNull(resourceType, "'resourceType' must not be null");
		Assert.notNull(role, "'role' must not be null");
	}

	/**
	 * Return a grant of a role in the principal's own organization.
	 * @param role the role, such as {@link Role#ORG_MEMBER}
	 * @return the grant
	 */
	public static RoleGrant onOrganization(Role role) {
		return new RoleGrant(ResourceType.ORGANIZATION, null, role);
	}

	/**
	 * Return a grant of a role in a project.
	 * @param projectId the ID of the project
	 * @param role the role, such as {@link Role#PROJECT_EDITOR}
	 * @return the grant
	 * @throws IllegalArgumentException if the ID is blank
	 */
	public static RoleGrant onProject(String projectId, Role role) {
		Assert.hasText(projectId, "'projectId' must not be blank");
		return new RoleGrant(ResourceType.PROJECT, projectId, role);
	}

}
