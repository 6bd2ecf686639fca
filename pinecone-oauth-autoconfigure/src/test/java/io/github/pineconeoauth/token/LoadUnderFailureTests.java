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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a token endpoint that fails is left alone for as long as it should be,
 * however many ask for a token: 500 callers at once, over and over again, in time that
 * the test moves, against real sockets.
 */
class LoadUnderFailureTests {

	private static final int CALLERS = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	private static final String TOKEN = "token";

	private static final Scheduler threads = Schedulers.newBoundedElastic(CALLERS, CALLERS, "caller");

	private final ManualTime time = new ManualTime();

	private final AtomicInteger attempts = new AtomicInteger();

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

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
		this.server.close();
	}

	@AfterAll
	static void endThreads() {
		threads.dispose();
	}

	@ParameterizedTest
	@EnumSource
	void transientFailureCausesOneAttemptPerBackoff(Callers callers) {
		assertOneAttemptPerBackoff(callers, RawServer.reset(""), "temporarily_unavailable", 3);
	}

	@ParameterizedTest
	@EnumSource
	void lastingFailureCausesOneAttemptPerBackoff(Callers callers) {
		assertOneAttemptPerBackoff(callers, RawServer.response(401, ""), "invalid_client", 1);
	}

	/**
	 * Ask for ten seconds. The back-off of one second doubles, and up to half of each
	 * span is left out.
	 */
	private void assertOneAttemptPerBackoff(Callers callers, RawServer.Answer answer, String code, int requests) {
		this.server.answer(answer);
		this.runner.run((application) -> {
			List<Integer> attempts = new ArrayList<>();
			for (int millis = 0; millis <= 10_000; millis += 500) {
				int before = this.attempts.get();
				assertThat(callers.ask(application)).containsExactly(Map.entry(code, (long) CALLERS));
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

	@Test
	void retryAfterIsNeverShortened() {
		this.runner.run((application) -> {
			this.server.answer(RawServer.response(429, "", "Retry-After: 60"));
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys("temporarily_unavailable");
			this.server.answer(TokenApplication.tokenResponse());
			this.time.advance(Duration.ofSeconds(60).minusNanos(1));
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys("temporarily_unavailable");
			assertThat(Callers.REACTIVE.ask(application)).containsOnlyKeys("temporarily_unavailable");
			assertThat(this.server.connections()).isEqualTo(1);
			this.time.advance(Duration.ofMillis(1));
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys(TOKEN);
			assertThat(this.server.connections()).isEqualTo(2);
		});
	}

	/**
	 * Many callers at once, each of which gets a token or a failure.
	 */
	private enum Callers {

		BLOCKING {

			@Override
			Mono<OAuth2AuthorizedClient> ask(BeanFactory application, CountDownLatch ready) {
				return Mono.fromCallable(() -> {
					ready.countDown();
					ready.await();
					return TokenApplication.authorize(application);
				}).subscribeOn(threads);
			}

		},

		REACTIVE {

			@Override
			Mono<OAuth2AuthorizedClient> ask(BeanFactory application, CountDownLatch ready) {
				return application
					.getBean("pineconeReactiveAuthorizedClientManager", ReactiveOAuth2AuthorizedClientManager.class)
					.authorize(TokenApplication.REQUEST)
					.subscribeOn(Schedulers.parallel());
			}

		};

		abstract Mono<OAuth2AuthorizedClient> ask(BeanFactory application, CountDownLatch ready);

		/**
		 * Ask, and return how many callers got what.
		 */
		Map<String, Long> ask(BeanFactory application) {
			CountDownLatch ready = new CountDownLatch(CALLERS);
			Mono<String> caller = Mono.defer(() -> ask(application, ready))
				.map((client) -> TOKEN)
				.onErrorResume(PineconeAuthorizationException.class, (ex) -> Mono.just(ex.getError().getErrorCode()));
			return Objects.requireNonNull(Flux.range(0, CALLERS)
				.flatMap((i) -> caller, CALLERS)
				.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
				.block(PATIENCE));
		}

	}

}
