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

/**
 * API key without its value (OpenAPI schema {@code APIKey}).
 *
 * @param id the ID, which is not the value
 * @param name the name
 * @param projectId the ID of the project
 * @param roles the roles in the project, unmodifiable
 * @since 0.1.0
 */
public record ApiKey(String id, String name, String projectId, List<Role> roles) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public ApiKey {
		Fields.require(id, "ApiKey.id");
		Fields.require(name, "ApiKey.name");
		Fields.require(projectId, "ApiKey.projectId");
		roles = Fields.list(roles);
	}

}
