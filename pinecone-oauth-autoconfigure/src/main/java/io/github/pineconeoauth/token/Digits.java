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

/**
 * Parses non-negative numbers in server responses.
 */
final class Digits {

	private Digits() {
	}

	/**
	 * Parse a number, capped at the given maximum. Returns -1 if any character is not a
	 * digit.
	 */
	static long parse(String text, long max) {
		if (text.isEmpty() || !text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return -1;
		}
		try {
			return Math.min(Long.parseLong(text), max);
		}
		catch (NumberFormatException ex) {
			return max;
		}
	}

}
