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
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;

/**
 * Creates the {@link RestClient} of each service account.
 */
final class AdminRestClients {

	private final URI baseUrl;

	private final ObjectProvider<RestClient.Builder> builders;

	private final ObjectProvider<RestClientCustomizer> customizers;

	private final Supplier<ClientHttpRequestFactory> transport;

	AdminRestClients(URI baseUrl, ObjectProvider<RestClient.Builder> builders,
			ObjectProvider<RestClientCustomizer> customizers, Supplier<ClientHttpRequestFactory> transport) {
		this.baseUrl = baseUrl;
		this.builders = builders;
		this.customizers = customizers;
		this.transport = transport;
	}

	/**
	 * Create a client that sends the token of a service account. Works on a copy of the
	 * builder: an application's own may be a singleton.
	 */
	RestClient create(ClientHttpRequestInterceptor interceptor) {
		return this.builders.getIfUnique(this::builder)
			.clone()
			.requestFactory(this.transport.get())
			.baseUrl(this.baseUrl.toString())
			.requestInterceptor(interceptor)
			.build();
	}

	/**
	 * Stands in where the application has no builder, or more than one.
	 */
	private RestClient.Builder builder() {
		RestClient.Builder builder = RestClient.builder();
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
