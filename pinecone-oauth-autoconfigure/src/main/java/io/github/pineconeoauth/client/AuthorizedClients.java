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

package io.github.pineconeoauth.client;

import java.net.URI;

import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.BearerToken;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;

/**
 * Creates one {@link OAuth2AuthorizedClient} per token. Thread-safe.
 */
final class AuthorizedClients {

	private final String registrationId;

	private final URI tokenUri;

	private volatile @Nullable Entry last;

	AuthorizedClients(String registrationId, URI tokenUri) {
		this.registrationId = registrationId;
		this.tokenUri = tokenUri;
	}

	OAuth2AuthorizedClient get(BearerToken token) {
		Entry last = this.last;
		if (last == null || last.token() != token) {
			last = new Entry(token, create(token));
			this.last = last;
		}
		return last.client();
	}

	private OAuth2AuthorizedClient create(BearerToken token) {
		AccessToken accessToken = token.accessToken();
		ClientRegistration registration = ClientRegistration.withRegistrationId(this.registrationId)
			.clientId(accessToken.clientId())
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.tokenUri(this.tokenUri.toString())
			.build();
		return new OAuth2AuthorizedClient(registration, accessToken.clientId(),
				new OAuth2AccessToken(TokenType.BEARER, accessToken.value(), token.issuedAt(), token.expiresAt()));
	}

	private record Entry(BearerToken token, OAuth2AuthorizedClient client) {
	}

}
