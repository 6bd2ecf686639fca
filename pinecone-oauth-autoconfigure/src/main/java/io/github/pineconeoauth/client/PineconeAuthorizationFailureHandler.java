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

import java.util.Map;

import io.github.pineconeoauth.token.BearerToken;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * {@link OAuth2AuthorizationFailureHandler} that replaces a refused token. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeAuthorizationFailureHandler implements OAuth2AuthorizationFailureHandler {

	private final ServiceAccounts serviceAccounts;

	/**
	 * Create a new failure handler.
	 * @param serviceAccounts the service accounts whose tokens to replace
	 */
	public PineconeAuthorizationFailureHandler(ServiceAccounts serviceAccounts) {
		this.serviceAccounts = serviceAccounts;
	}

	/**
	 * Replace the current token of a service account if the Admin API refused it with
	 * {@code invalid_token}
	 * (<a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750, section
	 * 3.1</a>). Spring Security reports each 401 with this error code unless the response
	 * names another one. Since Spring Security does not pass the refused token, this is
	 * taken to be the current one. Waits for the new token, so that the next call uses
	 * it. Does not wait if the current thread must not block.
	 */
	@Override
	public void onAuthorizationFailure(OAuth2AuthorizationException exception, Authentication principal,
			Map<String, Object> attributes) {
		if (exception instanceof ClientAuthorizationException failure
				&& OAuth2ErrorCodes.INVALID_TOKEN.equals(failure.getError().getErrorCode())) {
			ServiceAccount account = this.serviceAccounts.findByRegistrationId(failure.getClientRegistrationId());
			BearerToken token = (account != null) ? account.sharedToken().current() : null;
			if (account != null && token != null) {
				account.replace(token);
			}
		}
	}

}
