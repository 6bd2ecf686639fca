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

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.ClientCredentials;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenRequest;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Starter or Spring Security's own classes, before the first token.
 *
 * @param manager its manager
 * @param filter its filter
 */
record Contender(ReactiveOAuth2AuthorizedClientManager manager, ExchangeFilterFunction filter) {

	private static final Duration TIMEOUT = Duration.ofSeconds(12);

	private static final ClientRequest REQUEST = ClientRequest.create(HttpMethod.GET, AdminRequest.PROJECTS).build();

	private static final Mono<ClientResponse> RESPONSE = Mono.just(ClientResponse.create(HttpStatus.OK).build());

	/**
	 * Return a factory of contenders that use the starter.
	 * @param policy when to renew
	 */
	static Function<TokenEndpoint, Contender> pinecone(RenewalPolicy policy) {
		return (endpoint) -> {
			TokenRequest.Settings settings = new TokenRequest.Settings(AccountName.ofSingle(), endpoint.uri(),
					"https://api.pinecone.io/", AdminRequest.API_VERSION, TIMEOUT, 2, Duration.ofMillis(200),
					Duration.ofSeconds(5));
			TokenRequest tokenRequest = new TokenRequest(restClient(), settings,
					() -> new ClientCredentials("id", "secret"), Scenarios.EXECUTOR);
			SharedToken token = new SharedToken(AccountName.ofSingle(), tokenRequest, Scenarios.EXECUTOR,
					System::nanoTime, InstantSource.system(), policy);
			ServiceAccount serviceAccount = FreshToken.serviceAccount(token);
			return new Contender(
					new PineconeReactiveAuthorizedClientManager(
							new ServiceAccounts(Set.of(), (name) -> serviceAccount)),
					new PineconeExchangeFilterFunction(serviceAccount));
		};
	}

	/**
	 * Return a factory of contenders that use Spring Security's own classes.
	 * @param clockSkew how long before expiry a token is replaced
	 */
	static Function<TokenEndpoint, Contender> stock(Duration clockSkew) {
		return (endpoint) -> {
			WebClientReactiveClientCredentialsTokenResponseClient client = new WebClientReactiveClientCredentialsTokenResponseClient();
			client.setWebClient(webClient(HttpClient.newHttpClient()));
			ClientCredentialsReactiveOAuth2AuthorizedClientProvider provider = new ClientCredentialsReactiveOAuth2AuthorizedClientProvider();
			provider.setAccessTokenResponseClient(client);
			provider.setClockSkew(clockSkew);
			ReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
					registration(endpoint));
			AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
					registrations, new InMemoryReactiveOAuth2AuthorizedClientService(registrations));
			manager.setAuthorizedClientProvider(provider);
			ServerOAuth2AuthorizedClientExchangeFilterFunction filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
					manager);
			filter.setDefaultClientRegistrationId(FreshToken.REGISTRATION_ID);
			return new Contender(manager, filter);
		};
	}

	private static ClientRegistration registration(TokenEndpoint endpoint) {
		return ClientRegistration.withRegistrationId(FreshToken.REGISTRATION_ID)
			.clientId("id")
			.clientSecret("secret")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.tokenUri(endpoint.uri().toString())
			.build();
	}

	private static RestClient restClient() {
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient(), Scenarios.EXECUTOR))
			.build();
	}

	private static WebClient webClient(HttpClient httpClient) {
		return WebClient.builder().clientConnector(new JdkClientHttpConnector(httpClient)).build();
	}

	/**
	 * Return an Admin API request that gets a response once it has a token.
	 */
	Mono<ClientResponse> call() {
		return this.filter.filter(REQUEST, (request) -> RESPONSE);
	}

}
