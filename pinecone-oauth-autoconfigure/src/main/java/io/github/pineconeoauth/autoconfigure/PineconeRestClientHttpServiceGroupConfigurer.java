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

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * A {@link RestClientHttpServiceGroupConfigurer} for the group {@code pinecone}.
 */
class PineconeRestClientHttpServiceGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private final PineconeHttpServiceGroup group;

	private final ClientHttpRequestInterceptor interceptor;

	private final ClientHttpRequestFactoryBuilder<?> requestFactory;

	PineconeRestClientHttpServiceGroupConfigurer(PineconeHttpServiceGroup group,
			ClientHttpRequestInterceptor interceptor, ClientHttpRequestFactoryBuilder<?> requestFactory) {
		this.group = group;
		this.interceptor = interceptor;
		this.requestFactory = requestFactory;
	}

	@Override
	public int getOrder() {
		return PineconeHttpServiceGroup.CONFIGURER_ORDER;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.filterByName(PineconeHttpServiceGroup.NAME)
			.forEachClient((group, builder) -> builder.baseUrl(this.group.baseUrl())
				.requestFactory(this.group.httpClients().requestFactory(this.requestFactory))
				.requestInterceptor(this.interceptor));
	}

}
