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
 * Request to update a project (OpenAPI schema {@code UpdateProjectRequest}). Unset values
 * stay unchanged. Use {@link #of()}: components may be added in any release.
 *
 * @param name the new name, or {@code null} to keep it
 * @param maxPods the new maximum number of pods, or {@code null} to keep it
 * @param forceEncryptionWithCmek whether to require a customer-managed encryption key, or
 * {@code null} to keep the current setting
 * @since 0.1.0
 */
public record UpdateProjectRequest(@Nullable String name, @Nullable Integer maxPods,
		@Nullable Boolean forceEncryptionWithCmek) {

	/**
	 * Return an empty request, to be completed before it is sent.
	 * @return the request
	 */
	public static UpdateProjectRequest of() {
		return new UpdateProjectRequest(null, null, null);
	}

	/**
	 * Return a copy that changes the name.
	 * @param name the new name, of 1 to 512 characters
	 * @return the copy
	 */
	public UpdateProjectRequest withName(String name) {
		return new UpdateProjectRequest(name, this.maxPods, this.forceEncryptionWithCmek);
	}

	/**
	 * Return a copy that changes the maximum number of pods.
	 * @param maxPods the new maximum; 0 means serverless indexes only
	 * @return the copy
	 */
	public UpdateProjectRequest withMaxPods(int maxPods) {
		return new UpdateProjectRequest(this.name, maxPods, this.forceEncryptionWithCmek);
	}

	/**
	 * Return a copy that changes whether a customer-managed encryption key is required.
	 * @param forceEncryptionWithCmek whether to require one; cannot be undone
	 * @return the copy
	 */
	public UpdateProjectRequest withForceEncryptionWithCmek(boolean forceEncryptionWithCmek) {
		return new UpdateProjectRequest(this.name, this.maxPods, forceEncryptionWithCmek);
	}

}
