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

package io.github.pineconeoauth.samples.embedded;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request that creates or updates a project. What is {@code null} stays as
 * it is.
 *
 * @param name the name
 * @param maxPods how many pods there may be
 * @param forceEncryptionWithCmek whether all is encrypted with the customer's key
 */
record ProjectRequest(@Nullable String name, @Nullable Integer maxPods, @Nullable Boolean forceEncryptionWithCmek) {

	private static final int MAX_NAME_LENGTH = 512;

	Project applyTo(Project project) {
		String name = Objects.requireNonNullElse(this.name, project.name());
		if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
			throw AdminApiException
				.invalidArgument("The name of a project has 1 to " + MAX_NAME_LENGTH + " characters.");
		}
		if (project.forceEncryptionWithCmek() && Boolean.FALSE.equals(this.forceEncryptionWithCmek)) {
			throw AdminApiException.invalidArgument("Once enabled, CMEK encryption cannot be disabled.");
		}
		return new Project(project.id(), name, Objects.requireNonNullElse(this.maxPods, project.maxPods()),
				Objects.requireNonNullElse(this.forceEncryptionWithCmek, project.forceEncryptionWithCmek()),
				project.organizationId(), project.createdAt());
	}

}
