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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Masks the client secret if the token endpoint echoes it.
 */
final class SecretMask {

	private static final String MASK = "******";

	private static final int MAX_LENGTH = 500;

	/**
	 * Characters that could break or disguise a log line.
	 */
	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

	private final Pattern secret;

	SecretMask(String secret) {
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		Stream<String> base64 = IntStream.range(0, 3)
			.mapToObj((offset) -> base64(bytes, offset))
			.filter(StringUtils::hasLength)
			.flatMap((text) -> Stream.of(text, text.replace('+', '-').replace('/', '_')))
			.map((text) -> Pattern.quote(text) + "[\\w+/-]?=*");
		String urlEncoded = secret.codePoints().mapToObj(SecretMask::urlEncoded).collect(Collectors.joining());
		this.secret = Pattern.compile(Stream.concat(base64, Stream.of(urlEncoded)).collect(Collectors.joining("|")));
	}

	/**
	 * Return how the secret looks inside a longer Base64 value, such as Basic
	 * credentials. Omits the characters that also depend on the bytes before or after the
	 * secret.
	 * @param secret the secret
	 * @param offset the number of bytes before the secret, modulo 3
	 */
	private static String base64(byte[] secret, int offset) {
		byte[] bytes = new byte[offset + secret.length];
		System.arraycopy(secret, 0, bytes, offset, secret.length);
		return Base64.getEncoder().encodeToString(bytes).substring((offset * 8 + 5) / 6, bytes.length * 8 / 6);
	}

	/**
	 * Return a pattern that matches a character both plain and URL-encoded: encoders
	 * differ in the characters they encode.
	 */
	private static String urlEncoded(int codePoint) {
		String character = Character.toString(codePoint);
		String encoded = HexFormat.of().withPrefix("%").formatHex(character.getBytes(StandardCharsets.UTF_8));
		return "(?:" + Pattern.quote(character) + "|(?i:" + encoded + ")" + ((codePoint == ' ') ? "|\\+)" : ")");
	}

	/**
	 * Mask the secret in a text, join its lines and limit its length. Returns
	 * {@code null} if the value is not a text.
	 * @param value a value from the token endpoint's JSON response
	 */
	@Nullable String textOf(@Nullable Object value) {
		if (!(value instanceof String text)) {
			return null;
		}
		text = this.secret.matcher(text).replaceAll(MASK);
		text = UNPRINTABLE.matcher(text).replaceAll(" ").trim();
		if (!StringUtils.hasText(text)) {
			return null;
		}
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

}
