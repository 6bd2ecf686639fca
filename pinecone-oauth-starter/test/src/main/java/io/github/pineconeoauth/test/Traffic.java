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

package io.github.pineconeoauth.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Request count and planned faults of an endpoint. Not thread-safe.
 */
final class Traffic {

	private final Deque<Fault> faults = new ArrayDeque<>();

	private int requests;

	int requests() {
		return this.requests;
	}

	void plan(int times, Fault fault) {
		if (times < 1) {
			throw new IllegalArgumentException("'times' must be positive");
		}
		for (int i = 0; i < times; i++) {
			this.faults.add(fault);
		}
	}

	/**
	 * Count a request, and return its fault, or {@code null} if it has none.
	 */
	@Nullable Fault next() {
		this.requests++;
		return this.faults.poll();
	}

	void reset() {
		this.faults.clear();
		this.requests = 0;
	}

	/**
	 * Fault of a request.
	 *
	 * @param status the HTTP status, or 0 to reset the connection
	 * @param code the error code, or {@code null} for the default code of the status
	 * @param retryAfter the {@code Retry-After} header, or {@code null} for none
	 * @param carriedOut whether the request takes effect despite the fault
	 */
	record Fault(int status, @Nullable String code, @Nullable Duration retryAfter, boolean carriedOut) {

		static Fault status(int status, @Nullable String code, @Nullable Duration retryAfter) {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("'status' must be between 400 and 599");
			}
			if (retryAfter != null && retryAfter.isNegative()) {
				throw new IllegalArgumentException("'retryAfter' must not be negative");
			}
			return new Fault(status, code, retryAfter, false);
		}

		static Fault connectionReset(boolean carriedOut) {
			return new Fault(0, null, null, carriedOut);
		}

	}

}
