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
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;

/**
 * HTTP service group {@code pinecone}. The properties of the group override those of the
 * Admin API.
 *
 * @param baseUrl the base URL
 * @param httpClients the HTTP clients, which are closed with the group
 */
record PineconeHttpServiceGroup(String baseUrl, PineconeHttpClients httpClients) implements AutoCloseable {

	static final String NAME = "pinecone";

	/**
	 * After Spring Boot's transport, and before the application's customizers.
	 */
	static final int TRANSPORT_ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

	/**
	 * After the application's customizers and Spring Cloud's load balancer, and before
	 * the application's own configurers.
	 */
	static final int CONFIGURER_ORDER = 12;

	private static final String LOAD_BALANCER = "org.springframework.cloud.client.loadbalancer.";

	static PineconeHttpServiceGroup of(@Nullable HttpClientProperties properties, URI adminBaseUrl,
			PineconeHttpClients adminHttpClients) {
		String baseUrl = (properties != null) ? properties.getBaseUrl() : null;
		return new PineconeHttpServiceGroup(StringUtils.hasText(baseUrl) ? baseUrl : adminBaseUrl.toString(),
				adminHttpClients.with(properties));
	}

	/**
	 * Return whether an interceptor or filter is Spring Cloud's load balancer, which
	 * would look up a service with the name of the group.
	 */
	static boolean isLoadBalancer(Object interceptor) {
		return interceptor.getClass().getName().startsWith(LOAD_BALANCER);
	}

	@Override
	public void close() {
		this.httpClients.close();
	}

}
