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
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the {@link WebClient} of each service account.
 */
final class AdminWebClients {

	private final URI baseUrl;

	private final ObjectProvider<WebClient.Builder> builders;

	private final ObjectProvider<WebClientCustomizer> customizers;

	private final Supplier<ClientHttpConnector> transport;

	AdminWebClients(URI baseUrl, ObjectProvider<WebClient.Builder> builders,
			ObjectProvider<WebClientCustomizer> customizers, Supplier<ClientHttpConnector> transport) {
		this.baseUrl = baseUrl;
		this.builders = builders;
		this.customizers = customizers;
		this.transport = transport;
	}

	/**
	 * Create a client that sends the token of a service account. Works on a copy of the
	 * builder: an application's own may be a singleton.
	 */
	WebClient create(ExchangeFilterFunction filter) {
		return this.builders.getIfUnique(this::builder)
			.clone()
			.clientConnector(this.transport.get())
			.baseUrl(this.baseUrl.toString())
			.filter(filter)
			.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(false))
			.build();
	}

	/**
	 * Stands in where the application has no builder, or more than one.
	 */
	private WebClient.Builder builder() {
		WebClient.Builder builder = WebClient.builder();
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
