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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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
 * Tests that a token endpoint that fails is left alone for as long as it should be,
 * however many ask for a token: 500 callers at once, over and over again, in time that
 * the test moves, against real sockets.
 */
class LoadUnderFailureTests {

	private static final int CALLERS = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	/**
	 * The attempts that a back-off of one second, which doubles, allows in ten seconds.
	 */
	private static final List<Integer> EXPECTED = List.of(0, 1_000, 3_000, 7_000);

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
		.withBean(TokenRequestDecorator.class,
				() -> (tokenRequest) -> tokenRequest.doOnSubscribe((subscription) -> this.attempts.incrementAndGet()));

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@AfterAll
	static void endThreads() {
		threads.dispose();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void callersWhenTokenEndpointFailsCauseOneAttemptPerBackoff(RawServer.Answer answer, String code, int requests,
			Callers callers) {
		this.runner.run((application) -> {
			assertThat(attempts(application, callers, answer, code)).isEqualTo(EXPECTED);
			assertThat(this.server.requests()).hasSize(4 * requests);
			assertThat(this.server.connections()).isEqualTo(4 * requests);
		});
	}

	static Stream<Arguments> failures() {
		return Stream
			.of(failure("reset", RawServer.reset(""), "temporarily_unavailable", 3),
					failure("HTML", RawServer.response(200, "<html></html>"), "invalid_token_response", 1),
					failure("307", RawServer.response(307, "", "Location: /"), "invalid_token_response", 1),
					failure("401", RawServer.response(401, ""), "invalid_client", 1),
					failure("429", RawServer.response(429, ""), "temporarily_unavailable", 3),
					failure("500", RawServer.response(500, ""), "server_error", 3),
					failure("503", RawServer.response(503, ""), "temporarily_unavailable", 3))
			.flatMap((failure) -> failure);
	}

	private static Stream<Arguments> failure(String name, RawServer.Answer answer, String code, int requests) {
		return Stream.of(Callers.values())
			.map((callers) -> Arguments.argumentSet(name + ", " + callers, answer, code, requests, callers));
	}

	@ParameterizedTest
	@EnumSource
	void callersWhenTokenEndpointDoesNotAnswerCauseOneAttemptPerBackoff(Callers callers) {
		this.runner.withPropertyValues("pinecone.oauth.read-timeout=300ms", "pinecone.oauth.retry.max-retries=1")
			.run((application) -> {
				assertThat(attempts(application, callers, RawServer.silence(""), "temporarily_unavailable"))
					.isEqualTo(EXPECTED);
				assertThat(this.server.connections()).isLessThanOrEqualTo(8);
			});
	}

	@ParameterizedTest
	@EnumSource
	void callersWhenTokenEndpointRefusesConnectionsCauseOneAttemptPerBackoff(Callers callers) throws IOException {
		this.server.close();
		this.runner.run((application) -> assertThat(
				attempts(application, callers, TokenApplication.tokenResponse(), "temporarily_unavailable"))
			.isEqualTo(EXPECTED));
	}

	/**
	 * Ask for ten seconds, and return the milliseconds at which there was an attempt. In
	 * between the token endpoint does not answer, so that nobody who asks it gets
	 * anything at once.
	 */
	private List<Integer> attempts(BeanFactory application, Callers callers, RawServer.Answer answer, String code) {
		List<Integer> attempts = new ArrayList<>();
		for (int millis = 0; millis <= 10_000; millis += 500) {
			int before = this.attempts.get();
			this.server.answer(EXPECTED.contains(millis) ? answer : RawServer.silence(""));
			assertThat(callers.ask(application)).containsExactly(Map.entry(code, (long) CALLERS));
			attempts.addAll(Collections.nCopies(this.attempts.get() - before, millis));
			this.time.advance(Duration.ofMillis(500));
		}
		return attempts;
	}

	@ParameterizedTest
	@MethodSource("retryAfters")
	void callersWhenServerAsksForTimeLeaveItAloneForThatLong(int status, String[] headers, int requests, Duration quiet,
			Duration over) {
		this.runner.run((application) -> {
			this.server.answer(RawServer.response(status, "", headers));
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys("temporarily_unavailable");
			assertThat(this.server.connections()).isEqualTo(requests);
			this.server.answer(TokenApplication.tokenResponse());
			this.time.advance(quiet);
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys("temporarily_unavailable");
			assertThat(Callers.REACTIVE.ask(application)).containsOnlyKeys("temporarily_unavailable");
			assertThat(this.server.connections()).isEqualTo(requests);
			this.time.advance(over.minus(quiet));
			assertThat(Callers.BLOCKING.ask(application)).containsOnlyKeys(TOKEN);
			assertThat(this.server.connections()).isEqualTo(requests + 1);
		});
	}

	/**
	 * Without a time that is of use there are two retries and the usual back-off of one
	 * second.
	 */
	static Stream<Arguments> retryAfters() {
		Duration second = Duration.ofSeconds(1);
		Duration hour = Duration.ofHours(1);
		String inHalfAnHour = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(Instant.now().plusSeconds(1800).atOffset(ZoneOffset.UTC));
		return Stream.of(429, 503)
			.flatMap((status) -> Stream.of(retryAfter(status, null, 3, second), retryAfter(status, "", 3, second),
					retryAfter(status, "0", 3, second), retryAfter(status, "-60", 3, second),
					retryAfter(status, "soon", 3, second),
					retryAfter(status, "Thu, 01 Jan 1970 00:00:00 GMT", 3, second),
					retryAfter(status, "60", 1, Duration.ofSeconds(60)), retryAfter(status, "3601", 1, hour),
					retryAfter(status, "99999999999999999999", 1, hour),
					retryAfter(status, "Fri, 31 Dec 9999 23:59:59 GMT", 1, hour),
					Arguments.argumentSet(status + ", date in half an hour", status,
							new String[] { "Retry-After: " + inHalfAnHour }, 1, Duration.ofMinutes(20),
							Duration.ofMinutes(31))));
	}

	private static Arguments retryAfter(int status, @Nullable String value, int requests, Duration quiet) {
		String[] headers = (value != null) ? new String[] { "Retry-After: " + value } : new String[0];
		return Arguments.argumentSet(status + ", " + value, status, headers, requests, quiet.minusNanos(1), quiet);
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
