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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
 * Tests that a failing token endpoint gets one attempt per back-off from 500 callers that
 * keep asking, over real sockets and in time that the test moves.
 */
class LoadUnderFailureTests {

	private static final int CALLERS = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	private static final String TOKEN = "token";

	private static final Scheduler threads = Schedulers.newBoundedElastic(CALLERS / 2, CALLERS, "caller");

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

	/**
	 * The back-off of one second doubles, and up to half of each is left out.
	 */
	@ParameterizedTest
	@MethodSource
	void failureCausesOneAttemptPerBackoff(RawServer.Answer answer, String code, int requestsPerAttempt) {
		this.server.answer(answer);
		this.runner.run((application) -> {
			List<Integer> attempts = new ArrayList<>();
			for (int millis = 0; attempts.size() < 4; millis += 500) {
				int before = this.attempts.get();
				assertThat(ask(application)).containsOnly(code);
				int made = this.attempts.get() - before;
				assertThat(made).isLessThanOrEqualTo(1);
				if (made == 1) {
					attempts.add(millis);
				}
				this.time.advance(Duration.ofMillis(500));
			}
			assertThat(attempts.get(0)).isZero();
			assertThat(attempts.get(1)).isBetween(500, 1_000);
			assertThat(attempts.get(2) - attempts.get(1)).isBetween(1_000, 2_000);
			assertThat(attempts.get(3) - attempts.get(2)).isBetween(2_000, 4_000);
			assertThat(this.server.requests()).hasSize(4 * requestsPerAttempt);
		});
	}

	static Stream<Arguments> failureCausesOneAttemptPerBackoff() {
		return Stream.of(Arguments.argumentSet("reset", RawServer.reset(""), "temporarily_unavailable", 3),
				Arguments.argumentSet("401", RawServer.response(401, ""), "invalid_client", 1));
	}

	@ParameterizedTest
	@MethodSource
	void noRequestIsSentBeforeTheTimeThatTheServerAsksFor(String[] headers) {
		this.server.answer(RawServer.response(429, "", headers));
		this.runner.run((application) -> {
			assertThat(ask(application)).containsOnly("temporarily_unavailable");
			this.server.answer(TokenApplication.tokenResponse());
			this.time.advance(Duration.ofSeconds(60).minusNanos(1));
			assertThat(ask(application)).containsOnly("temporarily_unavailable");
			assertThat(this.server.connections()).isEqualTo(1);
			this.time.advance(Duration.ofMillis(1));
			assertThat(ask(application)).containsOnly(TOKEN);
			assertThat(this.server.connections()).isEqualTo(2);
		});
	}

	static Stream<Arguments> noRequestIsSentBeforeTheTimeThatTheServerAsksFor() {
		String date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
		return Stream.of(Arguments.argumentSet("seconds", (Object) new String[] { "Retry-After: 60" }),
				Arguments.argumentSet("date",
						(Object) new String[] { date, "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT" }),
				Arguments.argumentSet("x-ratelimit-reset",
						(Object) new String[] { date, "x-ratelimit-reset: 784111837" }));
	}

	/**
	 * Let callers ask at once, of which one half blocks, and return what they get.
	 */
	private static Set<String> ask(BeanFactory application) {
		ReactiveOAuth2AuthorizedClientManager manager = application.getBean("pineconeReactiveAuthorizedClientManager",
				ReactiveOAuth2AuthorizedClientManager.class);
		Mono<OAuth2AuthorizedClient> blocking = Mono.fromCallable(() -> TokenApplication.authorize(application))
			.subscribeOn(threads);
		Mono<OAuth2AuthorizedClient> reactive = Mono.defer(() -> manager.authorize(TokenApplication.REQUEST))
			.subscribeOn(Schedulers.parallel());
		return Objects.requireNonNull(Flux.range(0, CALLERS)
			.flatMap((i) -> ((i % 2 == 0) ? blocking : reactive).map((client) -> TOKEN)
				.onErrorResume(PineconeAuthorizationException.class, (ex) -> Mono.just(ex.getError().getErrorCode())),
					CALLERS)
			.collect(Collectors.toSet())
			.block(PATIENCE));
	}

}
