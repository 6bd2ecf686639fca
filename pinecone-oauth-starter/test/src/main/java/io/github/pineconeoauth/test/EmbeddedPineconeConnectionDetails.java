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

package io.github.pineconeoauth.test;

import java.net.URI;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;

/**
 * Connection details for the default service account of an {@link EmbeddedPinecone}.
 *
 * @param pinecone the embedded Pinecone
 */
record EmbeddedPineconeConnectionDetails(EmbeddedPinecone pinecone) implements PineconeConnectionDetails {

	@Override
	public String getClientId() {
		return this.pinecone.clientId();
	}

	@Override
	public String getClientSecret() {
		return this.pinecone.clientSecret();
	}

	@Override
	public URI getTokenUri() {
		return this.pinecone.tokenUri();
	}

	@Override
	public URI getAdminBaseUrl() {
		return this.pinecone.baseUrl();
	}

}
