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
 * Project of an organization (OpenAPI schema {@code Project}).
 *
 * @param id the ID
 * @param name the name, not necessarily unique
 * @param maxPods the maximum number of pods; 0 means serverless indexes only. May differ
 * from the requested value.
 * @param forceEncryptionWithCmek whether a customer-managed encryption key is required
 * @param organizationId the ID of the organization
 * @param createdAt the time of creation, or {@code null} if unknown
 * @since 0.1.0
 */
public record Project(String id, String name, int maxPods, boolean forceEncryptionWithCmek, String organizationId,
		@Nullable Instant createdAt) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public Project {
		Fields.require(id, "Project.id");
		Fields.require(name, "Project.name");
		Fields.require(organizationId, "Project.organizationId");
	}

}
