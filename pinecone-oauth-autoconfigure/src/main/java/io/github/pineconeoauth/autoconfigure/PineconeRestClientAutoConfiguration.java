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

import io.github.pineconeoauth.client.PineconeClientHttpRequestInterceptor;
import io.github.pineconeoauth.client.ServiceAccount;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RestClient} access to
 * Pinecone's Admin API.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PineconeOAuthAutoConfiguration.class,
		afterName = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration")
@ConditionalOnBean(ServiceAccount.class)
@ImportRuntimeHints(PrivateField.Hints.class)
public final class PineconeRestClientAutoConfiguration {

	@Bean(defaultCandidate = false)
	@Lazy
	@ConditionalOnMissingBean(name = "pineconeClientHttpRequestInterceptor")
	PineconeClientHttpRequestInterceptor pineconeClientHttpRequestInterceptor(ServiceAccount serviceAccount) {
		return new PineconeClientHttpRequestInterceptor(serviceAccount);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class AdminRestClientConfiguration {

		@Bean
		@Lazy
		AdminRestClients pineconeAdminRestClients(PineconeEndpoints endpoints, PineconeProperties properties,
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<RestClientCustomizer> customizers,
				ObjectProvider<ClientHttpRequestFactoryBuilder<?>> requestFactories,
				ObjectProvider<HttpClientSettings> httpClientSettings, ObjectProvider<SslBundles> sslBundles,
				ResourceLoader resourceLoader) {
			return new AdminRestClients(endpoints.adminBaseUrl(), new ApplicationBeans(beanFactory), customizers,
					PineconeHttpClients.of(properties.getAdmin(), httpClientSettings, sslBundles), requestFactories
						.getIfUnique(() -> ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader())));
		}

		@Bean(defaultCandidate = false)
		@Lazy
		@ConditionalOnMissingBean(name = "pineconeAdminRestClient")
		RestClient pineconeAdminRestClient(AdminRestClients restClients,
				@Qualifier("pineconeClientHttpRequestInterceptor") ClientHttpRequestInterceptor interceptor) {
			return restClients.create(interceptor);
		}

	}

}
