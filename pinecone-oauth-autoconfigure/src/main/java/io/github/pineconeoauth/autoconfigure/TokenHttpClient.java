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
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.Assert;

/**
 * HTTP client of the token endpoint, always the JDK's.
 * <p>
 * Follows no redirects, since requests carry the client secret. Uses HTTP/1.1 only: over
 * HTTP/2 the JDK's client keeps using dead connections and repeats requests. Created on
 * demand, and replaced if it breaks or its SSL bundle changes.
 */
final class TokenHttpClient implements ClientHttpRequestFactory, AutoCloseable {

	private final HttpClientSettings settings;

	private final Duration timeout;

	private final @Nullable String sslBundle;

	private final ObjectProvider<SslBundles> sslBundles;

	private final Executor executor;

	private final List<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers;

	private final List<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers;

	private @Nullable HttpClient httpClient;

	private @Nullable SslBundle currentSslBundle;

	TokenHttpClient(OAuth oauth, ObjectProvider<SslBundles> sslBundles, Executor executor,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers) {
		this.settings = HttpClientSettings.defaults().withConnectTimeout(oauth.getConnectTimeout());
		this.timeout = oauth.getReadTimeout();
		this.sslBundle = oauth.getSsl().getBundle();
		this.sslBundles = sslBundles;
		this.executor = executor;
		this.requestFactoryCustomizers = requestFactoryCustomizers.orderedStream().toList();
		this.connectorCustomizers = connectorCustomizers.orderedStream().toList();
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new TokenHttpRequest(httpClient(), httpMethod, uri, this.timeout, this::discardIfBroken);
	}

	private synchronized HttpClient httpClient() {
		SslBundle bundle = (this.sslBundle != null) ? this.sslBundles.getObject().getBundle(this.sslBundle) : null;
		if (this.httpClient == null || this.currentSslBundle != bundle) {
			close();
			this.httpClient = build(this.settings.withSslBundle(bundle));
			this.currentSslBundle = bundle;
		}
		return this.httpClient;
	}

	/**
	 * Discard a client whose selector thread may have ended. Requests then fail with a
	 * message that says so (Java 25) or time out (Java 17).
	 */
	private synchronized void discardIfBroken(Throwable failure) {
		if (failure instanceof TimeoutException
				|| String.valueOf(failure.getMessage()).contains("selector manager closed")) {
			this.httpClient = null;
		}
	}

	/**
	 * Close the current HTTP client after its requests. A later request creates a new
	 * one.
	 */
	@Override
	public synchronized void close() {
		OwnedHttpClient.closeJdk(this.httpClient);
		this.httpClient = null;
	}

	/**
	 * Build a client with the application's customizers for connectors or request
	 * factories.
	 */
	private HttpClient build(HttpClientSettings settings) {
		AtomicReference<HttpClient.@Nullable Builder> builder = new AtomicReference<>();
		JdkClientHttpConnectorBuilder connector = customizedConnector();
		if (connector != null) {
			closeUnused(connector.withHttpClientCustomizer(builder::set).build(settings));
		}
		else {
			closeUnused(customizedRequestFactory().withHttpClientCustomizer(builder::set).build(settings));
		}
		HttpClient.Builder customized = builder.get();
		Assert.state(customized != null, "No HTTP client was built");
		HttpClient httpClient = customized.followRedirects(Redirect.NEVER)
			.version(Version.HTTP_1_1)
			.executor(this.executor)
			.build();
		return httpClient.authenticator().map((authenticator) -> {
			OwnedHttpClient.closeJdk(httpClient);
			return customized.authenticator(new TokenAuthenticator(authenticator)).build();
		}).orElse(httpClient);
	}

	private static void closeUnused(Object requestFactoryOrConnector) {
		OwnedHttpClient.closeJdk(PrivateField.get(requestFactoryOrConnector, "httpClient"));
	}

	@SuppressWarnings("unchecked")
	private JdkClientHttpRequestFactoryBuilder customizedRequestFactory() {
		JdkClientHttpRequestFactoryBuilder[] builder = { ClientHttpRequestFactoryBuilder.jdk() };
		LambdaSafe
			.callbacks(ClientHttpRequestFactoryBuilderCustomizer.class, this.requestFactoryCustomizers, builder[0])
			.invoke((customizer) -> {
				if (customizer.customize(builder[0]) instanceof JdkClientHttpRequestFactoryBuilder customized) {
					builder[0] = customized;
				}
			});
		return builder[0];
	}

	@SuppressWarnings("unchecked")
	private @Nullable JdkClientHttpConnectorBuilder customizedConnector() {
		JdkClientHttpConnectorBuilder initial = ClientHttpConnectorBuilder.jdk();
		JdkClientHttpConnectorBuilder[] builder = { initial };
		LambdaSafe.callbacks(ClientHttpConnectorBuilderCustomizer.class, this.connectorCustomizers, initial)
			.invoke((customizer) -> {
				if (customizer.customize(builder[0]) instanceof JdkClientHttpConnectorBuilder customized) {
					builder[0] = customized;
				}
			});
		return (builder[0] != initial) ? builder[0] : null;
	}

}
