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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.SharedToken;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

/**
 * {@link OAuth2AuthorizedClientManager} that gives the shared access token to whoever
 * asks for the client registration {@code pinecone}, and nothing for any other. Waits
 * only where no usable token is left. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeAuthorizedClientManager implements OAuth2AuthorizedClientManager {

	private final SharedToken sharedToken;

	/**
	 * Create a new manager.
	 * @param sharedToken the token to give
	 */
	public PineconeAuthorizedClientManager(SharedToken sharedToken) {
		this.sharedToken = sharedToken;
	}

	/**
	 * Return the shared access token.
	 * @param request the request; its principal does not matter
	 * @return an authorized client whose registration does not carry the client secret,
	 * or {@code null} where the request is for another client registration
	 * @throws PineconeAuthorizationException where no token can be had
	 * @throws IllegalStateException where the caller would have to wait on a thread that
	 * must not block
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
		boolean ours = PineconeAuthorizationException.REGISTRATION_ID.equals(request.getClientRegistrationId());
		return ours ? this.sharedToken.block().authorizedClient() : null;
	}

}
