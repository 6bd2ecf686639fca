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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void renewalWhenTokenEndpointIsSlowKeepsNobodyWaiting() {
		Semaphore answers = new Semaphore(1);
		this.server.on(TOKEN, (request) -> {
			answers.acquire();
			return Response.token("token-" + this.issued.incrementAndGet(), 10);
		});
		assertThat(this.sharedToken.block().authorization()).isEqualTo("Bearer token-1");
		for (int round = 1; round <= 5; round++) {
			this.time.advanceSeconds(6);
			for (int tenths = 0; tenths < 20; tenths++) {
				assertThat(authorization()).isEqualTo("Bearer token-" + round);
				this.time.advance(Duration.ofMillis(100));
			}
			answers.release();
			String renewed = "Bearer token-" + (round + 1);
			Awaitility.await().untilAsserted(() -> assertThat(authorization()).isEqualTo(renewed));
		}
		assertThat(this.server.requests(TOKEN)).hasSize(6);
	}

	@Test
	void outageWhenTokenIsUsableReachesNobodyAndEndsWithoutRestart() {
		AtomicInteger status = new AtomicInteger(200);
		this.server.on(TOKEN, (request) -> (status.get() == 200)
				? Response.token("token-" + this.issued.incrementAndGet(), 1800) : new Response(status.get(), ""));
		assertThat(this.sharedToken.block().authorization()).isEqualTo("Bearer token-1");
		status.set(503);
		this.time.advanceSeconds(1500);
		for (int attempt = 2; attempt < 6; attempt++) {
			int requests = attempt;
			Awaitility.await().until(() -> {
				assertThat(authorization()).isEqualTo("Bearer token-1");
				this.time.advanceSeconds(1);
				return this.server.requests(TOKEN).size() == requests;
			});
		}
		this.time.advanceSeconds(270);
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(this.sharedToken::block);
		status.set(200);
		Awaitility.await().ignoreExceptions().untilAsserted(() -> {
			this.time.advanceSeconds(30);
			assertThat(this.sharedToken.block().authorization()).isEqualTo("Bearer token-2");
		});
	}

	@Test
	void callerWhenItGivesUpLeavesTheRequestToTheOthers() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		Semaphore answers = new Semaphore(0);
		this.server.on(TOKEN, (request) -> {
			arrived.countDown();
			answers.acquire();
			return Response.token("token-" + this.issued.incrementAndGet(), 1800);
		});
		CompletableFuture<@Nullable BearerToken> impatient = this.sharedToken.get().toFuture();
		CompletableFuture<@Nullable BearerToken> patient = this.sharedToken.get().toFuture();
		assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
		impatient.cancel(true);
		answers.release();
		assertThat(patient.get(30, TimeUnit.SECONDS)).isNotNull()
			.extracting(BearerToken::authorization)
			.isEqualTo("Bearer token-1");
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	private String authorization() {
		BearerToken token = this.sharedToken.getIfUsable();
		assertThat(token).isNotNull();
		return token.authorization();
	}

	private SharedToken sharedToken(URI tokenUri) {
		TokenRequest.Settings settings = new TokenRequest.Settings(tokenUri, "https://api.pinecone.io/", "2026-04",
				Duration.ofSeconds(30), 0, Duration.ZERO, Duration.ZERO);
		TokenRequest tokenRequest = new TokenRequest(
				WebClient.builder().clientConnector(new JdkClientHttpConnector()).build(), settings, () -> "id",
				() -> "secret", ObservationRegistry.NOOP);
		RenewalPolicy policy = new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1));
		return new SharedToken(tokenRequest.toMono(), policy, this.time);
	}

}
