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

import java.io.Closeable;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * HTTP client with a library-specific way to close it. Clients of unknown builders stay
 * open, since they may be shared.
 *
 * @param client the request factory or connector
 * @param closer closes the underlying HTTP client; may be called more than once
 * @param <T> the type of the client
 */
record OwnedHttpClient<T>(T client, Closer closer) {

	private static final Log logger = LogFactory.getLog(OwnedHttpClient.class);

	private static final Closer NOTHING = () -> {
	};

	static OwnedHttpClient<ClientHttpRequestFactory> requestFactory(ClientHttpRequestFactoryBuilder<?> builder,
			HttpClientSettings settings) {
		if (builder instanceof JettyClientHttpRequestFactoryBuilder jetty) {
			AtomicReference<org.eclipse.jetty.client.@Nullable HttpClient> client = new AtomicReference<>();
			return new OwnedHttpClient<>(jetty.withHttpClientCustomizer(client::set).build(settings),
					() -> stop(client.get()));
		}
		if (builder instanceof ReactorClientHttpRequestFactoryBuilder reactor) {
			Connections connections = new Connections();
			return new OwnedHttpClient<>(reactor.withHttpClientCustomizer(connections::watch).build(settings),
					connections::close);
		}
		ClientHttpRequestFactory requestFactory = builder.build(settings);
		if (builder instanceof JdkClientHttpRequestFactoryBuilder) {
			return new OwnedHttpClient<>(requestFactory,
					() -> closeJdk(PrivateField.get(requestFactory, "httpClient")));
		}
		if (builder instanceof HttpComponentsClientHttpRequestFactoryBuilder
				&& requestFactory instanceof DisposableBean disposable) {
			return new OwnedHttpClient<>(requestFactory, disposable::destroy);
		}
		return new OwnedHttpClient<>(requestFactory, NOTHING);
	}

	static OwnedHttpClient<ClientHttpConnector> connector(ClientHttpConnectorBuilder<?> builder,
			HttpClientSettings settings) {
		if (builder instanceof JettyClientHttpConnectorBuilder jetty) {
			AtomicReference<org.eclipse.jetty.client.@Nullable HttpClient> client = new AtomicReference<>();
			return new OwnedHttpClient<>(jetty.withHttpClientCustomizer(client::set).build(settings),
					() -> stop(client.get()));
		}
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			Connections connections = new Connections();
			return new OwnedHttpClient<>(reactor.withHttpClientCustomizer(connections::watch).build(settings),
					connections::close);
		}
		ClientHttpConnector connector = builder.build(settings);
		if (builder instanceof JdkClientHttpConnectorBuilder) {
			return new OwnedHttpClient<>(withReadTimeout(connector, settings.readTimeout()),
					() -> closeJdk(PrivateField.get(connector, "httpClient")));
		}
		if (builder instanceof HttpComponentsClientHttpConnectorBuilder && connector instanceof Closeable closeable) {
			return new OwnedHttpClient<>(connector, closeable::close);
		}
		return new OwnedHttpClient<>(connector, NOTHING);
	}

	private static ClientHttpConnector withReadTimeout(ClientHttpConnector connector, @Nullable Duration readTimeout) {
		return (readTimeout != null) ? new ReadTimeoutClientHttpConnector(connector, readTimeout) : connector;
	}

	void close() {
		try {
			this.closer.close();
		}
		catch (Exception ex) {
			logger.debug("Could not close an HTTP client", ex);
		}
	}

	/**
	 * Close this client on a new thread. The current thread may belong to the client, and
	 * closing may wait for it.
	 */
	void closeInBackground() {
		Thread thread = new Thread(this::close, "pinecone-http-client-close");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Close a JDK client after its current requests. Before Java 21, only the garbage
	 * collector can close it.
	 * @param client the {@link HttpClient}
	 */
	static void closeJdk(@Nullable Object client) {
		if (client instanceof HttpClient && client instanceof AutoCloseable closeable) {
			new OwnedHttpClient<>(client, closeable::close).closeInBackground();
		}
	}

	private static void stop(org.eclipse.jetty.client.@Nullable HttpClient client) throws Exception {
		if (client != null) {
			client.stop();
		}
	}

	/**
	 * Closes an HTTP client.
	 */
	@FunctionalInterface
	interface Closer {

		void close() throws Exception;

	}

	/**
	 * Connections of one client. Reactor Netty's clients share threads and pools, which
	 * must stay open.
	 */
	private static final class Connections {

		private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

		reactor.netty.http.client.HttpClient watch(reactor.netty.http.client.HttpClient client) {
			return client.doOnChannelInit((observer, channel, remoteAddress) -> this.channels.add(channel));
		}

		void close() {
			this.channels.close();
		}

	}

}
