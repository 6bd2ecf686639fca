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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.pineconeoauth.autoconfigure.PineconeProperties.Admin;
import io.github.pineconeoauth.autoconfigure.PineconeProperties.Ssl;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientProperties;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * HTTP clients that carry a secret or a token. None of them follows a redirect, and each
 * is built anew when its SSL bundle is updated; the one before it ends what it has begun.
 */
final class PineconeHttpClients {

	private final HttpClientSettings settings;

	private final @Nullable String sslBundle;

	private final ObjectProvider<SslBundles> sslBundles;

	private PineconeHttpClients(HttpClientSettings settings, @Nullable String sslBundle,
			ObjectProvider<SslBundles> sslBundles) {
		this.settings = settings.withRedirects(HttpRedirects.DONT_FOLLOW);
		this.sslBundle = sslBundle;
		this.sslBundles = sslBundles;
	}

	/**
	 * Return clients of the Admin API, with the application's settings where the
	 * properties say nothing else.
	 */
	static PineconeHttpClients of(Admin admin, ObjectProvider<HttpClientSettings> applicationSettings,
			ObjectProvider<SslBundles> sslBundles) {
		return of(applicationSettings.getIfAvailable(HttpClientSettings::defaults), admin.getConnectTimeout(),
				admin.getReadTimeout(), admin.getSsl(), sslBundles);
	}

	private static PineconeHttpClients of(HttpClientSettings settings, @Nullable Duration connectTimeout,
			@Nullable Duration readTimeout, Ssl ssl, ObjectProvider<SslBundles> sslBundles) {
		PropertyMapper map = PropertyMapper.get();
		settings = map.from(connectTimeout).to(settings, HttpClientSettings::withConnectTimeout);
		settings = map.from(readTimeout).to(settings, HttpClientSettings::withReadTimeout);
		settings = map.from(ssl.getBundle())
			.as((bundle) -> sslBundles.getObject().getBundle(bundle))
			.to(settings, HttpClientSettings::withSslBundle);
		return new PineconeHttpClients(settings, ssl.getBundle(), sslBundles);
	}

	/**
	 * Return clients with other settings where the properties of an HTTP service group
	 * say so.
	 */
	PineconeHttpClients with(@Nullable HttpClientProperties properties) {
		String bundle = (properties != null) ? properties.getSsl().getBundle() : null;
		HttpClientSettings settings = new HttpClientSettingsPropertyMapper(this.sslBundles.getIfAvailable(),
				this.settings)
			.map(properties);
		return new PineconeHttpClients(settings, (bundle != null) ? bundle : this.sslBundle, this.sslBundles);
	}

	ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder) {
		Supplier<ClientHttpConnector> connector = reloading(NoRedirects.connector(builder)::build);
		return (method, uri, request) -> connector.get().connect(method, uri, request);
	}

	ClientHttpRequestFactory requestFactory(ClientHttpRequestFactoryBuilder<?> builder) {
		Supplier<ClientHttpRequestFactory> requestFactory = reloading(NoRedirects.requestFactory(builder)::build);
		return (uri, method) -> requestFactory.get().createRequest(uri, method);
	}

	private <T> Supplier<T> reloading(Function<HttpClientSettings, T> build) {
		AtomicReference<T> client = new AtomicReference<>(build.apply(this.settings));
		if (this.sslBundle != null) {
			this.sslBundles.getObject()
				.addBundleUpdateHandler(this.sslBundle,
						(updated) -> client.set(build.apply(this.settings.withSslBundle(updated))));
		}
		return client::get;
	}

}
