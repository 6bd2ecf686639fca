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
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the {@link WebClient} of each service account over a shared HTTP client.
 */
final class AdminWebClients implements AutoCloseable {

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration";

	private static final String CONNECTOR_AUTO_CONFIGURATION = "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration";

	private final URI baseUrl;

	private final ApplicationBeans application;

	private final ObjectProvider<WebClientCustomizer> customizers;

	private final PineconeHttpClients httpClients;

	private final SingletonSupplier<ClientHttpConnector> transport;

	AdminWebClients(URI baseUrl, ApplicationBeans application, ObjectProvider<WebClientCustomizer> customizers,
			PineconeHttpClients httpClients, ClientHttpConnectorBuilder<?> connector) {
		this.baseUrl = baseUrl;
		this.application = application;
		this.customizers = customizers;
		this.httpClients = httpClients;
		this.transport = SingletonSupplier.of(() -> httpClients.connector(connector));
	}

	/**
	 * Create a client that sends the token of a service account. The application's
	 * customizers can replace the transport, but not the base URL and the token.
	 */
	WebClient create(ExchangeFilterFunction filter) {
		WebClient.Builder builder = builder();
		setTransport(builder, this.application, this.transport);
		BaseUrlUriBuilderFactory.setBaseUrl(builder, this.baseUrl.toString());
		addFilter(builder, filter);
		return builder.build();
	}

	private WebClient.Builder builder() {
		WebClient.Builder own = this.application.builder(WebClient.Builder.class, AUTO_CONFIGURATION);
		if (own != null) {
			return own.clone();
		}
		WebClient.Builder builder = WebClient.builder();
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	/**
	 * Set the transport unless the application has set one. Spring Boot sets a connector
	 * on every client; its default does not count as the application's.
	 */
	static void setTransport(WebClient.Builder builder, ApplicationBeans application,
			Supplier<ClientHttpConnector> transport) {
		Object connector = PrivateField.get(builder, "connector");
		if (PrivateField.isUnset(builder, "connector") || (connector != null && connector == application
			.springBootDefault(ClientHttpConnector.class, CONNECTOR_AUTO_CONFIGURATION))) {
			builder.clientConnector(transport.get());
		}
	}

	/**
	 * Add the filter and keep its token out of the log.
	 */
	static void addFilter(WebClient.Builder builder, ExchangeFilterFunction filter) {
		builder.filter(filter).codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(false));
	}

	@Override
	public void close() {
		this.httpClients.close();
	}

}
