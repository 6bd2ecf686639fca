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

package io.github.pineconeoauth.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.PineconeProperties;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.AccountName;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of Pinecone's access
 * token.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PineconeOAuthAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnEnabledHealthIndicator.class, HealthIndicator.class })
@ConditionalOnBean(ServiceAccounts.class)
@ConditionalOnEnabledHealthIndicator("pinecone")
public final class PineconeHealthContributorAutoConfiguration {

	/**
	 * One indicator, or one per service account if there are several.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "pineconeHealthIndicator", "pineconeHealthContributor" })
	HealthContributor pineconeHealthContributor(ObjectProvider<ServiceAccounts> serviceAccounts,
			PineconeProperties properties) {
		HealthIndicator defaultAccount = indicator(serviceAccounts, AccountName.DEFAULT);
		if (properties.getAccounts().isEmpty()) {
			return defaultAccount;
		}
		Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
		indicators.put(AccountName.DEFAULT, defaultAccount);
		properties.getAccounts().keySet().forEach((name) -> indicators.put(name, indicator(serviceAccounts, name)));
		return CompositeHealthContributor.fromMap(indicators);
	}

	private static HealthIndicator indicator(ObjectProvider<ServiceAccounts> serviceAccounts, String name) {
		return new PineconeHealthIndicator(() -> serviceAccounts.getObject().get(name));
	}

}
