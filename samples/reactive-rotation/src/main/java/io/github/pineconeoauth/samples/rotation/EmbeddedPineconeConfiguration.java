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

package io.github.pineconeoauth.samples.rotation;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPineconeListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts an embedded Pinecone. Never uses a real account, since this sample rotates
 * secrets.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedPineconeConfiguration {

	@Bean
	EmbeddedPinecone pinecone(@Value("${reactive-rotation.token-lifetime}") Duration tokenLifetime,
			ObjectProvider<EmbeddedPineconeListener> listeners) {
		EmbeddedPinecone pinecone = EmbeddedPinecone.builder().tokenLifetime(tokenLifetime).start();
		listeners.forEach(pinecone::addListener);
		return pinecone;
	}

	@Bean
	PineconeConnectionDetails pineconeConnectionDetails(EmbeddedPinecone pinecone) {
		return pinecone.connectionDetails();
	}

	/**
	 * Use milliseconds, a precision that every browser can parse.
	 */
	@Bean
	InstantSource time() {
		return Clock.tickMillis(ZoneOffset.UTC);
	}

}
