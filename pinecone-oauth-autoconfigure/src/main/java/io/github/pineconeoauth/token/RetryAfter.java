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

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Reads how long a server asks to wait before the next request.
 */
final class RetryAfter {

	private static final String RATE_LIMIT_RESET = "x-ratelimit-reset";

	private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

	private RetryAfter() {
	}

	/**
	 * Read {@code Retry-After}, in seconds or as a date
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
	 * 10.2.3</a>). If a 429 does not have it, read {@code x-ratelimit-reset}, in seconds
	 * since 1970. Dates are measured from the response's own {@code Date}, so that the
	 * local clock and the server's clock need not agree.
	 * @return the time to wait, never negative, or {@code null} if the server does not
	 * say
	 */
	static @Nullable Duration of(HttpStatusCode status, HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value != null) {
			long seconds = Digits.parse(value.trim(), MAX_SECONDS);
			return (seconds >= 0) ? Duration.ofSeconds(seconds) : until(date(value), headers);
		}
		String reset = headers.getFirst(RATE_LIMIT_RESET);
		if (reset != null && status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)) {
			long seconds = Digits.parse(reset.trim(), Instant.MAX.getEpochSecond());
			return (seconds >= 0) ? until(Instant.ofEpochSecond(seconds), headers) : null;
		}
		return null;
	}

	private static @Nullable Duration until(@Nullable Instant instant, HttpHeaders headers) {
		if (instant == null) {
			return null;
		}
		String date = headers.getFirst(HttpHeaders.DATE);
		Instant answered = (date != null) ? date(date) : null;
		Duration left = Duration.between((answered != null) ? answered : Instant.now(), instant);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Parse an HTTP date. Returns {@code null} if the value is not a date.
	 */
	private static @Nullable Instant date(String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.DATE, value);
		try {
			return Instant.ofEpochMilli(headers.getDate());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
