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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.test.AutoConfigureEmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPineconeListener;
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
 * Tests for {@link ServletHttpServiceApplication} with callers that need a token at the
 * same time.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureEmbeddedPinecone
class ConcurrentCallersTests {

	private static final int CALLERS = 2;

	@Test
	@Timeout(60)
	void callersShareOneTokenRequest(@LocalServerPort int port, @Autowired EmbeddedPinecone pinecone,
			@Autowired Callers callers) {
		pinecone.addListener(callers);
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
	static class CallersConfiguration {

		@Bean
		Callers callers() {
			return new Callers();
		}

		@Bean
		Filter callerCountingFilter(Callers callers) {
			return (request, response, chain) -> {
				callers.latch.countDown();
				chain.doFilter(request, response);
			};
		}

	}

	/**
	 * Holds the first token back until all callers have arrived.
	 */
	static class Callers implements EmbeddedPineconeListener {

		private final CountDownLatch latch = new CountDownLatch(CALLERS);

		@Override
		public void tokenIssued(Duration tokenLifetime) {
			try {
				assertThat(this.latch.await(30, TimeUnit.SECONDS)).as("all callers have arrived").isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
