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
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the HTTP service group
 * {@code pinecone}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
@ConditionalOnBean({ HttpServiceProxyRegistry.class, ServiceAccount.class })
@ImportRuntimeHints(PrivateField.Hints.class)
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

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(name = "pineconeClientHttpRequestInterceptor")
	static class RestClientConfiguration {

		@Bean
		@Order(PineconeHttpServiceGroup.TRANSPORT_ORDER)
		RestClientHttpServiceGroupConfigurer pineconeRestClientTransportConfigurer(PineconeHttpServiceGroup pinecone,
				ObjectProvider<ClientHttpRequestFactoryBuilder<?>> requestFactories, ResourceLoader resourceLoader) {
			ClientHttpRequestFactoryBuilder<?> requestFactory = requestFactories
				.getIfUnique(() -> ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader()));
			return (groups) -> groups.filterByName(PineconeHttpServiceGroup.NAME)
				.forEachClient((group, builder) -> builder
					.requestFactory(pinecone.httpClients().requestFactory(requestFactory)));
		}

		@Bean
		@Order(PineconeHttpServiceGroup.CONFIGURER_ORDER)
		RestClientHttpServiceGroupConfigurer pineconeRestClientHttpServiceGroupConfigurer(
				PineconeHttpServiceGroup pinecone,
				@Qualifier("pineconeClientHttpRequestInterceptor") ClientHttpRequestInterceptor interceptor) {
			return (groups) -> groups.filterByName(PineconeHttpServiceGroup.NAME).forEachClient((group, builder) -> {
				BaseUrlUriBuilderFactory.setBaseUrl(builder, pinecone.baseUrl());
				builder
					.requestInterceptors(
							(interceptors) -> interceptors.removeIf(PineconeHttpServiceGroup::isLoadBalancer))
					.requestInterceptor(interceptor);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	@ConditionalOnBean(name = "pineconeExchangeFilterFunction")
	static class WebClientConfiguration {

		private final PineconeHttpServiceGroup pinecone;

		private final SingletonSupplier<ClientHttpConnector> transport;

		WebClientConfiguration(PineconeHttpServiceGroup pinecone,
				ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ResourceLoader resourceLoader) {
			this.pinecone = pinecone;
			this.transport = SingletonSupplier.of(() -> pinecone.httpClients()
				.connector(connectors
					.getIfUnique(() -> ClientHttpConnectorBuilder.detect(resourceLoader.getClassLoader()))));
		}

		@Bean
		@Order(PineconeHttpServiceGroup.TRANSPORT_ORDER)
		WebClientHttpServiceGroupConfigurer pineconeWebClientTransportConfigurer() {
			return (groups) -> groups.filterByName(PineconeHttpServiceGroup.NAME)
				.forEachClient((group, builder) -> builder.clientConnector(this.transport.obtain()));
		}

		/**
		 * Set the transport again, since a customizer of Spring Boot may have replaced
		 * it.
		 */
		@Bean
		@Order(PineconeHttpServiceGroup.CONFIGURER_ORDER)
		WebClientHttpServiceGroupConfigurer pineconeWebClientHttpServiceGroupConfigurer(
				@Qualifier("pineconeExchangeFilterFunction") ExchangeFilterFunction filter,
				ConfigurableListableBeanFactory beanFactory) {
			ApplicationBeans application = new ApplicationBeans(beanFactory);
			return (groups) -> groups.filterByName(PineconeHttpServiceGroup.NAME).forEachClient((group, builder) -> {
				AdminWebClients.setTransport(builder, application, this.transport);
				BaseUrlUriBuilderFactory.setBaseUrl(builder, this.pinecone.baseUrl());
				builder.filters((filters) -> filters.removeIf(PineconeHttpServiceGroup::isLoadBalancer));
				AdminWebClients.addFilter(builder, filter);
			});
		}

	}

}
