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

package io.github.pineconeoauth.autoconfigure.metrics;

import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.PineconeProperties;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for metrics of Pinecone's access
 * token.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PineconeOAuthAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(value = ServiceAccounts.class, search = SearchStrategy.CURRENT)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class PineconeMetricsAutoConfiguration {

	@Bean
	PineconeTokenRequestMetrics pineconeTokenRequestMetrics(MeterRegistry registry) {
		return new PineconeTokenRequestMetrics(registry);
	}

	@Bean
	PineconeTokenExpiryMetrics pineconeTokenExpiryMetrics(ObjectProvider<ServiceAccounts> serviceAccounts,
			PineconeProperties properties, MeterRegistry registry) {
		return new PineconeTokenExpiryMetrics(serviceAccounts, properties.getAccounts().keySet(), registry);
	}

}
