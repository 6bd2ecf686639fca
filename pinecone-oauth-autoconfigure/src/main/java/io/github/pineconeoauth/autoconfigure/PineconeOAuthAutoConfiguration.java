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

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails.Credentials;
import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.token.ClientCredentials;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenFetcher;
import io.github.pineconeoauth.token.TokenFetcherDecorator;
import io.github.pineconeoauth.token.TokenRequest;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for access tokens for Pinecone's
 * Admin API. A context whose parent has them uses those of its parent.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass({ ClientHttpRequestFactoryBuilder.class, OAuth2AuthorizedClientManager.class, Schedulers.class })
@ConditionalOnBooleanProperty(name = "pinecone.oauth.enabled", matchIfMissing = true)
@Conditional(OnPineconeCredentialsCondition.class)
@ConditionalOnMissingBean(PineconeEndpoints.class)
@EnableConfigurationProperties(PineconeProperties.class)
public final class PineconeOAuthAutoConfiguration {

	@Bean
	static PineconeAuthorizedClientManagersRegistrar pineconeAuthorizedClientManagersRegistrar() {
		return new PineconeAuthorizedClientManagersRegistrar();
	}

	@Bean
	@ConditionalOnMissingBean(PineconeConnectionDetails.class)
	PropertiesPineconeConnectionDetails pineconeConnectionDetails(PineconeProperties properties,
			Environment environment) {
		return new PropertiesPineconeConnectionDetails(properties, environment);
	}

	/**
	 * Not lazy, so that a mistake stops the start of applications that are.
	 */
	@Bean
	@Lazy(false)
	PineconeEndpoints pineconeEndpoints(PineconeProperties properties, PineconeConnectionDetails connectionDetails,
			ObjectProvider<SslBundles> sslBundles) {
		properties.validate();
		properties.sslBundleNames().forEach((name) -> sslBundles.getObject().getBundle(name));
		return new PineconeEndpoints(connectionDetails.getTokenUri(), connectionDetails.getAdminBaseUrl());
	}

	/**
	 * Lazy like all that needs it: an HTTP client takes longer to create than all the
	 * rest, and an application may not need it before its first call.
	 */
	@Bean
	@Lazy
	ServiceAccount pineconeServiceAccount(PineconeProperties properties, PineconeConnectionDetails connectionDetails,
			PineconeEndpoints endpoints, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers,
			ObjectProvider<ObservationRegistry> observationRegistries,
			ObjectProvider<ClientRequestObservationConvention> observationConventions,
			ObjectProvider<TokenFetcherDecorator> decorators, Environment environment) {
		OAuth oauth = properties.getOauth();
		ObservationRegistry observationRegistry = observationRegistries.getIfUnique(() -> ObservationRegistry.NOOP);
		TokenRequestExecutor executor = new TokenRequestExecutor(observationRegistry);
		TokenHttpClient httpClient = new TokenHttpClient(oauth, sslBundles, executor, requestFactoryCustomizers,
				connectorCustomizers);
		RestClient restClient = RestClient.builder()
			.requestFactory(httpClient)
			.observationRegistry(observationRegistry)
			.observationConvention(observationConventions.getIfAvailable(() -> observationConvention(environment)))
			.build();
		TokenRequest.Settings settings = tokenRequestSettings(properties, endpoints);
		TokenFetcher fetcher = new TokenRequest(restClient, settings, () -> credentials(connectionDetails), executor);
		for (TokenFetcherDecorator decorator : decorators.orderedStream().toList()) {
			fetcher = decorator.apply(fetcher);
		}
		RenewalPolicy policy = new RenewalPolicy(oauth.getRefreshAhead(), oauth.getClockSkew(),
				oauth.getFailureBackoff(), oauth.getWaitTimeout(), settings.requestTimeout());
		SharedToken sharedToken = new SharedToken(fetcher, executor, System::nanoTime, InstantSource.system(), policy);
		return new ServiceAccount(sharedToken, endpoints.tokenUri(), endpoints.adminBaseUrl(),
				properties.getApiVersion(), Schedulers::isInNonBlockingThread);
	}

	@Bean
	SmartInitializingSingleton pineconeTokenOnStartup(PineconeProperties properties,
			ObjectProvider<ServiceAccount> serviceAccount) {
		return () -> {
			if (properties.getOauth().isFetchOnStartup()) {
				serviceAccount.getObject().token();
			}
		};
	}

	private static @Nullable ClientCredentials credentials(PineconeConnectionDetails connectionDetails) {
		Credentials credentials = connectionDetails.getCredentials();
		return ClientCredentials.of(credentials.clientId(), credentials.clientSecret());
	}

	private static ClientRequestObservationConvention observationConvention(Environment environment) {
		return new DefaultClientRequestObservationConvention(
				environment.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
	}

	private static TokenRequest.Settings tokenRequestSettings(PineconeProperties properties,
			PineconeEndpoints endpoints) {
		OAuth oauth = properties.getOauth();
		OAuth.Retry retry = oauth.getRetry();
		return new TokenRequest.Settings(endpoints.tokenUri(), oauth.getAudience(), properties.getApiVersion(),
				oauth.getReadTimeout(), retry.getMaxRetries(), retry.getInitialBackoff(), retry.getMaxBackoff());
	}

}
