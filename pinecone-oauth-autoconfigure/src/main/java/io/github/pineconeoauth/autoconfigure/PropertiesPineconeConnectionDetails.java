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

/**
 * Adapts {@link PineconeProperties} to {@link PineconeConnectionDetails}.
 */
class PropertiesPineconeConnectionDetails implements PineconeConnectionDetails {

	private final PineconeProperties properties;

	private final CredentialProperties credentials;

	PropertiesPineconeConnectionDetails(PineconeProperties properties, CredentialProperties credentials) {
		this.properties = properties;
		this.credentials = credentials;
		credentials.requireBoth("Set both 'pinecone.client-id' and 'pinecone.client-secret' (PINECONE_CLIENT_ID and"
				+ " PINECONE_CLIENT_SECRET in the environment), or neither of them to run without access tokens.");
	}

	@Override
	public @Nullable String getClientId() {
		return getCredentials().clientId();
	}

	@Override
	public @Nullable String getClientSecret() {
		return getCredentials().clientSecret();
	}

	@Override
	public Credentials getCredentials() {
		return this.credentials.get();
	}

	@Override
	public URI getTokenUri() {
		return PineconeEndpoints.parse("pinecone.oauth.token-uri", this.properties.getOauth().getTokenUri());
	}

	@Override
	public URI getAdminBaseUrl() {
		return PineconeEndpoints.parse("pinecone.admin.base-url", this.properties.getAdmin().getBaseUrl());
	}

}
