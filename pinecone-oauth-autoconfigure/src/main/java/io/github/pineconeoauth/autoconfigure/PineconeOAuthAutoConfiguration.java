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

import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenRequest;
import io.github.pineconeoauth.token.TokenRequestDecorator;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.boot.webclient.observation.ObservationWebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for access tokens for Pinecone's
 * Admin API. A context whose parent has them uses those of its parent.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { SslAutoConfiguration.class, WebClientObservationAutoConfiguration.class })
@ConditionalOnClass({ ClientHttpConnectorBuilder.class, OAuth2AuthorizedClientManager.class,
		ObservationWebClientCustomizer.class, WebClient.class })
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
	SharedToken pineconeSharedToken(PineconeProperties properties, PineconeConnectionDetails connectionDetails,
			PineconeEndpoints endpoints, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder>> connectorCustomizers,
			ObjectProvider<ObservationWebClientCustomizer> observationCustomizers,
			ObjectProvider<ObservationRegistry> observationRegistry, ObjectProvider<TokenRequestDecorator> decorators) {
		OAuth oauth = properties.getOauth();
		WebClient.Builder webClient = WebClient.builder()
			.clientConnector(TokenClientHttpConnector.create(oauth, sslBundles, connectorCustomizers));
		observationCustomizers.orderedStream().forEach((customizer) -> customizer.customize(webClient));
		Mono<OAuth2AuthorizedClient> tokenRequest = new TokenRequest(webClient.build(),
				tokenRequestSettings(properties, endpoints), connectionDetails::getClientId,
				connectionDetails::getClientSecret, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP))
			.toMono();
		for (TokenRequestDecorator decorator : decorators.orderedStream().toList()) {
			tokenRequest = decorator.apply(tokenRequest);
		}
		RenewalPolicy policy = new RenewalPolicy(oauth.getRefreshAhead(), oauth.getClockSkew(),
				oauth.getFailureBackoff());
		return new SharedToken(tokenRequest, policy, System::nanoTime);
	}

	@Bean
	SmartInitializingSingleton pineconeTokenOnStartup(PineconeProperties properties,
			ObjectProvider<SharedToken> sharedToken) {
		return () -> {
			if (properties.getOauth().isFetchOnStartup()) {
				sharedToken.getObject().block();
			}
		};
	}

	private static TokenRequest.Settings tokenRequestSettings(PineconeProperties properties,
			PineconeEndpoints endpoints) {
		OAuth oauth = properties.getOauth();
		OAuth.Retry retry = oauth.getRetry();
		return new TokenRequest.Settings(endpoints.tokenUri(), oauth.getAudience(), properties.getApiVersion(),
				oauth.attemptTimeout(), retry.getMaxRetries(), retry.getInitialBackoff(), retry.getMaxBackoff());
	}

}
