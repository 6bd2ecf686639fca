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

import org.springframework.util.Assert;

/**
 * Request to update a service account (OpenAPI schema
 * {@code UpdateServiceAccountRequest}).
 *
 * @param name the new name, of 1 to 80 characters
 * @since 0.1.0
 */
public record UpdateServiceAccountRequest(String name) {

	/**
	 * Create a new request. Prefer {@link #of(String)}: components may be added in any
	 * release.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public UpdateServiceAccountRequest {
		Assert.hasText(name, "'name' must not be blank");
	}

	/**
	 * Return a request that changes the name.
	 * @param name the new name, of 1 to 80 characters
	 * @return the request
	 */
	public static UpdateServiceAccountRequest of(String name) {
		return new UpdateServiceAccountRequest(name);
	}

}
