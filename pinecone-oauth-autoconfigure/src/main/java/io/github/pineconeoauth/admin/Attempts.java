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
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Decides whether to retry a call. Not thread-safe: each call has its own instance.
 */
final class Attempts {

	private final Operation operation;

	private final RetrySettings settings;

	private final DoubleSupplier random;

	private int retries;

	private boolean mayHaveTakenEffect;

	/**
	 * Create new attempts.
	 * @param operation the operation of the call
	 * @param settings the settings
	 * @param random supplies values from 0 to 1 for the jitter
	 */
	Attempts(Operation operation, RetrySettings settings, DoubleSupplier random) {
		this.operation = operation;
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Return whether a failure shows that an earlier attempt deleted the resource.
	 */
	boolean hasDeleted(RuntimeException failure) {
		return this.operation.isDelete() && this.mayHaveTakenEffect && failure instanceof PineconeAdminException answer
				&& isStatus(answer, HttpStatus.NOT_FOUND);
	}

	/**
	 * Return the time before the next attempt, or {@code null} if there is none.
	 * @param failure a {@link PineconeAdminException}, or else an I/O error
	 */
	@Nullable Duration next(RuntimeException failure) {
		if (this.retries >= this.settings.maxRetries()) {
			return null;
		}
		Duration wait = null;
		if (!(failure instanceof PineconeAdminException answer)) {
			wait = this.operation.isIdempotent() ? backoff() : null;
			this.mayHaveTakenEffect = true;
		}
		else if (answer.isTransient()
				&& (this.operation.isIdempotent() || isStatus(answer, HttpStatus.TOO_MANY_REQUESTS))) {
			wait = wait(answer.getRetryAfter());
			this.mayHaveTakenEffect |= answer.getStatusCode().is5xxServerError();
		}
		this.retries++;
		return wait;
	}

	private @Nullable Duration wait(@Nullable Duration retryAfter) {
		Duration backoff = backoff();
		if (retryAfter == null || retryAfter.compareTo(backoff) < 0) {
			return backoff;
		}
		return (retryAfter.compareTo(this.settings.maxBackoff()) <= 0) ? retryAfter : null;
	}

	private Duration backoff() {
		double backoff = nanos(this.settings.initialBackoff()) * Math.pow(2, this.retries);
		double jitter = 1 - this.random.getAsDouble() / 2;
		return Duration.ofNanos((long) (Math.min(backoff, nanos(this.settings.maxBackoff())) * jitter));
	}

	/**
	 * Like {@link Duration#toNanos()}, but does not overflow.
	 */
	private static double nanos(Duration duration) {
		return duration.getSeconds() * 1e9 + duration.getNano();
	}

	private static boolean isStatus(PineconeAdminException answer, HttpStatusCode status) {
		return answer.getStatusCode().value() == status.value();
	}

}
