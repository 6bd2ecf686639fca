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

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

/**
 * An access token in the forms in which adapters need it, and the moments at which its
 * state changes. Immutable.
 *
 * @since 0.1.0
 */
public final class BearerToken {

	private final OAuth2AuthorizedClient authorizedClient;

	private final String authorization;

	private final long obtainedAt;

	private final long renewAt;

	private final long spentAt;

	private final long expiresAt;

	BearerToken(OAuth2AuthorizedClient authorizedClient, long obtainedAt, long renewAt, long spentAt, long expiresAt) {
		this.authorizedClient = authorizedClient;
		this.authorization = "Bearer " + authorizedClient.getAccessToken().getTokenValue();
		this.obtainedAt = obtainedAt;
		this.renewAt = renewAt;
		this.spentAt = spentAt;
		this.expiresAt = expiresAt;
	}

	/**
	 * Return the authorized client, whose registration does not carry the client secret.
	 * @return the authorized client
	 */
	public OAuth2AuthorizedClient authorizedClient() {
		return this.authorizedClient;
	}

	/**
	 * Return the value of the {@code Authorization} header
	 * (<a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section
	 * 2.1</a>).
	 * @return the header value
	 */
	public String authorization() {
		return this.authorization;
	}

	/**
	 * Fresh: to be used as it is.
	 */
	boolean isFresh(long now) {
		return now - this.renewAt < 0;
	}

	/**
	 * Spent: not to be used any more. Between fresh and spent a token is ageing: it is
	 * used, and one caller starts its renewal.
	 */
	boolean isSpent(long now) {
		return now - this.spentAt >= 0;
	}

	long age(long now) {
		return now - this.obtainedAt;
	}

	long timeToExpiry(long now) {
		return this.expiresAt - now;
	}

	boolean hasSameValueAs(BearerToken other) {
		return this.authorization.equals(other.authorization);
	}

	@Override
	public String toString() {
		return "BearerToken[value=masked]";
	}

}
