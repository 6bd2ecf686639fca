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

package io.github.pineconeoauth.it.reactivesecurity;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * Registrations and a manager that replace those of Spring Boot and Spring Security.
 */
@Configuration(proxyBeanMethods = false)
class OwnClientsConfiguration {

	@Bean
	ReactiveClientRegistrationRepository ownRegistrations(@Value("${application.provider}") String provider) {
		return new InMemoryReactiveClientRegistrationRepository(
				registration("own", provider).authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
					.authorizationUri(provider + "/authorize")
					.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
					.userInfoUri(provider + "/user")
					.userNameAttributeName("sub")
					.build(),
				registration("service", provider).authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
					.build());
	}

	private static ClientRegistration.Builder registration(String id, String provider) {
		return ClientRegistration.withRegistrationId(id)
			.clientId("own-id")
			.clientSecret("own-secret")
			.tokenUri(provider + "/token");
	}

	@Bean
	ReactiveOAuth2AuthorizedClientManager ownManager(ReactiveClientRegistrationRepository registrations,
			ServerOAuth2AuthorizedClientRepository authorizedClients) {
		return new OwnManager(registrations, authorizedClients);
	}

	static class OwnManager implements ReactiveOAuth2AuthorizedClientManager {

		private final ReactiveOAuth2AuthorizedClientManager delegate;

		OwnManager(ReactiveClientRegistrationRepository registrations,
				ServerOAuth2AuthorizedClientRepository authorizedClients) {
			this.delegate = new DefaultReactiveOAuth2AuthorizedClientManager(registrations, authorizedClients);
		}

		@Override
		public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
			return this.delegate.authorize(request);
		}

	}

}
