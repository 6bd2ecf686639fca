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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for HTTP service clients of
 * Pinecone's Admin API: the group {@code pinecone}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
@ConditionalOnBean({ HttpServiceProxyRegistry.class, ServiceAccount.class })
public final class PineconeHttpServiceAutoConfiguration {

	@Bean
	PineconeHttpServiceGroup pineconeHttpServiceGroup(PineconeEndpoints endpoints, PineconeProperties properties,
			ObjectProvider<HttpServiceClientProperties> groupProperties,
			ObjectProvider<HttpClientSettings> httpClientSettings, ObjectProvider<SslBundles> sslBundles) {
		HttpServiceClientProperties groups = groupProperties.getIfAvailable();
		return PineconeHttpServiceGroup.of((groups != null) ? groups.get(PineconeHttpServiceGroup.NAME) : null,
				endpoints.adminBaseUrl(),
				PineconeHttpClients.of(properties.getAdmin(), httpClientSettings, sslBundles));
	}

	@Bean
	@ConditionalOnBean(name = "pineconeClientHttpRequestInterceptor")
	PineconeRestClientHttpServiceGroupConfigurer pineconeRestClientHttpServiceGroupConfigurer(
			PineconeHttpServiceGroup group,
			@Qualifier("pineconeClientHttpRequestInterceptor") ClientHttpRequestInterceptor interceptor,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> requestFactories, ResourceLoader resourceLoader) {
		return new PineconeRestClientHttpServiceGroupConfigurer(group, interceptor, requestFactories
			.getIfUnique(() -> ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader())));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientConfiguration {

		@Bean
		@ConditionalOnBean(name = "pineconeExchangeFilterFunction")
		PineconeWebClientHttpServiceGroupConfigurer pineconeWebClientHttpServiceGroupConfigurer(
				PineconeHttpServiceGroup group,
				@Qualifier("pineconeExchangeFilterFunction") ExchangeFilterFunction filterFunction,
				ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ResourceLoader resourceLoader) {
			return new PineconeWebClientHttpServiceGroupConfigurer(group, filterFunction,
					connectors.getIfUnique(() -> ClientHttpConnectorBuilder.detect(resourceLoader.getClassLoader())));
		}

	}

}
