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

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * Request to create an invite (OpenAPI schema {@code CreateInviteRequest}).
 *
 * @param email the email address, of at most 254 characters
 * @param roleBindings the roles to grant to the invited user, at most 100
 * @since 0.1.0
 */
public record CreateInviteRequest(String email, List<RoleGrant> roleBindings) {

	/**
	 * Create a new request. Prefer {@link #of(String, RoleGrant, RoleGrant...)}:
	 * components may be added in any release.
	 * @throws IllegalArgumentException if the address is blank or there are no roles
	 */
	public CreateInviteRequest {
		Assert.hasText(email, "'email' must not be blank");
		Assert.notEmpty(roleBindings, "'roleBindings' must not be empty");
		roleBindings = List.copyOf(roleBindings);
	}

	/**
	 * Return a request.
	 * @param email the email address, of at most 254 characters
	 * @param first the first role; at least one role must be
	 * {@linkplain RoleGrant#onOrganization(Role) in the organization}
	 * @param more more roles, if any
	 * @return the request
	 */
	public static CreateInviteRequest of(String email, RoleGrant first, RoleGrant... more) {
		List<RoleGrant> roles = new ArrayList<>(List.of(more));
		roles.add(0, first);
		return new CreateInviteRequest(email, roles);
	}

}
