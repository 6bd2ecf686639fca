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

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import io.github.pineconeoauth.token.BoundedHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.util.Assert;

/**
 * Builds the connector that carries the secret: always the JDK's, whatever the
 * application uses elsewhere. It never follows a redirect, whatever a customizer says,
 * and leaves no connection behind.
 * <p>
 * It speaks HTTP/1.1 only. Over HTTP/2 the JDK's client goes on using a connection that
 * has died, which no attempt would survive, and sends requests again by itself.
 */
final class TokenClientHttpConnector {

	private TokenClientHttpConnector() {
	}

	static ClientHttpConnector create(OAuth oauth, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder>> customizers) {
		JdkClientHttpConnectorBuilder builder = ClientHttpConnectorBuilder.jdk();
		for (ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> customizer : customizers
			.orderedStream()
			.toList()) {
			builder = customizer.customize(builder);
		}
		JdkClientHttpConnectorBuilder customized = builder;
		return PineconeHttpClients.of(oauth, sslBundles).connector((settings) -> build(customized, settings, oauth));
	}

	private static JdkClientHttpConnector build(JdkClientHttpConnectorBuilder builder,
			@Nullable HttpClientSettings settings, OAuth oauth) {
		HttpClient httpClient = httpClientBuilder(builder, settings).followRedirects(Redirect.NEVER)
			.version(Version.HTTP_1_1)
			.build();
		JdkClientHttpConnector connector = new JdkClientHttpConnector(
				new BoundedHttpClient(httpClient, oauth.attemptTimeout()));
		connector.setReadTimeout(oauth.getReadTimeout());
		return connector;
	}

	/**
	 * Return what Spring Boot and the application's customizers make of the JDK's
	 * builder. Only a build shows it.
	 */
	private static HttpClient.Builder httpClientBuilder(JdkClientHttpConnectorBuilder builder,
			@Nullable HttpClientSettings settings) {
		AtomicReference<HttpClient.@Nullable Builder> httpClient = new AtomicReference<>();
		builder.withHttpClientCustomizer(httpClient::set).build(settings);
		HttpClient.Builder customized = httpClient.get();
		Assert.state(customized != null, "No HTTP client was built");
		return customized;
	}

}
