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

package io.github.pineconeoauth.samples.inventory;

import java.net.URI;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.samples.embedded.EmbeddedPinecone;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * An embedded Pinecone to connect to, where there are no credentials for Pinecone itself.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoCredentialsCondition.class)
class EmbeddedPineconeConfiguration {

	@Bean
	EmbeddedPinecone embeddedPinecone() {
		return EmbeddedPinecone.start();
	}

	@Bean
	PineconeConnectionDetails embeddedPineconeConnectionDetails(EmbeddedPinecone pinecone) {
		return new EmbeddedPineconeConnectionDetails(pinecone);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ApplicationRunner embeddedPineconeNotice() {
		return (args) -> System.out.printf("This is the embedded Pinecone."
				+ " Set PINECONE_CLIENT_ID and PINECONE_CLIENT_SECRET to list what you have in Pinecone.%n%n");
	}

	record EmbeddedPineconeConnectionDetails(EmbeddedPinecone pinecone) implements PineconeConnectionDetails {

		@Override
		public String getClientId() {
			return this.pinecone.clientId();
		}

		@Override
		public String getClientSecret() {
			return this.pinecone.clientSecret();
		}

		@Override
		public URI getTokenUri() {
			return this.pinecone.tokenUri();
		}

		@Override
		public URI getAdminBaseUrl() {
			return this.pinecone.baseUrl();
		}

	}

}
