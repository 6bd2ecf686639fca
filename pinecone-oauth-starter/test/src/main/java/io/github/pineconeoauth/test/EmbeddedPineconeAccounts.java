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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/**
 * Property source with the current client secrets of {@code pinecone.accounts}.
 */
final class EmbeddedPineconeAccounts extends EnumerablePropertySource<EmbeddedPinecone> {

	private static final String PREFIX = "pinecone.accounts";

	/**
	 * The client ids by the name of the client secret property.
	 */
	private final Map<String, String> clientIds = new LinkedHashMap<>();

	private EmbeddedPineconeAccounts(EmbeddedPinecone pinecone) {
		super("embeddedPineconeAccounts", pinecone);
	}

	/**
	 * Add the service accounts to an embedded Pinecone, as part of its content.
	 */
	static void add(EmbeddedPinecone pinecone, ConfigurableEnvironment environment) {
		EmbeddedPineconeAccounts accounts = new EmbeddedPineconeAccounts(pinecone);
		Binder.get(environment)
			.bind(PREFIX, Bindable.mapOf(String.class, Credentials.class))
			.orElseGet(Map::of)
			.forEach(accounts::add);
		environment.getPropertySources().addFirst(accounts);
	}

	/**
	 * Add an account, unless it has no credentials: the starter reports that.
	 */
	private void add(String name, Credentials credentials) {
		String clientId = credentials.clientId();
		String clientSecret = credentials.clientSecret();
		if (!StringUtils.hasText(clientId) || !StringUtils.hasText(clientSecret)) {
			return;
		}
		String strippedId = clientId.strip();
		this.source.addContent((pinecone) -> {
			if (pinecone.findClientSecret(strippedId) == null) {
				pinecone.addServiceAccount(name, strippedId, clientSecret.strip());
			}
		});
		this.clientIds.put(PREFIX + "." + name + ".client-secret", strippedId);
	}

	@Override
	public String[] getPropertyNames() {
		return StringUtils.toStringArray(this.clientIds.keySet());
	}

	@Override
	public @Nullable Object getProperty(String name) {
		String clientId = this.clientIds.get(name);
		return (clientId != null) ? this.source.findClientSecret(clientId) : null;
	}

	record Credentials(@Nullable String clientId, @Nullable String clientSecret) {

		@Override
		public String toString() {
			return "Credentials[clientId=" + this.clientId + ", clientSecret=***]";
		}

	}

}
