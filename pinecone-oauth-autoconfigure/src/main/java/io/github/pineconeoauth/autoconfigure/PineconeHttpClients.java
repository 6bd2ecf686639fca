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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.github.pineconeoauth.autoconfigure.PineconeProperties.Admin;
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
 * HTTP clients of the Admin API. They follow no redirects and reload their SSL bundle.
 */
final class PineconeHttpClients implements AutoCloseable {

	private static final HttpClientSettings DEFAULTS = HttpClientSettings.defaults()
		.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30));

	private final HttpClientSettings settings;

	private final @Nullable String sslBundle;

	private final ObjectProvider<SslBundles> sslBundles;

	private final List<Runnable> closers = new CopyOnWriteArrayList<>();

	private PineconeHttpClients(HttpClientSettings settings, @Nullable String sslBundle,
			ObjectProvider<SslBundles> sslBundles) {
		this.settings = settings.withRedirects(HttpRedirects.DONT_FOLLOW);
		this.sslBundle = sslBundle;
		this.sslBundles = sslBundles;
	}

	/**
	 * Create clients. The properties override the application's settings, which override
	 * the defaults.
	 */
	static PineconeHttpClients of(Admin admin, ObjectProvider<HttpClientSettings> applicationSettings,
			ObjectProvider<SslBundles> sslBundles) {
		HttpClientSettings settings = applicationSettings.getIfAvailable(HttpClientSettings::defaults).orElse(DEFAULTS);
		String bundleName = admin.getSsl().getBundle();
		PropertyMapper map = PropertyMapper.get();
		settings = map.from(admin.getConnectTimeout()).to(settings, HttpClientSettings::withConnectTimeout);
		settings = map.from(admin.getReadTimeout()).to(settings, HttpClientSettings::withReadTimeout);
		settings = map.from(bundleName)
			.as((name) -> sslBundles.getObject().getBundle(name))
			.to(settings, HttpClientSettings::withSslBundle);
		return new PineconeHttpClients(settings, bundleName, sslBundles);
	}

	/**
	 * Create clients that prefer the settings of an HTTP service group.
	 */
	PineconeHttpClients with(@Nullable HttpClientProperties properties) {
		String bundle = (properties != null) ? properties.getSsl().getBundle() : null;
		HttpClientSettings settings = new HttpClientSettingsPropertyMapper(this.sslBundles.getIfAvailable(),
				this.settings)
			.map(properties);
		return new PineconeHttpClients(settings, (bundle != null) ? bundle : this.sslBundle, this.sslBundles);
	}

	ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder) {
		ClientHttpConnectorBuilder<?> finished = NoRedirects.connector(builder);
		return open((settings) -> OwnedHttpClient.connector(finished, settings), ReloadingClientHttpConnector::new);
	}

	ClientHttpRequestFactory requestFactory(ClientHttpRequestFactoryBuilder<?> builder) {
		ClientHttpRequestFactoryBuilder<?> finished = NoRedirects.requestFactory(builder);
		return open((settings) -> OwnedHttpClient.requestFactory(finished, settings),
				ReloadingClientHttpRequestFactory::new);
	}

	private <T> T open(Function<HttpClientSettings, OwnedHttpClient<T>> build,
			Function<ReloadingHttpClient<T>, T> reloadable) {
		OwnedHttpClient<T> client = build.apply(this.settings);
		if (this.sslBundle == null) {
			this.closers.add(client::close);
			return client.client();
		}
		HttpClientSettings settings = this.settings;
		ReloadingHttpClient<T> reloading = new ReloadingHttpClient<>(client,
				(bundle) -> build.apply(settings.withSslBundle(bundle)));
		this.closers.add(reloading::close);
		reloadWhenUpdated(this.sslBundle, new WeakReference<>(reloading));
		return reloadable.apply(reloading);
	}

	/**
	 * Use a weak reference, since SSL bundles may outlive the client and never remove
	 * their update handlers.
	 */
	private void reloadWhenUpdated(String bundle, WeakReference<? extends ReloadingHttpClient<?>> reference) {
		this.sslBundles.getObject().addBundleUpdateHandler(bundle, (updated) -> {
			ReloadingHttpClient<?> client = reference.get();
			if (client != null) {
				client.reload(updated);
			}
		});
	}

	@Override
	public void close() {
		this.closers.forEach(Runnable::run);
	}

}
