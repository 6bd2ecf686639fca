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

package io.github.pineconeoauth.test;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an {@link EmbeddedPinecone}.
 *
 * @see AutoConfigureEmbeddedPinecone
 */
@AutoConfiguration(before = PineconeOAuthAutoConfiguration.class)
final class EmbeddedPineconeAutoConfiguration {

	private static final String CONNECTION_DETAILS = "embeddedPineconeConnectionDetails";

	@Bean
	@ConditionalOnMissingBean
	EmbeddedPinecone embeddedPinecone() {
		return EmbeddedPinecone.start();
	}

	@Bean(CONNECTION_DETAILS)
	@Primary
	EmbeddedPineconeConnectionDetails embeddedPineconeConnectionDetails(EmbeddedPinecone pinecone,
			ConfigurableEnvironment environment) {
		EmbeddedPineconeAccounts.add(pinecone, environment);
		return new EmbeddedPineconeConnectionDetails(pinecone);
	}

	/**
	 * Gives precedence to the connection details of the embedded Pinecone.
	 */
	@Bean
	static BeanFactoryPostProcessor otherPineconeConnectionDetailsDemotion() {
		return (beanFactory) -> {
			for (String name : beanFactory.getBeanNamesForType(PineconeConnectionDetails.class, true, false)) {
				if (!name.equals(CONNECTION_DETAILS) && beanFactory.containsBeanDefinition(name)) {
					beanFactory.getBeanDefinition(name).setPrimary(false);
					beanFactory.getBeanDefinition(name).setLazyInit(true);
				}
			}
		};
	}

}
