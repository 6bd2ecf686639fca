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

package io.github.pineconeoauth.token;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Client id and client secret of a service account. Immutable.
 *
 * @param clientId the client id, without surrounding whitespace
 * @param clientSecret the client secret, without surrounding whitespace, masked by
 * {@link #toString()}
 * @since 0.1.0
 */
public record ClientCredentials(String clientId, String clientSecret) {

	public ClientCredentials {
		clientId = clientId.strip();
		clientSecret = clientSecret.strip();
	}

	/**
	 * Create credentials from values that may be missing.
	 * @param clientId the client id, or {@code null}
	 * @param clientSecret the client secret, or {@code null}
	 * @return the credentials, or {@code null} if either value has no text
	 */
	public static @Nullable ClientCredentials of(@Nullable String clientId, @Nullable String clientSecret) {
		return (StringUtils.hasText(clientId) && StringUtils.hasText(clientSecret))
				? new ClientCredentials(clientId, clientSecret) : null;
	}

	@Override
	public String toString() {
		return "ClientCredentials[clientId=" + this.clientId + ", clientSecret=******]";
	}

}
