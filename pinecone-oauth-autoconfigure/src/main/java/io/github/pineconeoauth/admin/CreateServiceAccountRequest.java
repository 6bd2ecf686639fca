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

import com.fasterxml.jackson.annotation.JsonInclude;

import org.springframework.util.Assert;

/**
 * Request to create a service account (OpenAPI schema
 * {@code CreateServiceAccountRequest}).
 *
 * @param name the name, of 1 to 80 characters
 * @param roleBindings the roles to grant to the service account, at most 100
 * @since 0.1.0
 */
public record CreateServiceAccountRequest(String name,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) List<RoleGrant> roleBindings) {

	/**
	 * Create a new request. Prefer {@link #of(String, RoleGrant...)}: components may be
	 * added in any release.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public CreateServiceAccountRequest {
		Assert.hasText(name, "'name' must not be blank");
		roleBindings = List.copyOf(roleBindings);
	}

	/**
	 * Return a request.
	 * @param name the name, of 1 to 80 characters. Need not be unique.
	 * @param roles the roles to grant to the service account, if any
	 * @return the request
	 */
	public static CreateServiceAccountRequest of(String name, RoleGrant... roles) {
		return new CreateServiceAccountRequest(name, List.of(roles));
	}

}
