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

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	private static final String DATE = "Wed, 01 Jul 2026 12:00:00 GMT";

	private static final String LATER = "Wed, 01 Jul 2026 12:00:42 GMT";

	private final HttpHeaders headers = new HttpHeaders();

	@ParameterizedTest
	@CsvSource({ "7,PT7S", "0,PT0S", "' 7 ',PT7S", "99999999999999999999999,P365D", "-1,", "7.5,", "soon,", "'',",
			"'٧',", "'1, 2',", "+7,", "0x10,", "'Wed, 32 Jul 2026 12:00:00 GMT'," })
	void secondsAreDigits(String value, @Nullable Duration expected) {
		this.headers.set(HttpHeaders.RETRY_AFTER, value);
		assertThat(retryAfter(503)).isEqualTo(expected);
	}

	@Test
	void timeToWaitIsUnknownWithoutHeader() {
		assertThat(retryAfter(429)).isNull();
	}

	@Test
	void dateCountsFromDateOfResponse() {
		this.headers.set(HttpHeaders.DATE, DATE);
		this.headers.set(HttpHeaders.RETRY_AFTER, LATER);
		assertThat(retryAfter(503)).isEqualTo(Duration.ofSeconds(42));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yesterday" })
	void dateCountsFromNowWithoutUsableDateOfResponse(String date) {
		this.headers.set(HttpHeaders.DATE, date);
		this.headers.set(HttpHeaders.RETRY_AFTER, "Fri, 31 Dec 9999 23:59:59 GMT");
		assertThat(retryAfter(503)).isGreaterThan(Duration.ofDays(365));
	}

	@Test
	void pastDateIsNoTimeToWait() {
		this.headers.set(HttpHeaders.DATE, LATER);
		this.headers.set(HttpHeaders.RETRY_AFTER, DATE);
		assertThat(retryAfter(503)).isZero();
	}

	@Test
	void rateLimitResetCountsForTooManyRequests() {
		this.headers.set(HttpHeaders.DATE, DATE);
		this.headers.set("X-RateLimit-Reset", String.valueOf(Instant.parse("2026-07-01T12:00:12Z").getEpochSecond()));
		assertThat(retryAfter(429)).isEqualTo(Duration.ofSeconds(12));
		assertThat(retryAfter(503)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "-1" })
	void malformedRateLimitResetIsIgnored(String value) {
		this.headers.set("x-ratelimit-reset", value);
		assertThat(retryAfter(429)).isNull();
	}

	@Test
	void hugeRateLimitResetIsAccepted() {
		this.headers.set("x-ratelimit-reset", "99999999999999999999");
		assertThat(retryAfter(429)).isGreaterThan(Duration.ofDays(365));
	}

	@Test
	void retryAfterWinsOverRateLimitReset() {
		this.headers.set(HttpHeaders.RETRY_AFTER, "7");
		this.headers.set("x-ratelimit-reset", "99999999999");
		assertThat(retryAfter(429)).isEqualTo(Duration.ofSeconds(7));
	}

	private @Nullable Duration retryAfter(int status) {
		return RetryAfter.of(HttpStatusCode.valueOf(status), this.headers);
	}

}
