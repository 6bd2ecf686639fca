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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Attempts}.
 */
class AttemptsTests {

	private static final RetrySettings SETTINGS = new RetrySettings(2, Duration.ofMillis(200), Duration.ofSeconds(5));

	private static final RuntimeException IO_ERROR = new ResourceAccessException("reset");

	@ParameterizedTest
	@EnumSource
	void onlySafeOperationsAreRetried(Operation operation) {
		boolean idempotent = operation.name().matches("(LIST|FETCH|DELETE)_.*");
		List<Integer> retried = IntStream.range(100, 600)
			.filter((status) -> attempts(operation).next(failure(status, "CODE", null)) != null)
			.boxed()
			.toList();
		assertThat(retried).isEqualTo(idempotent ? List.of(429, 500, 502, 503, 504) : List.of(429));
		assertThat(attempts(operation).next(IO_ERROR) != null).isEqualTo(idempotent);
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 429, 503 })
	void exceededQuotaIsNeverRetried(int status) {
		PineconeAdminException failure = failure(status, "QUOTA_EXCEEDED", null);
		assertThat(failure.isTransient()).isFalse();
		assertThat(attempts(Operation.LIST_PROJECTS).next(failure)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 10 })
	void retriesEndAtTheMaximum(int maxRetries) {
		Attempts attempts = attempts(Operation.LIST_PROJECTS,
				new RetrySettings(maxRetries, Duration.ofMillis(1), Duration.ofMillis(1)), () -> 0);
		assertThat(waits(attempts)).hasSize(maxRetries);
	}

	@Test
	void backoffDoublesUpToTheMaximum() {
		RetrySettings settings = new RetrySettings(7, Duration.ofMillis(200), Duration.ofSeconds(5));
		assertThat(waits(attempts(Operation.LIST_PROJECTS, settings, () -> 0))).extracting(Duration::toMillis)
			.containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
		assertThat(waits(attempts(Operation.LIST_PROJECTS, settings, () -> 1))).extracting(Duration::toMillis)
			.containsExactly(100L, 200L, 400L, 800L, 1600L, 2500L, 2500L);
	}

	@Test
	void backoffDoesNotOverflow() {
		RetrySettings settings = new RetrySettings(5000, Duration.ofDays(400_000), Duration.ofDays(500_000));
		assertThat(waits(attempts(Operation.LIST_PROJECTS, settings, () -> 0))).hasSize(5000)
			.allMatch((wait) -> wait.toDays() > 100_000);
	}

	@ParameterizedTest
	@CsvSource({ "0, 200", "199, 200", "201, 201", "5000, 5000", "5001, -1", "999999999, -1" })
	void retryAfterIsHonouredUpToTheMaximumBackoff(long retryAfter, long expected) {
		Duration wait = attempts(Operation.CREATE_PROJECT)
			.next(failure(429, "RESOURCE_EXHAUSTED", Duration.ofMillis(retryAfter)));
		assertThat((wait != null) ? wait.toMillis() : -1).isEqualTo(expected);
	}

	@Test
	void deletionHasSucceededIfARepetitionFindsNothing() {
		for (RuntimeException failure : List.of(IO_ERROR, failure(503, null, null))) {
			Attempts attempts = attempts(Operation.DELETE_PROJECT);
			attempts.next(failure);
			assertThat(attempts.hasDeleted(failure(404, "NOT_FOUND", null))).isTrue();
			assertThat(attempts.hasDeleted(failure(409, "ABORTED", null))).isFalse();
			assertThat(attempts.hasDeleted(IO_ERROR)).isFalse();
		}
	}

	@Test
	void deletionHasNotSucceededIfTheFirstAttemptHadNoEffect() {
		Attempts attempts = attempts(Operation.DELETE_PROJECT);
		assertThat(attempts.hasDeleted(failure(404, "NOT_FOUND", null))).isFalse();
		attempts.next(failure(429, "RESOURCE_EXHAUSTED", null));
		assertThat(attempts.hasDeleted(failure(404, "NOT_FOUND", null))).isFalse();
	}

	@Test
	void repeatedReadThatFindsNothingFails() {
		Attempts attempts = attempts(Operation.FETCH_PROJECT);
		attempts.next(IO_ERROR);
		assertThat(attempts.hasDeleted(failure(404, "NOT_FOUND", null))).isFalse();
	}

	@Test
	void negativeSettingsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RetrySettings(-1, Duration.ZERO, Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetrySettings(0, Duration.ofNanos(-1), Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetrySettings(0, Duration.ZERO, Duration.ofNanos(-1)));
	}

	private static List<Duration> waits(Attempts attempts) {
		List<Duration> waits = new ArrayList<>();
		for (Duration wait = attempts.next(IO_ERROR); wait != null; wait = attempts.next(IO_ERROR)) {
			waits.add(wait);
		}
		return waits;
	}

	private static Attempts attempts(Operation operation) {
		return attempts(operation, SETTINGS, () -> 0);
	}

	private static Attempts attempts(Operation operation, RetrySettings settings, DoubleSupplier random) {
		return new Attempts(operation, settings, random);
	}

	private static PineconeAdminException failure(int status, @Nullable String code, @Nullable Duration retryAfter) {
		return new PineconeAdminException("", HttpStatusCode.valueOf(status), code, null, Map.of(), null, retryAfter);
	}

}
