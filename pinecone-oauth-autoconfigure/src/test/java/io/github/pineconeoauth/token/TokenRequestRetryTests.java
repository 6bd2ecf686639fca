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
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.DeafServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the retries and time-outs of a token request.
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

	@Test
	void transientFailuresAreRetriedWithSameForm() {
		this.server.answer(RawServer.response(500, ""), RawServer.reset(""), TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			assertThat(TokenApplication.authorize(application)).isNotNull();
			assertThat(this.server.requests()).extracting(RawServer.Request::body)
				.hasSize(3)
				.containsOnly(this.server.requests().get(0).body());
		});
	}

	@Test
	void lastFailureCountsWhenRetriesAreUsedUp() {
		this.server.answer(RawServer.response(500, ""), RawServer.reset(""),
				RawServer.response(503, "{\"error\":\"last\"}"));
		this.runner.run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure.getError().getErrorCode()).isEqualTo("last");
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	@Test
	void lastingFailureIsNotRetried() {
		this.server.answer(RawServer.response(501, "", "Retry-After: 0"), TokenApplication.tokenResponse());
		this.runner.run((application) -> {
			assertThat(TokenApplication.authorizeAndFail(application).isTransient()).isFalse();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void nothingIsRetriedWhenMaxRetriesIsZero() {
		this.server.answer(RawServer.response(503, ""), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-retries=0").run((application) -> {
			assertThat(TokenApplication.authorizeAndFail(application).isTransient()).isTrue();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void manyRetriesKeepToMaxBackoff() {
		this.server.answer(RawServer.response(503, ""));
		this.runner
			.withPropertyValues("pinecone.oauth.retry.max-retries=70", "pinecone.oauth.retry.initial-backoff=10m",
					"pinecone.oauth.retry.max-backoff=1ns", "pinecone.oauth.wait-timeout=10m")
			.run((application) -> {
				TokenApplication.authorizeAndFail(application);
				assertThat(this.server.requests()).hasSize(71);
			});
	}

	@Test
	void retryWaitsForAtLeastHalfOfBackoff() {
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
	void retryWaitsForRetryAfterWithinMaxBackoff() {
		this.server.answer(RawServer.response(429, "", "Retry-After: 1"), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-backoff=1s").run((application) -> {
			long start = System.nanoTime();
			TokenApplication.authorize(application);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(this.server.requests()).hasSize(2);
		});
	}

	@Test
	void requestEndsWhenRetryAfterIsLongerThanMaxBackoff() {
		this.server.answer(RawServer.response(503, "", "Retry-After: 2"), TokenApplication.tokenResponse());
		this.runner.withPropertyValues("pinecone.oauth.retry.max-backoff=1s").run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure.getRetryAfter()).isEqualTo(Duration.ofSeconds(2));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void connectTimeoutEndsAttemptThatCannotConnect() throws IOException {
		try (DeafServer deaf = new DeafServer()) {
			TokenApplication.runner("http://localhost:" + deaf.port() + "/oauth/token")
				.withPropertyValues("pinecone.oauth.connect-timeout=300ms", "pinecone.oauth.read-timeout=10m")
				.run((application) -> assertThat(TokenApplication.authorizeAndFail(application))
					.hasCauseInstanceOf(HttpConnectTimeoutException.class));
		}
	}

	@Test
	void readTimeoutEndsAttemptWhateverTheConnectTimeout() {
		this.server.answer(RawServer.silence(""));
		this.runner
			.withPropertyValues("pinecone.oauth.retry.max-retries=0", "pinecone.oauth.connect-timeout=10m",
					"pinecone.oauth.read-timeout=300ms")
			.run((application) -> assertThat(TokenApplication.authorizeAndFail(application))
				.hasMessageContaining("HttpTimeoutException"));
	}

}
