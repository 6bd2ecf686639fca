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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretMask}.
 */
class SecretMaskTests {

	private static final String SECRET = TokenApplication.CLIENT_SECRET;

	private final SecretMask mask = new SecretMask(SECRET);

	@ParameterizedTest
	@MethodSource("forms")
	void secretIsMaskedInEveryForm(String form) {
		assertThat(this.mask.textOf("Got " + form + " instead")).startsWith("Got ")
			.contains("******")
			.endsWith(" instead");
		TokenApplication.assertNoSecrets(String.valueOf(this.mask.textOf(form)));
	}

	static Stream<Arguments> forms() {
		byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
		String formEncoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
		String percentEncoded = TokenApplication.percentEncoded(SECRET);
		return Stream.of(Arguments.argumentSet("plain", SECRET), Arguments.argumentSet("form", formEncoded),
				Arguments.argumentSet("form, lower case", formEncoded.toLowerCase(Locale.ROOT)),
				Arguments.argumentSet("percent", percentEncoded),
				Arguments.argumentSet("percent, lower case", percentEncoded.toLowerCase(Locale.ROOT)),
				Arguments.argumentSet("Base64", Base64.getEncoder().encodeToString(bytes)),
				Arguments.argumentSet("Base64 without padding",
						Base64.getEncoder().withoutPadding().encodeToString(bytes)),
				Arguments.argumentSet("Base64 for URLs", Base64.getUrlEncoder().encodeToString(bytes)),
				Arguments.argumentSet("Basic credentials", basicCredentials("id")),
				Arguments.argumentSet("Basic credentials, one byte on", basicCredentials("the")),
				Arguments.argumentSet("Basic credentials, two bytes on", basicCredentials("some")));
	}

	private static String basicCredentials(String clientId) {
		return Base64.getEncoder().encodeToString((clientId + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\u0000", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066",
			"\ufeff", "\u007f", "\u001b" })
	void textIsOnOneLineOfVisibleCharacters(String character) {
		assertThat(this.mask.textOf("a" + character + "b" + character)).isEqualTo("a b");
	}

	@Test
	void longTextIsShortened() {
		assertThat(this.mask.textOf("x".repeat(20_000))).isEqualTo("x".repeat(500) + "…");
	}

	@Test
	void valueWithoutTextIsNull() {
		assertThat(this.mask.textOf(null)).isNull();
		assertThat(this.mask.textOf(42)).isNull();
		assertThat(this.mask.textOf(" \u200b")).isNull();
	}

}
