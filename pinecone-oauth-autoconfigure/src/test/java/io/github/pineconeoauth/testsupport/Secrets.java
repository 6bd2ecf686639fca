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

package io.github.pineconeoauth.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in a text, and returns their names.
 * <p>
 * Looks for the longest sequence of letters and digits in each secret, which is the same
 * in plain text, JSON, HTML and URLs, and for its Base64 form within a longer text.
 */
public final class Secrets {

	private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]+");

	private final Map<String, String> names = new LinkedHashMap<>();

	/**
	 * Look for a secret.
	 * @param name what to call it
	 * @param secret the secret
	 * @return this object
	 */
	public Secrets add(String name, String secret) {
		this.names.put(lowerCase(longestRun(secret)), name);
		for (int alignment = 0; alignment < 3; alignment++) {
			String base64 = base64(secret, alignment);
			this.names.put(lowerCase(base64), name + " in Base64");
			this.names.put(lowerCase(base64.replace('+', '-').replace('/', '_')), name + " in Base64");
		}
		return this;
	}

	/**
	 * Look for the secrets.
	 * @param text the text
	 * @return the names of those that it contains
	 */
	public List<String> findIn(String text) {
		String lowerCase = lowerCase(text);
		return this.names.entrySet()
			.stream()
			.filter((form) -> lowerCase.contains(form.getKey()))
			.map(Entry::getValue)
			.distinct()
			.toList();
	}

	private static String lowerCase(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

	private static String longestRun(String secret) {
		String longest = "";
		Matcher matcher = RUN.matcher(secret);
		while (matcher.find()) {
			longest = (matcher.group().length() > longest.length()) ? matcher.group() : longest;
		}
		if (longest.length() < 6) {
			throw new IllegalArgumentException("A secret without a longer run of letters and digits cannot be found");
		}
		return longest;
	}

	/**
	 * Return the Base64 characters that only depend on the secret, if the given number of
	 * bytes, modulo 3, comes before it.
	 */
	private static String base64(String secret, int alignment) {
		byte[] bytes = ("-".repeat(alignment) + secret).getBytes(StandardCharsets.UTF_8);
		String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
		return base64.substring((alignment * 8 + 5) / 6, bytes.length * 8 / 6);
	}

}
