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

import org.springframework.util.Assert;

/**
 * Request to create a project (OpenAPI schema {@code CreateProjectRequest}).
 *
 * @param name the name, of 1 to 512 characters
 * @param maxPods the maximum number of pods, or {@code null} for the server's default of
 * 0, which means serverless indexes only
 * @param forceEncryptionWithCmek whether to require a customer-managed encryption key, or
 * {@code null} for the server's default of {@code false}
 * @since 0.1.0
 */
public record CreateProjectRequest(String name, @Nullable Integer maxPods, @Nullable Boolean forceEncryptionWithCmek) {

	/**
	 * Create a new request. Prefer {@link #of(String)}: components may be added in any
	 * release.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public CreateProjectRequest {
		Assert.hasText(name, "'name' must not be blank");
	}

	/**
	 * Return a request with only a name.
	 * @param name the name, of 1 to 512 characters. Need not be unique.
	 * @return the request
	 */
	public static CreateProjectRequest of(String name) {
		return new CreateProjectRequest(name, null, null);
	}

	/**
	 * Return a copy with a maximum number of pods.
	 * @param maxPods the maximum number of pods; 0 means serverless indexes only
	 * @return the copy
	 */
	public CreateProjectRequest withMaxPods(int maxPods) {
		return new CreateProjectRequest(this.name, maxPods, this.forceEncryptionWithCmek);
	}

	/**
	 * Return a copy that says whether a customer-managed encryption key is required.
	 * @param forceEncryptionWithCmek whether to require one; cannot be undone
	 * @return the copy
	 */
	public CreateProjectRequest withForceEncryptionWithCmek(boolean forceEncryptionWithCmek) {
		return new CreateProjectRequest(this.name, this.maxPods, forceEncryptionWithCmek);
	}

}
