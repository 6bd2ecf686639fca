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

package io.github.pineconeoauth.benchmark;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.SharedToken;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.util.Assert;

/**
 * Token for both contenders that stays fresh during a benchmark.
 */
final class FreshToken {

	/**
	 * About as long as the JSON Web Tokens that the token endpoint issues.
	 */
	static final String VALUE = "0123456789abcdef".repeat(50);

	static final String REGISTRATION_ID = "pinecone";

	/**
	 * Principal that Spring Security uses if nobody has logged in.
	 */
	static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("anonymous", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private static final Duration LIFETIME = Duration.ofHours(1);

	private static final ClientRegistration REGISTRATION = ClientRegistration.withRegistrationId(REGISTRATION_ID)
		.clientId("id")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.tokenUri("https://login.pinecone.io/oauth/token")
		.build();

	static final ClientRegistrationRepository REGISTRATIONS = new InMemoryClientRegistrationRepository(REGISTRATION);

	private FreshToken() {
	}

	/**
	 * Return the service account that has the token.
	 */
	static ServiceAccount serviceAccount() {
		ServiceAccount serviceAccount = serviceAccount(
				new SharedToken(AccountName.ofSingle(), () -> new AccessToken(VALUE, LIFETIME, "id"),
						Scenarios.EXECUTOR, System::nanoTime, InstantSource.system(), Scenarios.DEFAULTS));
		serviceAccount.token();
		return serviceAccount;
	}

	static ServiceAccounts serviceAccounts() {
		return new ServiceAccounts(Set.of(), (name) -> serviceAccount());
	}

	static ServiceAccount serviceAccount(SharedToken token) {
		return new ServiceAccount(token, URI.create("https://login.pinecone.io/oauth/token"), AdminRequest.BASE_URL,
				AdminRequest.API_VERSION, () -> false);
	}

	/**
	 * Return a manager that only checks the expiry of the token.
	 */
	static OAuth2AuthorizedClientManager limitManager() {
		Supplier<OAuth2AuthorizedClient> token = untilItExpires();
		return (request) -> token.get();
	}

	/**
	 * Return a manager that only checks the expiry of the token.
	 */
	static ReactiveOAuth2AuthorizedClientManager limitReactiveManager() {
		Mono<OAuth2AuthorizedClient> token = Mono.fromSupplier(untilItExpires());
		return (request) -> token;
	}

	private static Supplier<OAuth2AuthorizedClient> untilItExpires() {
		OAuth2AuthorizedClient client = authorizedClient(ANONYMOUS);
		long expiresAt = System.nanoTime() + LIFETIME.toNanos();
		return () -> {
			Assert.state(System.nanoTime() - expiresAt < 0, "The token has expired");
			return client;
		};
	}

	static OAuth2AuthorizedClientService storedFor(Authentication principal) {
		OAuth2AuthorizedClientService service = new InMemoryOAuth2AuthorizedClientService(REGISTRATIONS);
		service.saveAuthorizedClient(authorizedClient(principal), principal);
		return service;
	}

	static OAuth2AuthorizedClientManager stockManager() {
		return new AuthorizedClientServiceOAuth2AuthorizedClientManager(REGISTRATIONS, storedFor(ANONYMOUS));
	}

	static ReactiveOAuth2AuthorizedClientManager stockReactiveManager() {
		ReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
				REGISTRATION);
		ReactiveOAuth2AuthorizedClientService service = new InMemoryReactiveOAuth2AuthorizedClientService(
				registrations);
		service.saveAuthorizedClient(authorizedClient(ANONYMOUS), ANONYMOUS).block();
		return new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, service);
	}

	static OAuth2AuthorizeRequest authorizeRequest() {
		return OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION_ID).principal(ANONYMOUS).build();
	}

	private static OAuth2AuthorizedClient authorizedClient(Authentication principal) {
		Instant now = Instant.now();
		return new OAuth2AuthorizedClient(REGISTRATION, principal.getName(),
				new OAuth2AccessToken(TokenType.BEARER, VALUE, now, now.plus(LIFETIME)));
	}

}
