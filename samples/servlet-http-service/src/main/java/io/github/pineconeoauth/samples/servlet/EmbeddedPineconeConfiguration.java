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

package io.github.pineconeoauth.samples.servlet;

import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Starts an embedded Pinecone if there are no credentials.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedPineconeConfiguration.NoCredentials.class)
class EmbeddedPineconeConfiguration {

	private static final Log logger = LogFactory.getLog(EmbeddedPineconeConfiguration.class);

	@Bean
	EmbeddedPinecone pinecone() {
		logger.info("This is the embedded Pinecone."
				+ " Set PINECONE_CLIENT_ID and PINECONE_CLIENT_SECRET to use Pinecone itself.");
		return EmbeddedPinecone.builder().content(EmbeddedPineconeConfiguration::addExamples).start();
	}

	@Bean
	PineconeConnectionDetails pineconeConnectionDetails(EmbeddedPinecone pinecone) {
		return pinecone.connectionDetails();
	}

	private static void addExamples(EmbeddedPinecone pinecone) {
		Stream.of("chatbot-prod", "chatbot-staging", "document-search", "sandbox").forEach(pinecone::addProject);
	}

	static class NoCredentials implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Stream.of("pinecone.client-id", "pinecone.client-secret")
				.map(context.getEnvironment()::getProperty)
				.noneMatch(StringUtils::hasText);
		}

	}

}
