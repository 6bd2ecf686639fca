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

import io.github.pineconeoauth.PineconeAuthorizationException;

/**
 * Name of a service account, with the names derived from it.
 *
 * @param value the name
 * @param single whether this is the application's only service account; log lines then do
 * not name it
 * @since 0.1.0
 */
public record AccountName(String value, boolean single) {

	/**
	 * Name of the default service account, which uses {@code pinecone.client-id}.
	 */
	public static final String DEFAULT = "default";

	/**
	 * Return the name of the only service account of an application.
	 * @return the name
	 */
	public static AccountName ofSingle() {
		return new AccountName(DEFAULT, true);
	}

	/**
	 * Return the client registration id of the service account.
	 * @return {@code pinecone}, or {@code pinecone-<name>} if this is not the default
	 * account
	 */
	public String registrationId() {
		String prefix = PineconeAuthorizationException.REGISTRATION_ID;
		return isDefault() ? prefix : prefix + "-" + this.value;
	}

	/**
	 * Return the name of the client id property.
	 * @return the property name
	 */
	public String clientIdProperty() {
		return propertyPrefix() + "client-id";
	}

	/**
	 * Return the name of the client secret property.
	 * @return the property name
	 */
	public String clientSecretProperty() {
		return propertyPrefix() + "client-secret";
	}

	/**
	 * Return whether this is the default service account.
	 * @return whether this is the default account
	 */
	public boolean isDefault() {
		return this.value.equals(DEFAULT);
	}

	private String propertyPrefix() {
		return isDefault() ? "pinecone." : "pinecone.accounts." + this.value + ".";
	}

}
