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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Service account without its secret (OpenAPI schema {@code ServiceAccount}).
 *
 * @param id the ID, which is the principal ID of role bindings but not the client ID
 * @param name the name
 * @param clientId the client ID, for token requests only
 * @param createdAt the time of creation, or {@code null} if unknown
 * @param updatedAt the time of the last change, or {@code null} if unknown
 * @since 0.1.0
 */
public record ServiceAccount(String id, String name, String clientId, @Nullable Instant createdAt,
		@Nullable Instant updatedAt) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public ServiceAccount {
		Fields.require(id, "ServiceAccount.id");
		Fields.require(name, "ServiceAccount.name");
		Fields.require(clientId, "ServiceAccount.clientId");
	}

}
