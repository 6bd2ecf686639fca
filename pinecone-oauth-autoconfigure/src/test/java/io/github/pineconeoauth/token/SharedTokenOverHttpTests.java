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

package io.github.pineconeoauth.token;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedToken} with {@link TokenRequest} over a real socket, in time
 * that the test moves.
 */
class SharedTokenOverHttpTests {

	private static final String TOKEN = "/oauth/token";

	private final ManualTime time = new ManualTime();

	private final LoopbackServer server = new LoopbackServer();

	private final AtomicInteger issued = new AtomicInteger();

	private final SharedToken sharedToken = sharedToken(this.server.uri(TOKEN));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void slowRenewalKeepsNobodyWaiting() {
		Semaphore answers = new Semaphore(1);
		this.server.on(TOKEN, (request) -> {
			answers.acquire();
			return Response.token("token-" + this.issued.incrementAndGet(), 100);
		});
		assertThat(this.sharedToken.await(this.sharedToken.get()).authorization()).isEqualTo("Bearer token-1");
		for (int round = 1; round <= 5; round++) {
			this.time.advanceSeconds((round == 1) ? 55 : 35);
			for (int seconds = 0; seconds < 20; seconds++) {
				assertThat(authorization()).isEqualTo("Bearer token-" + round);
				this.time.advanceSeconds(1);
			}
			answers.release();
			String renewed = "Bearer token-" + (round + 1);
			Awaitility.await().untilAsserted(() -> assertThat(authorization()).isEqualTo(renewed));
		}
		assertThat(this.server.requests(TOKEN)).hasSize(6);
	}

	@Test
	void callerThatGivesUpDoesNotEndTokenRequest() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		Semaphore answers = new Semaphore(0);
		this.server.on(TOKEN, (request) -> {
			arrived.countDown();
			answers.acquire();
			return Response.token("token-" + this.issued.incrementAndGet(), 1800);
		});
		CompletableFuture<BearerToken> impatient = this.sharedToken.get();
		CompletableFuture<BearerToken> patient = this.sharedToken.get();
		assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
		impatient.cancel(true);
		answers.release();
		assertThat(this.sharedToken.await(patient).authorization()).isEqualTo("Bearer token-1");
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	private String authorization() {
		CompletableFuture<BearerToken> token = this.sharedToken.get();
		assertThat(token).isDone();
		return token.join().authorization();
	}

	private SharedToken sharedToken(URI tokenUri) {
		TokenRequest.Settings settings = new TokenRequest.Settings(AccountName.ofSingle(), tokenUri,
				"https://api.pinecone.io/", "2026-07", Duration.ofSeconds(30), 0, Duration.ZERO, Duration.ZERO);
		Executor executor = (task) -> new Thread(task).start();
		TokenRequest tokenRequest = new TokenRequest(
				RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()).build(), settings,
				() -> new ClientCredentials("id", "secret"), executor);
		RenewalPolicy policy = new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
				Duration.ofSeconds(30), settings.requestTimeout());
		return new SharedToken(AccountName.ofSingle(), tokenRequest, executor, this.time, this.time, policy);
	}

}
