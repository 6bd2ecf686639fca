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

package io.github.pineconeoauth.samples.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service account that clients authenticate as, with its credentials and the access
 * tokens that it has been given.
 */
final class ServiceAccount {

	private final String clientId = RandomText.ofBytes(16);

	private final Duration tokenLifetime;

	private final InstantSource time;

	private final Map<String, Instant> expiryByToken = new HashMap<>();

	private final List<EmbeddedPineconeListener> listeners = new ArrayList<>();

	private String clientSecret = RandomText.ofBytes(32);

	ServiceAccount(Duration tokenLifetime, InstantSource time) {
		this.tokenLifetime = tokenLifetime;
		this.time = time;
	}

	synchronized void addListener(EmbeddedPineconeListener listener) {
		this.listeners.add(listener);
	}

	String clientId() {
		return this.clientId;
	}

	synchronized String clientSecret() {
		return this.clientSecret;
	}

	Duration tokenLifetime() {
		return this.tokenLifetime;
	}

	synchronized boolean hasCredentials(String clientId, String clientSecret) {
		return this.clientId.equals(clientId) && this.clientSecret.equals(clientSecret);
	}

	synchronized boolean hasToken(String token) {
		Instant expiry = this.expiryByToken.get(token);
		return expiry != null && this.time.instant().isBefore(expiry);
	}

	synchronized String issueToken() {
		String token = RandomText.ofBytes(64);
		this.expiryByToken.put(token, this.time.instant().plus(this.tokenLifetime));
		this.listeners.forEach((listener) -> listener.tokenIssued(this.tokenLifetime));
		return token;
	}

	synchronized void refuseToken() {
		this.listeners.forEach(EmbeddedPineconeListener::tokenRefused);
	}

	synchronized void rotateSecret() {
		this.clientSecret = RandomText.ofBytes(32);
		this.expiryByToken.clear();
		this.listeners.forEach(EmbeddedPineconeListener::secretRotated);
	}

}
