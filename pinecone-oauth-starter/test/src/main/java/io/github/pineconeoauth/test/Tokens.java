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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Issued access tokens. Not thread-safe.
 */
final class Tokens {

	private final InstantSource time;

	private final Secrets secrets;

	private final Map<String, Token> tokens = new HashMap<>();

	Tokens(InstantSource time, Secrets secrets) {
		this.time = time;
		this.secrets = secrets;
	}

	String issue(String clientId, Duration lifetime) {
		String value = this.secrets.create();
		this.tokens.put(value, new Token(clientId, this.time.instant().plus(lifetime), false));
		return value;
	}

	boolean isValid(String value) {
		Token token = this.tokens.get(value);
		return token != null && !token.revoked() && this.time.instant().isBefore(token.expiresAt());
	}

	/**
	 * Return the client that the token was issued to, or {@code null} if there is no such
	 * token.
	 */
	@Nullable String clientId(String value) {
		Token token = this.tokens.get(value);
		return (token != null) ? token.clientId() : null;
	}

	void revoke(String clientId) {
		this.tokens.replaceAll((value, token) -> token.clientId().equals(clientId) ? token.revoked(true) : token);
	}

	void revokeAll() {
		this.tokens.replaceAll((value, token) -> token.revoked(true));
	}

	/**
	 * Undo all revocations, and forget the tokens of all other clients.
	 */
	void restore(Set<String> clientIds) {
		this.tokens.values().removeIf((token) -> !clientIds.contains(token.clientId()));
		this.tokens.replaceAll((value, token) -> token.revoked(false));
	}

	record Token(String clientId, Instant expiresAt, boolean revoked) {

		Token revoked(boolean revoked) {
			return new Token(this.clientId, this.expiresAt, revoked);
		}

	}

}
