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
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the retries of a token request, counted at the token endpoint.
 */
class TokenRequestRetryTests {

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private final ApplicationContextRunner runner = TokenApplication.runner(this.server.url())
		.withPropertyValues("pinecone.oauth.retry.max-retries=2", "pinecone.oauth.retry.initial-backoff=1ms",
				"pinecone.oauth.retry.max-backoff=5ms");

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("transientFailures")
	void requestWhenFailureIsTransientIsRetried(RawServer.Answer answer) {
		this.runner.run((application) -> {
			this.server.answer(answer);
			assertThat(TokenApplication.authorizeAndFail(application).isTransient()).isTrue();
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	@ParameterizedTest
	@MethodSource("transientFailures")
	void requestWhenFailureIsTransientAndMaxRetriesIsZeroIsNotRetried(RawServer.Answer answer) {
		this.runner.withPropertyValues("pinecone.oauth.retry.max-retries=0").run((application) -> {
			this.server.answer(answer);
			assertThat(TokenApplication.authorizeAndFail(application).isTransient()).isTrue();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@ParameterizedTest
	@MethodSource("transientFailures")
	void requestWhenRetrySucceedsSucceeds(RawServer.Answer answer) {
		this.server.answer(answer, answer, TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			assertThat(TokenApplication.authorize(application).getAccessToken().getTokenValue())
				.isEqualTo(TokenApplication.ACCESS_TOKEN);
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	static Stream<Arguments> transientFailures() {
		return Stream.concat(
				Stream.of(429, 500, 502, 503, 504)
					.map((status) -> Arguments.argumentSet(status.toString(),
							RawServer.response(status, "{\"error\":\"some_code\"}"))),
				Stream.of(Arguments.argumentSet("reset", RawServer.reset("")),
						Arguments.argumentSet("no answer", RawServer.bytes("")), Arguments.argumentSet("half an answer",
								RawServer.bytes(RawServer.head(200) + "Content-Length: 9\r\n\r\n{"))));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 204, 301, 307, 400, 401, 403, 404, 501, 505 })
	void requestWhenFailureIsPermanentIsNotRetried(int status) {
		this.runner.run((application) -> {
			this.server.answer(RawServer.response(status, "", "Retry-After: 0"), TokenApplication.tokenResponse());
			assertThat(TokenApplication.authorizeAndFail(application).isTransient()).isFalse();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void requestWhenFailuresDifferFailsWithTheLast() {
		this.server.answer(RawServer.response(500, ""), RawServer.reset(""),
				RawServer.response(503, "{\"error\":\"last\"}"));
		this.runner
			.run((application) -> assertThat(TokenApplication.authorizeAndFail(application).getError().getErrorCode())
				.isEqualTo("last"));
	}

	@Test
	void requestWhenRetryFailsForGoodEndsThere() {
		this.server.answer(RawServer.response(500, ""), RawServer.response(401, ""), TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			assertThat(TokenApplication.authorizeAndFail(application).getError().getErrorCode())
				.isEqualTo("invalid_client");
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@Test
	void requestWhenTimedOutIsRetried() {
		this.server.answer(RawServer.silence(""), RawServer.silence(RawServer.head(200)),
				TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.connect-timeout=300ms", "pinecone.oauth.read-timeout=700ms")
			.run((application) -> {
				assertThat(TokenApplication.authorize(application)).isNotNull();
				assertThat(this.server.requests()).hasSize(3);
			});
	}

	@Test
	void requestWhenRetriedHasTheSameBody() {
		this.server.answer(RawServer.response(500, ""), RawServer.reset(""), TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			TokenApplication.authorize(application);
			assertThat(this.server.requests()).extracting(RawServer.Request::body)
				.hasSize(3)
				.containsOnly(this.server.requests().get(0).body());
		});
	}

	@ParameterizedTest
	@CsvSource({ "0s,0s", "0s,5ms", "5ms,0s", "10m,5ms", "5ms,5ms", "1ns,1ns" })
	void requestWhenBackoffsAreOddIsRetriedAtOnce(String initialBackoff, String maxBackoff) {
		this.server.answer(RawServer.response(503, ""), RawServer.response(503, ""), TokenApplication.tokenResponse());
		this.runner
			.withPropertyValues("pinecone.oauth.retry.initial-backoff=" + initialBackoff,
					"pinecone.oauth.retry.max-backoff=" + maxBackoff)
			.run((application) -> {
				assertThat(TokenApplication.authorize(application)).isNotNull();
				assertThat(this.server.requests()).hasSize(3);
			});
	}

	@Test
	void requestWhenRetriesAreManyKeepsToMaxBackoff() {
		this.server.answer(RawServer.response(503, ""));
		this.runner.withPropertyValues("pinecone.oauth.retry.max-retries=70").run((application) -> {
			TokenApplication.authorizeAndFail(application);
			assertThat(this.server.requests()).hasSize(71);
		});
	}

	@Test
	void requestWhenInitialBackoffIsSetWaits() {
		this.server.answer(RawServer.response(503, ""), TokenApplication.tokenResponse());
		this.runner
			.withPropertyValues("pinecone.oauth.retry.initial-backoff=400ms", "pinecone.oauth.retry.max-backoff=5s")
			.run((application) -> {
				long start = System.nanoTime();
				TokenApplication.authorize(application);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
			});
	}

	@Test
	void requestWhenRetryAfterIsWithinMaxBackoffWaitsForIt() {
		this.server.answer(RawServer.response(429, "", "Retry-After: 1"), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-backoff=1s").run((application) -> {
			long start = System.nanoTime();
			TokenApplication.authorize(application);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@Test
	void requestWhenRetryAfterIsDateWithinMaxBackoffWaitsForIt() {
		Instant date = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
		String header = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
		this.server.answer(RawServer.response(503, "", "Retry-After: " + header), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-backoff=5s").run((application) -> {
			TokenApplication.authorize(application);
			assertThat(Instant.now()).isAfterOrEqualTo(date);
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "86400", "9999999999999999999", "99999999999999999999999999",
			"Fri, 31 Dec 9999 23:59:59 GMT" })
	void requestWhenRetryAfterIsLongerThanMaxBackoffEndsAtOnce(String retryAfter) {
		this.server.answer(RawServer.response(503, "", "Retry-After: " + retryAfter), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-backoff=1s").run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure.getRetryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "-99999999999999999999", "1.5", "soon", "1 2", "٣", "0x10",
			"Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 32 Dec 9999 23:59:59 GMT" })
	void requestWhenRetryAfterIsOfNoUseIsRetriedAsWithout(String retryAfter) {
		this.server.answer(RawServer.response(503, "", "Retry-After: " + retryAfter), TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			assertThat(TokenApplication.authorize(application)).isNotNull();
			assertThat(this.server.requests()).hasSize(2);
		});
	}

}
