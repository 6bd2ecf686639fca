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

/**
 * Request to update an API key (OpenAPI schema {@code UpdateAPIKeyRequest}). Unset values
 * stay unchanged.
 *
 * @param name the new name, or {@code null} to keep it
 * @param roles the new roles, or {@code null} to keep them
 * @since 0.1.0
 */
public record UpdateApiKeyRequest(@Nullable String name, @Nullable List<Role> roles) {

	/**
	 * Create a new request. Prefer {@link #of()}: components may be added in any release.
	 */
	public UpdateApiKeyRequest {
		roles = (roles != null) ? List.copyOf(roles) : null;
	}

	/**
	 * Return an empty request, to be completed before it is sent.
	 * @return the request
	 */
	public static UpdateApiKeyRequest of() {
		return new UpdateApiKeyRequest(null, null);
	}

	/**
	 * Return a copy that changes the name.
	 * @param name the new name, of 1 to 80 characters
	 * @return the copy
	 */
	public UpdateApiKeyRequest withName(String name) {
		return new UpdateApiKeyRequest(name, this.roles);
	}

	/**
	 * Return a copy that replaces all roles.
	 * @param roles the new roles; an empty array removes all roles
	 * @return the copy
	 */
	public UpdateApiKeyRequest withRoles(Role... roles) {
		return new UpdateApiKeyRequest(this.name, List.of(roles));
	}

}
