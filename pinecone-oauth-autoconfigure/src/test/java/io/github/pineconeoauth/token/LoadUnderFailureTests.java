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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a token endpoint that fails is left alone for as long as it should be,
 * however many ask for a token: callers of both kinds at once, over and over again, in
 * time that the test moves, against a real socket.
 */
class LoadUnderFailureTests {

	private static final int CALLERS = 100;

	private final ManualTime time = new ManualTime();

	private final AtomicInteger attempts = new AtomicInteger();

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

	private final ApplicationContextRunner runner = TokenApplication.runner(this.server.url())
		.withPropertyValues("pinecone.oauth.failure-backoff=1s", "pinecone.oauth.retry.max-retries=2",
				"pinecone.oauth.retry.initial-backoff=1ms", "pinecone.oauth.retry.max-backoff=5ms",
				"pinecone.oauth.read-timeout=30s")
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time))
		.withBean(TokenFetcherDecorator.class, () -> (account, fetcher) -> () -> {
			this.attempts.incrementAndGet();
			return fetcher.fetch();
		});

	@AfterEach
	void closeServer() throws IOException {
		this.threads.shutdownNow();
		this.server.close();
	}

	@Test
	void transientFailureCausesOneAttemptPerBackoff() {
		assertOneAttemptPerBackoff(RawServer.reset(""), "temporarily_unavailable", 3);
	}

	@Test
	void lastingFailureCausesOneAttemptPerBackoff() {
		assertOneAttemptPerBackoff(RawServer.response(401, ""), "invalid_client", 1);
	}

	/**
	 * Ask for ten seconds. The back-off of one second doubles, and up to half of each
	 * span is left out.
	 */
	private void assertOneAttemptPerBackoff(RawServer.Answer answer, String code, int requests) {
		this.server.answer(answer);
		this.runner.run((application) -> {
			List<Integer> attempts = new ArrayList<>();
			for (int millis = 0; millis <= 10_000; millis += 500) {
				int before = this.attempts.get();
				assertThat(errorCodes(application)).hasSize(CALLERS).containsOnly(code);
				attempts.addAll(Collections.nCopies(this.attempts.get() - before, millis));
				this.time.advance(Duration.ofMillis(500));
			}
			assertThat(attempts.get(0)).isZero();
			assertThat(attempts.get(1)).isBetween(500, 1_000);
			assertThat(attempts.get(2) - attempts.get(1)).isBetween(1_000, 2_000);
			assertThat(attempts.get(3) - attempts.get(2)).isBetween(2_000, 4_000);
			assertThat(attempts).doesNotHaveDuplicates().hasSizeBetween(4, 5);
			assertThat(this.server.requests()).hasSize(attempts.size() * requests);
		});
	}

	/**
	 * Ask with all callers at once, and return what they get.
	 */
	private List<String> errorCodes(BeanFactory application) {
		CountDownLatch ready = new CountDownLatch(CALLERS);
		return IntStream.range(0, CALLERS).mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
			ready.countDown();
			try {
				ready.await();
				return (i % 2 == 0) ? authorize(application) : authorizeReactively(application);
			}
			catch (PineconeAuthorizationException ex) {
				return ex.getError().getErrorCode();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, this.threads)).toList().stream().map((call) -> call.orTimeout(50, TimeUnit.SECONDS).join()).toList();
	}

	private static String authorize(BeanFactory application) {
		return TokenApplication.authorize(application).getPrincipalName();
	}

	private static String authorizeReactively(BeanFactory application) {
		return String.valueOf(application
			.getBean("pineconeReactiveAuthorizedClientManager", ReactiveOAuth2AuthorizedClientManager.class)
			.authorize(TokenApplication.REQUEST)
			.block(Duration.ofSeconds(50)));
	}

}
