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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Request to create an API key (OpenAPI schema {@code CreateAPIKeyRequest}).
 *
 * @param name the name, of 1 to 80 characters
 * @param roles the roles in the project, or {@code null} for the server's default,
 * {@link Role#PROJECT_EDITOR}
 * @since 0.1.0
 */
public record CreateApiKeyRequest(String name, @Nullable List<Role> roles) {

	/**
	 * Create a new request. Prefer {@link #of(String, Role...)}: components may be added
	 * in any release.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public CreateApiKeyRequest {
		Assert.hasText(name, "'name' must not be blank");
		roles = (roles != null) ? List.copyOf(roles) : null;
	}

	/**
	 * Return a request without roles: the server grants {@link Role#PROJECT_EDITOR}.
	 * @param name the name, of 1 to 80 characters
	 * @return the request
	 */
	public static CreateApiKeyRequest of(String name) {
		return new CreateApiKeyRequest(name, null);
	}

	/**
	 * Return a request with the given roles. Unlike {@link #of(String)}, an empty array
	 * means no roles.
	 * @param name the name, of 1 to 80 characters
	 * @param roles the project roles
	 * @return the request
	 */
	public static CreateApiKeyRequest of(String name, Role... roles) {
		return new CreateApiKeyRequest(name, List.of(roles));
	}

}
