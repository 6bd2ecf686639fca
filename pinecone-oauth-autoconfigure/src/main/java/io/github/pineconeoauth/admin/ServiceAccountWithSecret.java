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
 * Service account with its new secret (OpenAPI schema {@code ServiceAccountWithSecret}).
 *
 * @param serviceAccount the service account
 * @param clientSecret the client secret, which cannot be read again
 * @since 0.1.0
 */
public record ServiceAccountWithSecret(ServiceAccount serviceAccount, String clientSecret) {

	/**
	 * Create a new instance. Components may be added in any release.
	 * @throws IllegalArgumentException if a required value is missing
	 */
	public ServiceAccountWithSecret {
		Fields.require(serviceAccount, "ServiceAccountWithSecret.serviceAccount");
		Fields.require(clientSecret, "ServiceAccountWithSecret.clientSecret");
	}

	/**
	 * Return a description without the secret.
	 */
	@Override
	public String toString() {
		return "ServiceAccountWithSecret[serviceAccount=" + this.serviceAccount + ", clientSecret=******]";
	}

}
