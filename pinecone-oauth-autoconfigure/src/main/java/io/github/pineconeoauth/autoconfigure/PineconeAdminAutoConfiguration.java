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

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link PineconeAdmin} and
 * {@link ReactivePineconeAdmin}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean(PineconeEndpoints.class)
public final class PineconeAdminAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnBean(name = "pineconeAdminRestClient")
	@ConditionalOnMissingBean(name = "pineconeAdmin")
	PineconeAdmin pineconeAdmin(@Qualifier("pineconeAdminRestClient") RestClient restClient,
			PineconeProperties properties) {
		return PineconeAdmin.create(restClient, properties.getAdmin().getRetry().toSettings());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	@ConditionalOnBean(name = "pineconeAdminWebClient")
	static class ReactiveConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean(name = "pineconeReactiveAdmin")
		ReactivePineconeAdmin pineconeReactiveAdmin(@Qualifier("pineconeAdminWebClient") WebClient webClient,
				PineconeProperties properties) {
			return ReactivePineconeAdmin.create(webClient, properties.getAdmin().getRetry().toSettings());
		}

	}

}
