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
 * Parses numbers that a server sends as digits.
 */
final class Digits {

	private Digits() {
	}

	/**
	 * Return the number that a text consists of, at most the given maximum, or -1 if the
	 * text has other characters than digits.
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
