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

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Generates secrets and masks them. Not thread-safe.
 */
final class Secrets {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Set<String> known = new LinkedHashSet<>();

	/**
	 * Return a new random secret.
	 */
	String create() {
		return add(randomText(32));
	}

	String add(String secret) {
		this.known.add(secret);
		return secret;
	}

	/**
	 * Mask all secrets in a text.
	 */
	String mask(String text) {
		String masked = text;
		for (String secret : this.known) {
			masked = masked.replace(secret, "***");
		}
		return masked;
	}

	static String randomText(int bytes) {
		byte[] random = new byte[bytes];
		RANDOM.nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

}
