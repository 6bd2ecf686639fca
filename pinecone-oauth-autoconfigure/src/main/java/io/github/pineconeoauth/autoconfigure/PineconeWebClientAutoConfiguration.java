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

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link WebClient} access to
 * Pinecone's Admin API.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PineconeOAuthAutoConfiguration.class, WebClientAutoConfiguration.class })
@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
@ConditionalOnBean(ServiceAccount.class)
@ImportRuntimeHints(PrivateField.Hints.class)
public final class PineconeWebClientAutoConfiguration {

	@Bean(defaultCandidate = false)
	@Lazy
	@ConditionalOnMissingBean(name = "pineconeExchangeFilterFunction")
	PineconeExchangeFilterFunction pineconeExchangeFilterFunction(ServiceAccount serviceAccount) {
		return new PineconeExchangeFilterFunction(serviceAccount);
	}

	@Bean
	@Lazy
	AdminWebClients pineconeAdminWebClients(PineconeEndpoints endpoints, PineconeProperties properties,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<WebClientCustomizer> customizers,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors,
			ObjectProvider<HttpClientSettings> httpClientSettings, ObjectProvider<SslBundles> sslBundles,
			ResourceLoader resourceLoader) {
		return new AdminWebClients(endpoints.adminBaseUrl(), new ApplicationBeans(beanFactory), customizers,
				PineconeHttpClients.of(properties.getAdmin(), httpClientSettings, sslBundles),
				connectors.getIfUnique(() -> ClientHttpConnectorBuilder.detect(resourceLoader.getClassLoader())));
	}

	@Bean(defaultCandidate = false)
	@Lazy
	@ConditionalOnMissingBean(name = "pineconeAdminWebClient")
	WebClient pineconeAdminWebClient(AdminWebClients webClients,
			@Qualifier("pineconeExchangeFilterFunction") ExchangeFilterFunction exchangeFilterFunction) {
		return webClients.create(exchangeFilterFunction);
	}

}
