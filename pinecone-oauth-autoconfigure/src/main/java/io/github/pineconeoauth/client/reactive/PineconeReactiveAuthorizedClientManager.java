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

package io.github.pineconeoauth.client.reactive;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.BearerToken;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

/**
 * {@link ReactiveOAuth2AuthorizedClientManager} for the client registrations of service
 * accounts. Never blocks. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeReactiveAuthorizedClientManager implements ReactiveOAuth2AuthorizedClientManager {

	private final ServiceAccounts serviceAccounts;

	/**
	 * Create a new manager.
	 * @param serviceAccounts the service accounts whose tokens to return
	 */
	public PineconeReactiveAuthorizedClientManager(ServiceAccounts serviceAccounts) {
		this.serviceAccounts = serviceAccounts;
	}

	/**
	 * Return the shared access token of a service account.
	 * @param request the request, whose principal is ignored
	 * @return an authorized client whose registration has no client secret, empty if the
	 * request is for another client registration, or an error signal with
	 * {@link PineconeAuthorizationException}
	 */
	@Override
	public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
		ServiceAccount account = this.serviceAccounts.findByRegistrationId(request.getClientRegistrationId());
		return (account != null) ? authorize(account) : Mono.empty();
	}

	private static Mono<OAuth2AuthorizedClient> authorize(ServiceAccount account) {
		return Mono.deferContextual((context) -> {
			BearerToken token = account.sharedToken().getIfFresh();
			return (token != null) ? Mono.just(account.authorizedClient(token))
					: new ReactiveToken(account.sharedToken()).get(context).map(account::authorizedClient);
		});
	}

}
