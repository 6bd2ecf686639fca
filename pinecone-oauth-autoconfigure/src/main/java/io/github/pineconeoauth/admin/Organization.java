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
 * Organization of a service account (OpenAPI schema {@code Organization}).
 *
 * @param id the ID. Not a UUID: may start with a hyphen.
 * @param name the name
 * @param plan the plan, such as {@code Standard}, or {@code null} if unknown
 * @param paymentStatus the payment status, such as {@code Active}, or {@code null} if
 * unknown
 * @param supportTier the support tier, such as {@code Pro}, or {@code null} if unknown
 * @param createdAt the time of creation, or {@code null} if unknown
 * @since 0.1.0
 */
public record Organization(String id, String name, @Nullable String plan, @Nullable String paymentStatus,
		@Nullable String supportTier, @Nullable Instant createdAt) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public Organization {
		Fields.require(id, "Organization.id");
		Fields.require(name, "Organization.name");
	}

}
