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

package io.github.pineconeoauth.samples.embedded;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * An embedded Pinecone to connect to, where there are no credentials for Pinecone itself.
 * A sample imports this.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoCredentialsCondition.class)
@EnableConfigurationProperties(EmbeddedPineconeProperties.class)
public class EmbeddedPineconeConfiguration {

	private static final Log logger = LogFactory.getLog(EmbeddedPineconeConfiguration.class);

	@Bean
	EmbeddedPinecone embeddedPinecone(EmbeddedPineconeProperties properties) {
		logger.info("This is the embedded Pinecone."
				+ " Set PINECONE_CLIENT_ID and PINECONE_CLIENT_SECRET to use Pinecone itself.");
		return EmbeddedPinecone.start(properties.tokenLifetime());
	}

	@Bean
	PineconeConnectionDetails embeddedPineconeConnectionDetails(EmbeddedPinecone pinecone) {
		return new EmbeddedPineconeConnectionDetails(pinecone);
	}

}
