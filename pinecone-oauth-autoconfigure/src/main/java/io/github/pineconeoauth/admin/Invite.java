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
 * Invite to an organization (OpenAPI schema {@code Invite}).
 *
 * @param id the ID
 * @param email the email address
 * @param status the status
 * @param createdAt the time of creation, or {@code null} if unknown
 * @param expiresAt the time of expiry, or {@code null} if it does not expire
 * @param processedAt the time of acceptance, or {@code null} if it was not accepted
 * @since 0.1.0
 */
public record Invite(String id, String email, InviteStatus status, @Nullable Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant processedAt) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public Invite {
		Fields.require(id, "Invite.id");
		Fields.require(email, "Invite.email");
		Fields.require(status, "Invite.status");
	}

}
