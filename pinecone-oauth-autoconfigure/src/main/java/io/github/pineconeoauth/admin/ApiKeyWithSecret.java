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

/**
 * New API key with its value (OpenAPI schema {@code APIKeyWithSecret}).
 *
 * @param key the API key
 * @param value the secret value, which the data plane accepts as API key; cannot be read
 * again
 * @since 0.1.0
 */
public record ApiKeyWithSecret(ApiKey key, String value) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public ApiKeyWithSecret {
		Fields.require(key, "ApiKeyWithSecret.key");
		Fields.require(value, "ApiKeyWithSecret.value");
	}

	/**
	 * Return a description without the secret.
	 */
	@Override
	public String toString() {
		return "ApiKeyWithSecret[key=" + this.key + ", value=******]";
	}

}
