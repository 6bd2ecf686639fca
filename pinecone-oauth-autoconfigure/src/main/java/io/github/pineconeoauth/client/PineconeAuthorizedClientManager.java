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
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

/**
 * {@link OAuth2AuthorizedClientManager} for the client registrations of service accounts.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeAuthorizedClientManager implements OAuth2AuthorizedClientManager {

	private final ServiceAccounts serviceAccounts;

	/**
	 * Create a new manager.
	 * @param serviceAccounts the service accounts whose tokens to return
	 */
	public PineconeAuthorizedClientManager(ServiceAccounts serviceAccounts) {
		this.serviceAccounts = serviceAccounts;
	}

	/**
	 * Return the shared access token of a service account. Waits if there is no usable
	 * one.
	 * @param request the request, whose principal is ignored
	 * @return an authorized client whose registration has no client secret, or
	 * {@code null} if the request is for another client registration
	 * @throws PineconeAuthorizationException if no token could be obtained
	 * @throws IllegalStateException if the caller would have to wait on a thread that
	 * must not block, such as an event loop
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
		ServiceAccount account = this.serviceAccounts.findByRegistrationId(request.getClientRegistrationId());
		return (account != null) ? account.authorizedClient(account.token()) : null;
	}

}
