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
 * Takes the client secret out of what the token endpoint says, should it echo it.
 */
final class SecretMask {

	private static final String MASK = "******";

	private static final int MAX_LENGTH = 500;

	/**
	 * What could break a line of a log, or have a terminal or an editor show another one.
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
	 * Return those Base64 characters that depend on the secret alone, where the given
	 * number of bytes stands before it: it may be part of something longer, such as Basic
	 * credentials.
	 */
	private static String base64(byte[] secret, int offset) {
		byte[] bytes = new byte[offset + secret.length];
		System.arraycopy(secret, 0, bytes, offset, secret.length);
		return Base64.getEncoder().encodeToString(bytes).substring((offset * 8 + 5) / 6, bytes.length * 8 / 6);
	}

	/**
	 * Return a pattern for a character as it is or encoded for a URL, which is up to the
	 * encoder for many of them.
	 */
	private static String urlEncoded(int codePoint) {
		String character = Character.toString(codePoint);
		String encoded = HexFormat.of().withPrefix("%").formatHex(character.getBytes(StandardCharsets.UTF_8));
		return "(?:" + Pattern.quote(character) + "|(?i:" + encoded + ")" + ((codePoint == ' ') ? "|\\+)" : ")");
	}

	/**
	 * Return a text without the secret, on one line and of bounded length, or
	 * {@code null} where the value is not a text.
	 * @param value a value of the JSON object that the token endpoint answered
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
