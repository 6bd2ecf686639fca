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

import io.github.pineconeoauth.client.PineconeAuthorizationFailureHandler;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.TokenFetcherDecorator;
import io.micrometer.observation.ObservationRegistry;

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
 * Admin API. A child context uses the tokens of its parent.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass({ ClientHttpRequestFactoryBuilder.class, OAuth2AuthorizedClientManager.class })
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
		return new PropertiesPineconeConnectionDetails(properties,
				new CredentialProperties(AccountName.ofSingle(), environment));
	}

	/**
	 * Not lazy, so that invalid properties also fail the start of a lazily initialized
	 * application.
	 */
	@Bean
	@Lazy(false)
	PineconeEndpoints pineconeEndpoints(PineconeProperties properties, PineconeConnectionDetails connectionDetails,
			ObjectProvider<SslBundles> sslBundles, Environment environment) {
		properties.validate();
		properties.getAccounts()
			.keySet()
			.forEach((name) -> new CredentialProperties(new AccountName(name, false), environment)
				.requireBoth("Set both properties of the account '" + name + "', or remove the account."));
		properties.sslBundleNames().forEach((name) -> sslBundles.getObject().getBundle(name));
		return new PineconeEndpoints(connectionDetails.getTokenUri(), connectionDetails.getAdminBaseUrl());
	}

	/**
	 * Lazy, since the HTTP client is slow to create and not needed before the first call.
	 */
	@Bean
	@Lazy
	ServiceAccountFactory pineconeServiceAccountFactory(PineconeProperties properties,
			PineconeConnectionDetails connectionDetails, PineconeEndpoints endpoints,
			ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers,
			ObjectProvider<ObservationRegistry> observationRegistries,
			ObjectProvider<ClientRequestObservationConvention> observationConventions,
			ObjectProvider<TokenFetcherDecorator> decorators, Environment environment) {
		ObservationRegistry observationRegistry = observationRegistries.getIfUnique(() -> ObservationRegistry.NOOP);
		TokenRequestExecutor executor = new TokenRequestExecutor(observationRegistry);
		TokenHttpClient httpClient = new TokenHttpClient(properties.getOauth(), sslBundles, executor,
				requestFactoryCustomizers, connectorCustomizers);
		RestClient restClient = RestClient.builder()
			.requestFactory(httpClient)
			.observationRegistry(observationRegistry)
			.observationConvention(observationConventions.getIfAvailable(() -> observationConvention(environment)))
			.build();
		return new ServiceAccountFactory(properties, connectionDetails, environment, endpoints, restClient, httpClient,
				executor, decorators.orderedStream().toList());
	}

	@Bean
	@Lazy
	ServiceAccounts pineconeServiceAccounts(PineconeProperties properties, ServiceAccountFactory factory) {
		return new ServiceAccounts(properties.getAccounts().keySet(), factory);
	}

	@Bean
	@Lazy
	ServiceAccount pineconeServiceAccount(ServiceAccounts serviceAccounts) {
		return serviceAccounts.get(AccountName.DEFAULT);
	}

	@Bean(defaultCandidate = false)
	@Lazy
	@ConditionalOnMissingBean(name = "pineconeAuthorizationFailureHandler")
	PineconeAuthorizationFailureHandler pineconeAuthorizationFailureHandler(ServiceAccounts serviceAccounts) {
		return new PineconeAuthorizationFailureHandler(serviceAccounts);
	}

	@Bean
	SmartInitializingSingleton pineconeTokenOnStartup(PineconeProperties properties,
			ObjectProvider<ServiceAccounts> serviceAccounts) {
		return () -> {
			if (properties.getOauth().isFetchOnStartup()) {
				ServiceAccounts accounts = serviceAccounts.getObject();
				accounts.names().forEach((name) -> accounts.get(name).token());
			}
		};
	}

	private static ClientRequestObservationConvention observationConvention(Environment environment) {
		return new DefaultClientRequestObservationConvention(
				environment.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
	}

}
