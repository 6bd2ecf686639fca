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
import io.github.pineconeoauth.client.AuthorizedClients;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.token.BearerToken;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

/**
 * {@link ReactiveOAuth2AuthorizedClientManager} for the client registration
 * {@code pinecone}. Never blocks. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeReactiveAuthorizedClientManager implements ReactiveOAuth2AuthorizedClientManager {

	private final String registrationId;

	private final Mono<OAuth2AuthorizedClient> authorizedClient;

	/**
	 * Create a new manager.
	 * @param serviceAccount the service account whose token to return
	 */
	public PineconeReactiveAuthorizedClientManager(ServiceAccount serviceAccount) {
		this.registrationId = serviceAccount.registrationId();
		AuthorizedClients authorizedClients = new AuthorizedClients(serviceAccount);
		ReactiveToken reactiveToken = new ReactiveToken(serviceAccount.sharedToken());
		this.authorizedClient = Mono.deferContextual((context) -> {
			BearerToken token = serviceAccount.sharedToken().getIfFresh();
			return (token != null) ? Mono.just(authorizedClients.get(token))
					: reactiveToken.get(context).map(authorizedClients::get);
		});
	}

	/**
	 * Return the shared access token.
	 * @param request the request; its principal does not matter
	 * @return an authorized client whose registration does not carry the client secret,
	 * empty if the request is for another client registration, or an error signal with
	 * {@link PineconeAuthorizationException}
	 */
	@Override
	public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
		boolean ours = this.registrationId.equals(request.getClientRegistrationId());
		return ours ? this.authorizedClient : Mono.empty();
	}

}
