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

package io.github.pineconeoauth.it.servletsecurity;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * Registrations and a manager that replace those of Spring Boot and Spring Security.
 */
@Configuration(proxyBeanMethods = false)
class OwnClientsConfiguration {

	@Bean
	ClientRegistrationRepository ownRegistrations(@Value("${application.provider}") String provider) {
		return new InMemoryClientRegistrationRepository(
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
	OAuth2AuthorizedClientManager ownManager(ClientRegistrationRepository registrations,
			OAuth2AuthorizedClientRepository authorizedClients) {
		return new OwnManager(registrations, authorizedClients);
	}

	static class OwnManager implements OAuth2AuthorizedClientManager {

		private final OAuth2AuthorizedClientManager delegate;

		OwnManager(ClientRegistrationRepository registrations, OAuth2AuthorizedClientRepository authorizedClients) {
			this.delegate = new DefaultOAuth2AuthorizedClientManager(registrations, authorizedClients);
		}

		@Override
		public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
			return this.delegate.authorize(request);
		}

	}

}
