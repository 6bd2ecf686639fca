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

import org.jspecify.annotations.Nullable;

/**
 * Operations on role bindings. See {@link PineconeAdmin} for errors and retries.
 * <p>
 * To change a role, create the new role binding before you delete the old one: the server
 * may refuse to delete the last role in the organization. If an identity provider manages
 * the organization's users, the roles of users and invites cannot be changed.
 *
 * @since 0.1.0
 */
public interface RoleBindings {

	/**
	 * Return all role bindings (OpenAPI operation {@code list_role_bindings}).
	 * @return the role bindings, unmodifiable and possibly empty
	 * @throws PineconeAdminException if the caller lacks the permission (403)
	 */
	List<RoleBinding> list();

	/**
	 * Return all role bindings that match a filter (OpenAPI operation
	 * {@code list_role_bindings}).
	 * @param filter selects the role bindings
	 * @return the role bindings, unmodifiable and possibly empty
	 * @throws PineconeAdminException if the filter is not valid (400), or the caller
	 * lacks the permission (403)
	 */
	List<RoleBinding> list(RoleBindingFilter filter);

	/**
	 * Return a page of the role bindings that match a filter (OpenAPI operation
	 * {@code list_role_bindings}).
	 * @param filter selects the role bindings
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page
	 * @throws PineconeAdminException if the filter is not valid, the limit is out of
	 * range or the token has expired (400), or the caller lacks the permission (403)
	 */
	ResultPage<RoleBinding> page(RoleBindingFilter filter, @Nullable Integer limit, @Nullable String token);

	/**
	 * Return a role binding (OpenAPI operation {@code fetch_role_binding}).
	 * @param id the ID of the role binding
	 * @return the role binding
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if it does not exist (404)
	 */
	RoleBinding get(String id);

	/**
	 * Return a role binding if it exists (OpenAPI operation {@code fetch_role_binding}).
	 * @param id the ID of the role binding
	 * @return the role binding, or empty if it does not exist or is hidden from the
	 * caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Optional<RoleBinding> find(String id);

	/**
	 * Grant a role to a principal (OpenAPI operation {@code create_role_binding}). A
	 * second call fails with 409.
	 * @param request the role binding to create
	 * @return the new role binding, with the organization's ID if the request has no
	 * resource ID
	 * @throws PineconeAdminException if the request is not valid (400), the caller lacks
	 * the permission (403), the principal or the resource does not exist (404), the
	 * principal already has this role (409), or the principal is an accepted invite (409)
	 */
	RoleBinding create(CreateRoleBindingRequest request);

	/**
	 * Revoke a role from a principal (OpenAPI operation {@code delete_role_binding}).
	 * Takes effect at once. A second call fails with 404.
	 * @param id the ID of the role binding
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), the role
	 * binding does not exist (404), it is the only {@code OrgOwner} role binding (409),
	 * or it is the last organization role of a pending invite or of a user with project
	 * roles (409)
	 */
	void delete(String id);

}
