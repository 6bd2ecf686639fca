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

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * The most recent failure of a token request, and what follows from it.
 *
 * @param exception the failure
 * @param count the number of failures in a row, this one included; zero once a token was
 * obtained
 * @param failedAt when it happened
 * @param backoff how long after that no token is requested, in nanoseconds
 * @param callersFail whether callers have been failing because of it
 */
record Failure(PineconeAuthorizationException exception, int count, Moment failedAt, long backoff,
		boolean callersFail) {

	/**
	 * Create a failure that follows another one, if there is one that is not over.
	 */
	static Failure after(@Nullable Failure before, PineconeAuthorizationException exception, Moment now,
			RenewalPolicy policy, double random, boolean callersFail) {
		int count = (before != null) ? before.count() + 1 : 1;
		return new Failure(exception, count, now, policy.backoff(count, exception.getRetryAfter(), random),
				callersFail || (before != null && before.callersFail()));
	}

	boolean isOver() {
		return this.count == 0;
	}

	boolean holdsBack(Moment now) {
		return now.nanosSince(this.failedAt) < this.backoff;
	}

	/**
	 * A lasting failure does not hold back the replacement of a token that was refused
	 * after it: that refusal may mean that the credentials have changed.
	 */
	boolean holdsBackReplacement(Moment now) {
		return this.exception.isTransient() && holdsBack(now);
	}

	Failure over() {
		return new Failure(this.exception, 0, this.failedAt, this.backoff, false);
	}

	Failure seenByCallers() {
		return new Failure(this.exception, this.count, this.failedAt, this.backoff, true);
	}

}
