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

package io.github.pineconeoauth.test;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Invite to the organization.
 *
 * @param id the id, a UUID
 * @param email the email address
 * @param expiresAt the time of expiry
 * @param processedAt the time of acceptance, or {@code null}
 * @param createdAt the time of creation
 */
record Invite(String id, String email, Instant expiresAt, @Nullable Instant processedAt, Instant createdAt) {

	Invite withExpiresAt(Instant expiresAt) {
		return new Invite(this.id, this.email, expiresAt, this.processedAt, this.createdAt);
	}

	Invite withProcessedAt(Instant processedAt) {
		return new Invite(this.id, this.email, this.expiresAt, processedAt, this.createdAt);
	}

	boolean isProcessed() {
		return this.processedAt != null;
	}

	boolean isExpired(Instant now) {
		return !isProcessed() && !now.isBefore(this.expiresAt);
	}

	/**
	 * Return the invite in the Admin API's format.
	 */
	View toView(Instant now) {
		String status = isProcessed() ? "processed" : (isExpired(now) ? "expired" : "pending");
		return new View(this.id, this.email, status, this.expiresAt, this.processedAt, this.createdAt);
	}

	record View(String id, String email, String status, Instant expiresAt, @Nullable Instant processedAt,
			Instant createdAt) {

	}

}
