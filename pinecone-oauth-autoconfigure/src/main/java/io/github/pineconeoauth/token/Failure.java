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

/**
 * A failed token request, and what follows from it.
 *
 * @param exception the failure
 * @param count the number of failures in a row, this one included
 * @param failedAt when it happened
 * @param random a random number from 0 to 1; the higher, the shorter the back-off
 */
record Failure(PineconeAuthorizationException exception, int count, Moment failedAt, double random) {

	boolean holdsBack(Moment now, RenewalPolicy policy) {
		return now.nanosSince(this.failedAt) < policy.backoff(this.count, this.exception.getRetryAfter(), this.random);
	}

	/**
	 * A lasting failure does not hold back the replacement of a token that was refused
	 * after it: that refusal may mean that the credentials have changed.
	 */
	boolean holdsBackReplacement(Moment now, RenewalPolicy policy) {
		return this.exception.isTransient() && holdsBack(now, policy);
	}

}
