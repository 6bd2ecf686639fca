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
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriBuilderFactory;

/**
 * {@link UriBuilderFactory} that adds a base URL to the application's factory. Leaves
 * parsing and encoding to that factory.
 */
final class BaseUrlUriBuilderFactory implements UriBuilderFactory {

	private static final String FIELD = "uriBuilderFactory";

	private static final Pattern ABSOLUTE = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*:)?//.*", Pattern.DOTALL);

	private final String baseUrl;

	private final UriBuilderFactory delegate;

	BaseUrlUriBuilderFactory(String baseUrl, UriBuilderFactory delegate) {
		this.baseUrl = baseUrl;
		this.delegate = delegate;
	}

	/**
	 * Set the base URL. Wraps the builder's {@code UriBuilderFactory}, since a builder
	 * that has such a factory ignores the base URL.
	 */
	static void setBaseUrl(RestClient.Builder builder, String baseUrl) {
		builder.baseUrl(baseUrl);
		if (PrivateField.get(builder, FIELD) instanceof UriBuilderFactory delegate) {
			builder.uriBuilderFactory(new BaseUrlUriBuilderFactory(baseUrl, delegate));
		}
	}

	/**
	 * Set the base URL. Wraps the builder's {@code UriBuilderFactory}, since a builder
	 * that has such a factory ignores the base URL.
	 */
	static void setBaseUrl(WebClient.Builder builder, String baseUrl) {
		builder.baseUrl(baseUrl);
		if (PrivateField.get(builder, FIELD) instanceof UriBuilderFactory delegate) {
			builder.uriBuilderFactory(new BaseUrlUriBuilderFactory(baseUrl, delegate));
		}
	}

	@Override
	public UriBuilder uriString(String uriTemplate) {
		return this.delegate.uriString(absolute(uriTemplate));
	}

	@Override
	public UriBuilder builder() {
		return this.delegate.uriString(this.baseUrl);
	}

	@Override
	public URI expand(String uriTemplate, Map<String, ? extends @Nullable Object> uriVariables) {
		return this.delegate.expand(absolute(uriTemplate), uriVariables);
	}

	@Override
	public URI expand(String uriTemplate, @Nullable Object... uriVariables) {
		return this.delegate.expand(absolute(uriTemplate), uriVariables);
	}

	private String absolute(String uriTemplate) {
		if (ABSOLUTE.matcher(uriTemplate).matches()) {
			return uriTemplate;
		}
		if (uriTemplate.isEmpty() || uriTemplate.startsWith("?") || uriTemplate.startsWith("#")) {
			return this.baseUrl + uriTemplate;
		}
		return StringUtils.trimTrailingCharacter(this.baseUrl, '/') + "/"
				+ StringUtils.trimLeadingCharacter(uriTemplate, '/');
	}

}
