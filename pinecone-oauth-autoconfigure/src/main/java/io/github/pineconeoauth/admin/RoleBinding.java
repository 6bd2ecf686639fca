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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Role of a principal on a resource (OpenAPI schema {@code RoleBinding}).
 *
 * @param id the ID
 * @param principalType the kind of principal; an invite becomes a user once accepted
 * @param principalId the ID of the principal
 * @param resourceType the kind of resource
 * @param resourceId the ID of the project or the organization
 * @param role the role
 * @param createdAt the time of creation, or {@code null} if unknown
 * @since 0.1.0
 */
public record RoleBinding(String id, PrincipalType principalType, String principalId, ResourceType resourceType,
		String resourceId, Role role, @Nullable Instant createdAt) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public RoleBinding {
		Fields.require(id, "RoleBinding.id");
		Fields.require(principalType, "RoleBinding.principalType");
		Fields.require(principalId, "RoleBinding.principalId");
		Fields.require(resourceType, "RoleBinding.resourceType");
		Fields.require(resourceId, "RoleBinding.resourceId");
		Fields.require(role, "RoleBinding.role");
	}

}
