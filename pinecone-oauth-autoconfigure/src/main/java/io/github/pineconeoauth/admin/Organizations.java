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

import java.util.List;
import java.util.Optional;

/**
 * Operations on organizations. See {@link PineconeAdmin} for errors and retries.
 * <p>
 * A service account usually sees only its own organization.
 *
 * @since 0.1.0
 */
public interface Organizations {

	/**
	 * Return all organizations that the service account can see (OpenAPI operation
	 * {@code list_organizations}).
	 * @return the organizations, unmodifiable and possibly empty
	 */
	List<Organization> list();

	/**
	 * Return an organization (OpenAPI operation {@code fetch_organization}).
	 * @param id the ID of the organization
	 * @return the organization
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if it does not exist (404)
	 */
	Organization get(String id);

	/**
	 * Return an organization if it exists (OpenAPI operation {@code fetch_organization}).
	 * @param id the ID of the organization
	 * @return the organization, or empty if it does not exist or is hidden from the
	 * caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Optional<Organization> find(String id);

	/**
	 * Rename an organization (OpenAPI operation {@code update_organization}). A second
	 * call has no further effect.
	 * @param id the ID of the organization
	 * @param request what to change
	 * @return the updated organization
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the request is not valid (400), the caller lacks
	 * the permission (403), or the organization does not exist (404)
	 */
	Organization update(String id, UpdateOrganizationRequest request);

	/**
	 * Delete an organization (OpenAPI operation {@code delete_organization}). Its
	 * projects must be deleted first. The deletion may still be in progress when this
	 * method returns. This cannot be undone. A second call fails with 404.
	 * @param id the ID of the organization
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), or the
	 * organization does not exist (404)
	 */
	void delete(String id);

}
