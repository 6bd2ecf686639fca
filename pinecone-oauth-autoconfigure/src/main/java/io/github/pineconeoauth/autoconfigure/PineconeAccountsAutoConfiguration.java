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

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.client.ServiceAccounts;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link PineconeAccounts}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PineconeAdminAutoConfiguration.class)
@ConditionalOnBean(ServiceAccounts.class)
public final class PineconeAccountsAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean(name = "pineconeAccounts")
	PineconeAccounts pineconeAccounts(ServiceAccounts serviceAccounts, PineconeProperties properties,
			BeanFactory beanFactory) {
		return new DefaultPineconeAccounts(serviceAccounts, properties.getAdmin().getRetry().toSettings(), beanFactory);
	}

}
