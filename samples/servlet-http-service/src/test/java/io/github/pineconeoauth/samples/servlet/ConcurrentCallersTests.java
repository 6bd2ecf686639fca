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

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with several callers before there is a
 * token: the token request waits until all of them are there.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "pinecone.client-id=replaced", "pinecone.client-secret=replaced" })
class ConcurrentCallersTests {

	private static final int CALLERS = 2;

	@Test
	@Timeout(60)
	void callersShareOneTokenRequest(@LocalServerPort int port, @Autowired EmbeddedPinecone pinecone) {
		TestClient client = new TestClient(port);
		List<CompletableFuture<RestTestClientResponse>> responses = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> client.get("/projects"), this::startThread))
			.limit(CALLERS)
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join()).hasStatusOk());
		assertThat(pinecone.tokenRequests()).isOne();
	}

	private void startThread(Runnable caller) {
		new Thread(caller).start();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class WaitingTokenRequestConfiguration {

		private final CountDownLatch callers = new CountDownLatch(CALLERS);

		@Bean
		Filter callerCountingFilter() {
			return (request, response, chain) -> {
				this.callers.countDown();
				chain.doFilter(request, response);
			};
		}

		@Bean
		EmbeddedPinecone pinecone() {
			return EmbeddedPinecone.start();
		}

		@Bean
		PineconeConnectionDetails waitingConnectionDetails(EmbeddedPinecone pinecone) {
			return new WaitingConnectionDetails(pinecone, this.callers);
		}

	}

	record WaitingConnectionDetails(EmbeddedPinecone pinecone,
			CountDownLatch callers) implements PineconeConnectionDetails {

		@Override
		public String getClientId() {
			return this.pinecone.clientId();
		}

		@Override
		public String getClientSecret() {
			try {
				assertThat(this.callers.await(30, TimeUnit.SECONDS)).as("all callers are there").isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
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
