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

package io.github.pineconeoauth.samples.rotation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Event to plot. Contains serial numbers, but never a token or a secret.
 */
sealed interface TimelineEvent {

	/**
	 * Return the name in the event stream.
	 */
	String name();

	Instant at();

	/**
	 * A token was issued.
	 *
	 * @param at the time of the event
	 * @param number the token's serial number
	 * @param lifetime its lifetime in seconds
	 */
	record TokenIssued(Instant at, long number, long lifetime) implements TimelineEvent {

		@Override
		public String name() {
			return "token";
		}

	}

	/**
	 * The client secret was rotated, which revoked all tokens.
	 *
	 * @param at the time of the event
	 * @param number the rotation's serial number
	 */
	record SecretRotated(Instant at, long number) implements TimelineEvent {

		@Override
		public String name() {
			return "rotation";
		}

	}

	/**
	 * A call to the Admin API ended.
	 *
	 * @param at when the call ended
	 * @param number the call's serial number
	 * @param millis how long it took
	 * @param failure the failure, or {@code null} if the call succeeded
	 */
	record CallEnded(Instant at, long number, double millis, @Nullable String failure) implements TimelineEvent {

		@Override
		public String name() {
			return "call";
		}

	}

	/**
	 * Counters since the start.
	 *
	 * @param at the server's time
	 * @param calls the number of calls
	 * @param failedCalls the number of calls that failed
	 * @param tokenRequests the number of token requests
	 * @param rotations the number of rotations
	 */
	record Counters(Instant at, long calls, long failedCalls, long tokenRequests,
			long rotations) implements TimelineEvent {

		@Override
		public String name() {
			return "counters";
		}

	}

}
