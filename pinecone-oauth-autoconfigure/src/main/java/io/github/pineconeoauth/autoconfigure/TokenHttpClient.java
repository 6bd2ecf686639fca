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

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.List;
import java.util.concurrent.Executor;
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
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;
import org.springframework.util.Assert;

/**
 * The HTTP client of the token endpoint.
 * <p>
 * It is always the JDK's, whatever the application uses elsewhere, and never follows a
 * redirect, since it carries the secret. It speaks HTTP/1.1 only: over HTTP/2 the JDK's
 * client goes on using a dead connection, and repeats requests by itself. It is built
 * when it is needed, and anew once its SSL bundle has changed or it has broken down.
 */
final class TokenHttpClient implements ClientHttpRequestFactory {

	private final HttpClientSettings settings;

	private final @Nullable String sslBundle;

	private final ObjectProvider<SslBundles> sslBundles;

	private final Executor executor;

	private final List<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers;

	private final List<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers;

	private @Nullable ClientHttpRequestFactory requestFactory;

	private @Nullable SslBundle currentSslBundle;

	TokenHttpClient(OAuth oauth, ObjectProvider<SslBundles> sslBundles, Executor executor,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> requestFactoryCustomizers,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<?>> connectorCustomizers) {
		this.settings = HttpClientSettings.defaults().withConnectTimeout(oauth.getConnectTimeout());
		this.sslBundle = oauth.getSsl().getBundle();
		this.sslBundles = sslBundles;
		this.executor = executor;
		this.requestFactoryCustomizers = requestFactoryCustomizers.orderedStream().toList();
		this.connectorCustomizers = connectorCustomizers.orderedStream().toList();
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
		return new Request(requestFactory().createRequest(uri, httpMethod));
	}

	private synchronized ClientHttpRequestFactory requestFactory() {
		SslBundle bundle = (this.sslBundle != null) ? this.sslBundles.getObject().getBundle(this.sslBundle) : null;
		if (this.requestFactory == null || this.currentSslBundle != bundle) {
			this.requestFactory = build(this.settings.withSslBundle(bundle));
			this.currentSslBundle = bundle;
		}
		return this.requestFactory;
	}

	private synchronized void discard() {
		this.requestFactory = null;
	}

	/**
	 * Applies the application's customizers for the JDK's client, of either kind.
	 */
	private ClientHttpRequestFactory build(HttpClientSettings settings) {
		JdkClientHttpConnectorBuilder connector = customizedConnector();
		if (connector != null) {
			AtomicReference<HttpClient.@Nullable Builder> builder = new AtomicReference<>();
			connector.withHttpClientCustomizer(builder::set).build(settings);
			HttpClient.Builder customized = builder.get();
			Assert.state(customized != null, "No HTTP client was built");
			restrict(customized);
			return new JdkClientHttpRequestFactory(customized.build(), this.executor);
		}
		return customizedRequestFactory().withHttpClientCustomizer(this::restrict).build(settings);
	}

	private void restrict(HttpClient.Builder builder) {
		builder.followRedirects(Redirect.NEVER).version(Version.HTTP_1_1).executor(this.executor);
	}

	@SuppressWarnings("unchecked")
	private JdkClientHttpRequestFactoryBuilder customizedRequestFactory() {
		JdkClientHttpRequestFactoryBuilder[] builder = { ClientHttpRequestFactoryBuilder.jdk() };
		LambdaSafe
			.callbacks(ClientHttpRequestFactoryBuilderCustomizer.class, this.requestFactoryCustomizers, builder[0])
			.invoke((customizer) -> builder[0] = (JdkClientHttpRequestFactoryBuilder) customizer.customize(builder[0]));
		return builder[0];
	}

	@SuppressWarnings("unchecked")
	private @Nullable JdkClientHttpConnectorBuilder customizedConnector() {
		JdkClientHttpConnectorBuilder initial = ClientHttpConnectorBuilder.jdk();
		JdkClientHttpConnectorBuilder[] builder = { initial };
		LambdaSafe.callbacks(ClientHttpConnectorBuilderCustomizer.class, this.connectorCustomizers, initial)
			.invoke((customizer) -> builder[0] = (JdkClientHttpConnectorBuilder) customizer.customize(builder[0]));
		return (builder[0] != initial) ? builder[0] : null;
	}

	/**
	 * A request that notices when the client has broken down. An interceptor would do,
	 * but the body that Spring creates for it refers to the client, and an idle
	 * connection refers to the body: the JDK would keep a client that nobody uses any
	 * more.
	 */
	private final class Request extends HttpRequestWrapper implements ClientHttpRequest, StreamingHttpOutputMessage {

		private final ClientHttpRequest request;

		Request(ClientHttpRequest request) {
			super(request);
			this.request = request;
		}

		@Override
		public OutputStream getBody() throws IOException {
			return this.request.getBody();
		}

		@Override
		public void setBody(Body body) {
			((StreamingHttpOutputMessage) this.request).setBody(body);
		}

		@Override
		public ClientHttpResponse execute() throws IOException {
			try {
				return this.request.execute();
			}
			catch (IOException ex) {
				if (String.valueOf(ex.getMessage()).contains("selector manager closed")) {
					discard();
				}
				throw ex;
			}
		}

	}

}
