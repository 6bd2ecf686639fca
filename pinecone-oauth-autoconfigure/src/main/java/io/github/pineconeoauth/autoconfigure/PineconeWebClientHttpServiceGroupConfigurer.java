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

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * A {@link WebClientHttpServiceGroupConfigurer} for the group {@code pinecone}.
 */
class PineconeWebClientHttpServiceGroupConfigurer implements WebClientHttpServiceGroupConfigurer {

	private final PineconeHttpServiceGroup group;

	private final ExchangeFilterFunction filterFunction;

	private final ClientHttpConnectorBuilder<?> connector;

	PineconeWebClientHttpServiceGroupConfigurer(PineconeHttpServiceGroup group, ExchangeFilterFunction filterFunction,
			ClientHttpConnectorBuilder<?> connector) {
		this.group = group;
		this.filterFunction = filterFunction;
		this.connector = connector;
	}

	@Override
	public int getOrder() {
		return PineconeHttpServiceGroup.CONFIGURER_ORDER;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.filterByName(PineconeHttpServiceGroup.NAME)
			.forEachClient((group, builder) -> builder.baseUrl(this.group.baseUrl())
				.clientConnector(this.group.httpClients().connector(this.connector))
				.filter(this.filterFunction)
				.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(false)));
	}

}
