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

/**
 * Member of an organization (OpenAPI schema {@code User}).
 *
 * @param id the ID
 * @param email the email address
 * @param name the name, or {@code null} if the user has set none
 * @since 0.1.0
 */
public record User(String id, String email, @Nullable String name) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public User {
		Fields.require(id, "User.id");
		Fields.require(email, "User.email");
	}

}
