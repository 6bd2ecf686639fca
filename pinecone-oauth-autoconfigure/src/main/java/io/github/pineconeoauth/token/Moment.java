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

import java.util.concurrent.TimeUnit;

/**
 * Point in time on two clocks.
 * <p>
 * Neither clock is enough: on Linux, the monotonic clock stops while the machine sleeps,
 * and the wall clock can be set back.
 *
 * @param nanos the reading of the monotonic clock, in nanoseconds
 * @param millis the reading of the wall clock, in milliseconds since 1970
 */
record Moment(long nanos, long millis) {

	/**
	 * Return the elapsed time on the clock that shows more.
	 */
	long nanosSince(Moment earlier) {
		return Math.max(this.nanos - earlier.nanos, TimeUnit.MILLISECONDS.toNanos(this.millis - earlier.millis));
	}

}
