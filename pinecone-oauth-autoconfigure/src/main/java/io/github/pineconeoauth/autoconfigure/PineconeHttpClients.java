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

import io.github.pineconeoauth.autoconfigure.PineconeProperties.Admin;
import io.github.pineconeoauth.autoconfigure.PineconeProperties.OAuth;
import io.github.pineconeoauth.autoconfigure.PineconeProperties.Ssl;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Settings and HTTP clients that carry a secret or a token: none of them follows a
 * redirect.
 */
final class PineconeHttpClients {

	private PineconeHttpClients() {
	}

	static HttpClientSettings settings(OAuth oauth, ObjectProvider<SslBundles> sslBundles) {
		return map(HttpClientSettings.defaults(), oauth.getConnectTimeout(), oauth.getReadTimeout(), oauth.getSsl(),
				sslBundles);
	}

	/**
	 * Return the settings of clients of the Admin API: the application's, where the
	 * properties say nothing else.
	 */
	static HttpClientSettings settings(Admin admin, ObjectProvider<HttpClientSettings> applicationSettings,
			ObjectProvider<SslBundles> sslBundles) {
		return map(applicationSettings.getIfAvailable(HttpClientSettings::defaults), admin.getConnectTimeout(),
				admin.getReadTimeout(), admin.getSsl(), sslBundles);
	}

	static ClientHttpConnector connector(ClientHttpConnectorBuilder<?> builder, HttpClientSettings settings) {
		return NoRedirects.connector(builder).build(settings);
	}

	static ClientHttpRequestFactory requestFactory(ClientHttpRequestFactoryBuilder<?> builder,
			HttpClientSettings settings) {
		return NoRedirects.requestFactory(builder).build(settings);
	}

	private static HttpClientSettings map(HttpClientSettings settings, @Nullable Duration connectTimeout,
			@Nullable Duration readTimeout, Ssl ssl, ObjectProvider<SslBundles> sslBundles) {
		PropertyMapper map = PropertyMapper.get();
		settings = settings.withRedirects(HttpRedirects.DONT_FOLLOW);
		settings = map.from(connectTimeout).to(settings, HttpClientSettings::withConnectTimeout);
		settings = map.from(readTimeout).to(settings, HttpClientSettings::withReadTimeout);
		return map.from(ssl.getBundle())
			.as((bundle) -> sslBundles.getObject().getBundle(bundle))
			.to(settings, HttpClientSettings::withSslBundle);
	}

}
