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

package io.github.pineconeoauth.autoconfigure;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Details required to connect to Pinecone's Admin API. A bean of this type replaces the
 * properties {@code pinecone.client-id}, {@code pinecone.client-secret},
 * {@code pinecone.oauth.token-uri} and {@code pinecone.admin.base-url}. Implementations
 * must be thread-safe.
 *
 * @since 0.1.0
 */
public interface PineconeConnectionDetails extends ConnectionDetails {

	/**
	 * Return the service account's client id.
	 * @return the client id
	 * @see #getCredentials()
	 */
	@Nullable String getClientId();

	/**
	 * Return the service account's client secret.
	 * @return the client secret
	 * @see #getCredentials()
	 */
	@Nullable String getClientSecret();

	/**
	 * Return the client id together with its client secret. Override this method if both
	 * can change at the same time.
	 * <p>
	 * Called once for each token request, and again if the token endpoint refuses the
	 * credentials, so that a rotated secret needs no restart. May block. The token
	 * request fails with {@code invalid_client} if either value is {@code null} or blank,
	 * or if this method throws or hangs. The next token request calls this method again.
	 * @return the credentials, by default from {@link #getClientId()} and
	 * {@link #getClientSecret()}
	 */
	default Credentials getCredentials() {
		return new Credentials(getClientId(), getClientSecret());
	}

	/**
	 * Return the token endpoint: an absolute {@code https} URL, or an {@code http} URL
	 * whose host is loopback. Called once.
	 * @return the token endpoint, Pinecone's own by default
	 */
	default URI getTokenUri() {
		return URI.create(new PineconeProperties().getOauth().getTokenUri());
	}

	/**
	 * Return the base URL of the Admin API: an absolute {@code https} URL, or an
	 * {@code http} URL whose host is loopback. Called once.
	 * @return the base URL, Pinecone's own by default
	 */
	default URI getAdminBaseUrl() {
		return URI.create(new PineconeProperties().getAdmin().getBaseUrl());
	}

	/**
	 * Client id and client secret of a service account.
	 *
	 * @param clientId the client id
	 * @param clientSecret the client secret, masked by {@link #toString()}
	 */
	record Credentials(@Nullable String clientId, @Nullable String clientSecret) {

		@Override
		public String toString() {
			return "Credentials[clientId=" + this.clientId + ", clientSecret=******]";
		}

	}

}
