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

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the retries of a token request.
 */
class TokenRequestRetryTests {

	private final ScriptedTokenEndpoint endpoint = new ScriptedTokenEndpoint();

	@Test
	void transientFailuresAreRetriedWithSameForm() {
		this.endpoint.answer(500, 0, 200);
		assertThat(request(2).fetch().value()).isEqualTo(TokenApplication.ACCESS_TOKEN);
		assertThat(this.endpoint.forms()).hasSize(3).containsOnly(this.endpoint.forms().get(0));
	}

	@Test
	void lastFailureCountsWhenRetriesAreUsedUp() {
		this.endpoint.answer(500, 0).answer(503, "{\"error\":\"last\"}");
		assertFails(request(2), "last");
		assertThat(this.endpoint.forms()).hasSize(3);
	}

	@Test
	void lastingFailureIsNotRetried() {
		this.endpoint.answer(501);
		assertFails(request(2), "server_error");
	}

	@Test
	void nothingIsRetriedWhenMaxRetriesIsZero() {
		this.endpoint.answer(503);
		assertFails(request(0), "temporarily_unavailable");
	}

	private TokenRequest request(int maxRetries) {
		return this.endpoint.request(maxRetries, () -> new ClientCredentials("id", "secret"));
	}

	private static void assertFails(TokenRequest request, String code) {
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(request::fetch)
			.satisfies((failure) -> assertThat(failure.getError().getErrorCode()).isEqualTo(code));
	}

	/**
	 * In milliseconds; the back-off starts with 200 and ends with 5000.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 0, , 200", "1, 0, , 400", "4, 0, , 3200", "5, 0, , 5000", "69, 0, , 5000", "0, 1, , 100",
			"5, 1, , 2500", "0, 0.5, , 150", "0, 0, 150, 200", "0, 0, 1000, 1000", "0, 1, 5000, 5000", "0, 0, 5001, ",
			"70, 0, , " })
	void pauseDoublesWithJitterUpToTheMaximumAndIsAtLeastRetryAfter(int retries, double random,
			@Nullable Long retryAfter, @Nullable Long pause) {
		assertThat(settings().pause(retries, failure(HttpStatus.SERVICE_UNAVAILABLE, retryAfter), random))
			.isEqualTo((pause != null) ? Duration.ofMillis(pause) : null);
	}

	@Test
	void lastingFailureHasNoPause() {
		assertThat(settings().pause(0, failure(HttpStatus.NOT_IMPLEMENTED, 0L), 0)).isNull();
	}

	@Test
	void requestTimeoutIsThatOfTwoReadsOfTheCredentialsAndAllAttemptsAndPauses() {
		assertThat(settings().requestTimeout()).isEqualTo(Duration.ofSeconds(2 * (72 * 10 + 70 * 5)));
	}

	private static TokenRequest.Settings settings() {
		return new TokenRequest.Settings(AccountName.ofSingle(), URI.create("https://login.pinecone.io"), "audience",
				"2026-07", Duration.ofSeconds(10), 70, Duration.ofMillis(200), Duration.ofSeconds(5));
	}

	private static PineconeAuthorizationException failure(HttpStatus status, @Nullable Long retryAfter) {
		return new PineconeAuthorizationException(new OAuth2Error("server_error"), "pinecone", "message", status,
				(retryAfter != null) ? Duration.ofMillis(retryAfter) : null, null);
	}

}
