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

import java.net.URI;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;

/**
 * Creates the {@link RestClient} of each service account over a shared HTTP client.
 */
final class AdminRestClients implements AutoCloseable {

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration";

	private final URI baseUrl;

	private final ApplicationBeans application;

	private final ObjectProvider<RestClientCustomizer> customizers;

	private final PineconeHttpClients httpClients;

	private final SingletonSupplier<ClientHttpRequestFactory> transport;

	AdminRestClients(URI baseUrl, ApplicationBeans application, ObjectProvider<RestClientCustomizer> customizers,
			PineconeHttpClients httpClients, ClientHttpRequestFactoryBuilder<?> requestFactory) {
		this.baseUrl = baseUrl;
		this.application = application;
		this.customizers = customizers;
		this.httpClients = httpClients;
		this.transport = SingletonSupplier.of(() -> httpClients.requestFactory(requestFactory));
	}

	/**
	 * Create a client that sends the token of a service account. The application's
	 * customizers can replace the transport, but not the base URL and the token.
	 */
	RestClient create(ClientHttpRequestInterceptor interceptor) {
		RestClient.Builder builder = builder();
		BaseUrlUriBuilderFactory.setBaseUrl(builder, this.baseUrl.toString());
		return builder.requestInterceptor(interceptor).build();
	}

	private RestClient.Builder builder() {
		RestClient.Builder own = this.application.builder(RestClient.Builder.class, AUTO_CONFIGURATION);
		if (own != null) {
			RestClient.Builder builder = own.clone();
			return PrivateField.isUnset(builder, "requestFactory") ? builder.requestFactory(this.transport.obtain())
					: builder;
		}
		RestClient.Builder builder = RestClient.builder().requestFactory(this.transport.obtain());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	@Override
	public void close() {
		this.httpClients.close();
	}

}
