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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RenewalPolicy}.
 */
class RenewalPolicyTests {

	private static final RenewalPolicy POLICY = policy(300, 30, 1000);

	@ParameterizedTest(name = "{0} s, random {1}: {2} s")
	@CsvSource({ "1800, 0, 1500", "1800, 0.5, 1425", "1800, 1, 1350", "60, 0, 30", "60, 1, 15", "600, 0, 300",
			"600, 1, 150", "1, 0, 0.5", "1, 1, 0.25" })
	void tokenIsRenewedAheadOfExpiry(double lifetime, double random, double age) {
		assertThat(POLICY.renewalAge(nanos(lifetime), random)).isEqualTo(nanos(age));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1770", "10, 1770", "30, 1770", "40, 1760" })
	void tokenIsRenewedBeforeItIsSpent(long refreshAhead, long age) {
		assertThat(policy(refreshAhead, 30, 1000).renewalAge(nanos(1800), 0)).isEqualTo(nanos(age));
	}

	@ParameterizedTest
	@CsvSource({ "30, 1800, 1770", "30, 300, 270", "30, 100, 90", "30, 10, 9", "30, 1, 0.9", "0, 1800, 1800" })
	void tokenIsSpentAheadOfExpiry(long clockSkew, long lifetime, double age) {
		assertThat(policy(300, clockSkew, 1000).spentAge(nanos(lifetime))).isEqualTo(nanos(age));
	}

	@ParameterizedTest(name = "{0} ms, failure {1}, Retry-After {2} s, random {3}: {4} ms")
	@CsvSource({ "1000, 1, , 0, 1000", "1000, 1, , 1, 500", "1000, 1, , 0.5, 750", "1000, 2, , 0, 2000",
			"1000, 5, , 0, 16000", "1000, 6, , 0, 30000", "1000, 6, , 1, 15000", "1000, 1000000, , 0, 30000",
			"1, 21, , 0, 30000", "0, 7, , 0, 0", "30000, 1, , 0, 30000", "60000, 1, , 0, 60000", "60000, 9, , 1, 30000",
			"1000, 1, 0, 0, 1000", "1000, 1, 20, 0, 20000", "1000, 1, 20, 1, 20000", "1000, 6, 20, 0, 30000",
			"1000, 1, 3600, 1, 3600000", "1000, 1, 31536000, 0, 3600000" })
	void backOffDoublesAndHonoursRetryAfter(long failureBackoff, int failures, @Nullable Long retryAfter, double random,
			long millis) {
		assertThat(policy(300, 30, failureBackoff).backoff(failures,
				(retryAfter != null) ? Duration.ofSeconds(retryAfter) : null, random))
			.isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	@ParameterizedTest
	@CsvSource({ "0, 1800, 5", "1, 1800, 5", "2, 1800, 10", "3, 1800, 20", "9, 1800, 1280", "10, 1800, 1800",
			"1000000, 1800, 1800", "4, 30, 30", "4, 2, 5" })
	void replacementIntervalDoublesUpToTheLifetime(int replacements, long lifetime, long seconds) {
		assertThat(POLICY.replacementInterval(replacements, nanos(lifetime))).isEqualTo(nanos(seconds));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "5, 0, 5000000", "0, 5, 5000000", "7, 6, 7000000", "-3600000, 6, 6000000",
			"3600000, 6, 3600000000000" })
	void timePassedIsTheLargerOfBothClocks(long wallClockMillis, long monotonicMillis, long nanos) {
		Moment start = new Moment(Long.MAX_VALUE - 1, 1000);
		Moment now = new Moment(start.nanos() + Duration.ofMillis(monotonicMillis).toNanos(),
				start.millis() + wallClockMillis);
		assertThat(now.nanosSince(start)).isEqualTo(nanos);
	}

	private static RenewalPolicy policy(long refreshAhead, long clockSkew, long failureBackoffMillis) {
		return new RenewalPolicy(Duration.ofSeconds(refreshAhead), Duration.ofSeconds(clockSkew),
				Duration.ofMillis(failureBackoffMillis), Duration.ofSeconds(30), Duration.ofMinutes(2));
	}

	private static long nanos(double seconds) {
		return (long) (seconds * 1_000_000_000);
	}

}
