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
 * Failed token request and its back-off.
 *
 * @param exception the failure
 * @param count the number of consecutive failures, including this one
 * @param failedAt the time of the failure
 * @param random a random number from 0 to 1; the higher, the shorter the back-off
 */
record Failure(PineconeAuthorizationException exception, int count, Moment failedAt, double random) {

	boolean holdsBack(Moment now, RenewalPolicy policy) {
		return now.nanosSince(this.failedAt) < policy.backoff(this.count, this.exception.getRetryAfter(), this.random);
	}

	/**
	 * Return whether the replacement of a refused token has to wait. A lasting failure
	 * does not delay it: the refusal may mean that the credentials have changed.
	 */
	boolean holdsBackReplacement(Moment now, RenewalPolicy policy) {
		return this.exception.isTransient() && holdsBack(now, policy);
	}

}
