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

import java.time.Instant;

/**
 * Role binding in the Admin API's format.
 *
 * @param id the id, a UUID
 * @param principalType the type of the principal, such as {@code user}
 * @param principalId the id of the principal
 * @param resourceType {@code organization} or {@code project}
 * @param resourceId the id of the organization or project
 * @param role the role, such as {@code OrgMember}
 * @param createdAt the time of creation
 */
record RoleBinding(String id, String principalType, String principalId, String resourceType, String resourceId,
		String role, Instant createdAt) {

	RoleBinding withPrincipal(String principalType, String principalId) {
		return new RoleBinding(this.id, principalType, principalId, this.resourceType, this.resourceId, this.role,
				this.createdAt);
	}

	boolean isFor(String principalType, String principalId) {
		return this.principalType.equals(principalType) && this.principalId.equals(principalId);
	}

	boolean isOn(String resourceType, String resourceId) {
		return this.resourceType.equals(resourceType) && this.resourceId.equals(resourceId);
	}

	boolean isOnOrganization() {
		return this.resourceType.equals(RoleGrant.ORGANIZATION);
	}

	boolean grants(RoleGrant grant) {
		return isOn(grant.resourceType(), grant.resourceId()) && this.role.equals(grant.role());
	}

}
