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

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request that creates or updates an API key. What is {@code null} stays as
 * it is.
 *
 * @param name the name
 * @param roles what the API key may be used for
 */
record ApiKeyRequest(@Nullable String name, @Nullable List<String> roles) {

	private static final int MAX_NAME_LENGTH = 80;

	private static final List<String> ROLES = List.of("ProjectEditor", "ProjectViewer", "ControlPlaneEditor",
			"ControlPlaneViewer", "DataPlaneEditor", "DataPlaneViewer");

	ApiKey applyTo(ApiKey apiKey) {
		String name = Objects.requireNonNullElse(this.name, apiKey.name());
		if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
			throw AdminApiException
				.invalidArgument("The name of an API key has 1 to " + MAX_NAME_LENGTH + " characters.");
		}
		List<String> roles = Objects.requireNonNullElse(this.roles, apiKey.roles());
		if (!roles.stream().allMatch((role) -> role != null && ROLES.contains(role))) {
			throw AdminApiException.invalidArgument("The roles of an API key are among " + ROLES + ".");
		}
		return new ApiKey(apiKey.id(), name, apiKey.projectId(), roles);
	}

}
