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

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Adapts {@link PineconeProperties} to {@link PineconeConnectionDetails}. Credentials are
 * read from the {@link Environment} each time, so that those that change there are picked
 * up.
 */
class PropertiesPineconeConnectionDetails implements PineconeConnectionDetails {

	private static final String CLIENT_ID = "pinecone.client-id";

	private static final String CLIENT_SECRET = "pinecone.client-secret";

	private final PineconeProperties properties;

	private final Environment environment;

	PropertiesPineconeConnectionDetails(PineconeProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
		requireText(CLIENT_ID, properties.getClientId());
		requireText(CLIENT_SECRET, properties.getClientSecret());
	}

	@Override
	public @Nullable String getClientId() {
		return get(CLIENT_ID);
	}

	@Override
	public @Nullable String getClientSecret() {
		return get(CLIENT_SECRET);
	}

	@Override
	public URI getTokenUri() {
		return PineconeEndpoints.parse("pinecone.oauth.token-uri", this.properties.getOauth().getTokenUri());
	}

	@Override
	public URI getAdminBaseUrl() {
		return PineconeEndpoints.parse("pinecone.admin.base-url", this.properties.getAdmin().getBaseUrl());
	}

	private @Nullable String get(String name) {
		return Binder.get(this.environment).bind(name, String.class).orElse(null);
	}

	private static void requireText(String property, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidPineconePropertyException(property, "is missing",
					"Set both 'pinecone.client-id' and 'pinecone.client-secret' (PINECONE_CLIENT_ID and"
							+ " PINECONE_CLIENT_SECRET in the environment), or neither of them to do without access"
							+ " tokens.");
		}
	}

}
