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

package io.github.pineconeoauth.admin;

import java.math.BigInteger;
import java.time.Duration;
import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the {@code Retry-After} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
 * 10.2.3</a>
 */
final class RetryAfter {

	private static final BigInteger MAX_SECONDS = BigInteger.valueOf(999_999_999);

	private RetryAfter() {
	}

	/**
	 * Return the time to wait. Dates are measured from the response's own {@code Date},
	 * so that the local clock and the server's clock need not agree.
	 */
	static @Nullable Duration of(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		String digits = value.strip();
		if (digits.matches("\\d+")) {
			return Duration.ofSeconds(new BigInteger(digits).min(MAX_SECONDS).longValue());
		}
		ZonedDateTime end = date(headers, HttpHeaders.RETRY_AFTER);
		if (end == null) {
			return null;
		}
		ZonedDateTime start = date(headers, HttpHeaders.DATE);
		Duration wait = Duration.between((start != null) ? start : ZonedDateTime.now(), end);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private static @Nullable ZonedDateTime date(HttpHeaders headers, String name) {
		try {
			return headers.getFirstZonedDateTime(name);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
