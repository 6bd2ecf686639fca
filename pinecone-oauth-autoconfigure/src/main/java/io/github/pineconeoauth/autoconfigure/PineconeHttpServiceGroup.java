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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.autoconfigure.HttpClientProperties;
import org.springframework.util.StringUtils;

/**
 * The HTTP service group {@code pinecone}: like the other clients of the Admin API, where
 * {@code spring.http.serviceclient.pinecone.*} says nothing else.
 *
 * @param baseUrl the base URL
 * @param httpClients the HTTP clients
 */
record PineconeHttpServiceGroup(String baseUrl, PineconeHttpClients httpClients) {

	static final String NAME = "pinecone";

	/**
	 * The order of the configurers: after those of Spring Boot, and before those of the
	 * application.
	 */
	static final int CONFIGURER_ORDER = 10;

	static PineconeHttpServiceGroup of(@Nullable HttpClientProperties properties, URI adminBaseUrl,
			PineconeHttpClients adminHttpClients) {
		String baseUrl = (properties != null) ? properties.getBaseUrl() : null;
		return new PineconeHttpServiceGroup(StringUtils.hasText(baseUrl) ? baseUrl : adminBaseUrl.toString(),
				adminHttpClients.with(properties));
	}

}
