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

package io.github.pineconeoauth.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails.Credentials;
import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.ClientCredentials;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenFetcher;
import io.github.pineconeoauth.token.TokenFetcherDecorator;
import io.github.pineconeoauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

/**
 * Creates service accounts that share an HTTP client.
 */
final class ServiceAccountFactory implements Function<AccountName, ServiceAccount>, AutoCloseable {

	private final PineconeProperties properties;

	private final PineconeConnectionDetails connectionDetails;

	private final Environment environment;

	private final PineconeEndpoints endpoints;

	private final RestClient restClient;

	private final TokenHttpClient httpClient;

	private final Executor executor;

	private final List<TokenFetcherDecorator> decorators;

	/**
	 * Create a new factory.
	 * @param properties the settings that all accounts share
	 * @param connectionDetails provides the credentials of the default account
	 * @param environment the environment with the credentials of the other accounts
	 * @param endpoints the URLs to use
	 * @param restClient sends token requests
	 * @param httpClient the HTTP client of {@code restClient}
	 * @param executor runs token requests
	 * @param decorators the decorators of token fetchers
	 */
	ServiceAccountFactory(PineconeProperties properties, PineconeConnectionDetails connectionDetails,
			Environment environment, PineconeEndpoints endpoints, RestClient restClient, TokenHttpClient httpClient,
			Executor executor, List<TokenFetcherDecorator> decorators) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.environment = environment;
		this.endpoints = endpoints;
		this.restClient = restClient;
		this.httpClient = httpClient;
		this.executor = executor;
		this.decorators = decorators;
	}

	@Override
	public ServiceAccount apply(AccountName name) {
		TokenRequest.Settings settings = settings(name);
		TokenFetcher fetcher = new TokenRequest(this.restClient, settings, () -> credentials(name), this.executor);
		for (TokenFetcherDecorator decorator : this.decorators) {
			fetcher = decorator.decorate(name, fetcher);
		}
		OAuth oauth = this.properties.getOauth();
		RenewalPolicy policy = new RenewalPolicy(oauth.getRefreshAhead(), oauth.getClockSkew(),
				oauth.getFailureBackoff(), oauth.getWaitTimeout(), settings.requestTimeout());
		SharedToken sharedToken = new SharedToken(name, fetcher, this.executor, System::nanoTime,
				InstantSource.system(), policy);
		return new ServiceAccount(sharedToken, this.endpoints.tokenUri(), this.endpoints.adminBaseUrl(),
				this.properties.getApiVersion(), NonBlockingThreads::isCurrentThread);
	}

	private TokenRequest.Settings settings(AccountName name) {
		OAuth oauth = this.properties.getOauth();
		OAuth.Retry retry = oauth.getRetry();
		return new TokenRequest.Settings(name, this.endpoints.tokenUri(), oauth.getAudience(),
				this.properties.getApiVersion(), oauth.getReadTimeout(), retry.getMaxRetries(),
				retry.getInitialBackoff(), retry.getMaxBackoff());
	}

	private @Nullable ClientCredentials credentials(AccountName name) {
		Credentials credentials = name.isDefault() ? this.connectionDetails.getCredentials()
				: new CredentialProperties(name, this.environment).get();
		return ClientCredentials.of(credentials.clientId(), credentials.clientSecret());
	}

	@Override
	public void close() {
		this.httpClient.close();
	}

}
