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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Secrets}, without which no test would see a secret.
 */
class SecretsTests {

	private static final String SECRET = "ÿ <Confidential> &+?";

	private final Secrets secrets = new Secrets().add("the secret", SECRET).add("another", "something-else");

	@ParameterizedTest
	@MethodSource("forms")
	void secretIsFoundInEveryForm(String form, String name) {
		assertThat(this.secrets.findIn(form)).containsExactly(name);
		assertThat(this.secrets.findIn("before " + form + " after")).containsExactly(name);
	}

	static Stream<Arguments> forms() {
		String urlEncoded = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
		return Stream.concat(
				Stream
					.of(SECRET, urlEncoded, urlEncoded.toLowerCase(Locale.ROOT), urlEncoded.replace("+", "%20"),
							"\\u00ff <Confidential> \\u0026+?", "&yuml; &lt;Confidential&gt; &amp;+?")
					.map((form) -> Arguments.of(form, "the secret")),
				Stream.of("", "i:", "id:", "id1:")
					.map((prefix) -> (prefix + SECRET + prefix).getBytes(StandardCharsets.UTF_8))
					.flatMap((bytes) -> Stream.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())
						.map((encoder) -> Arguments.of(encoder.encodeToString(bytes), "the secret in Base64"))));
	}

	@Test
	void nothingIsFoundInTextWithoutSecret() {
		assertThat(this.secrets.findIn("")).isEmpty();
		assertThat(this.secrets.findIn("c29tZXRoaW5n confident something")).hasSize(1);
		assertThat(this.secrets.findIn("c29tZXR confident")).isEmpty();
	}

	@Test
	void secretThatIsTooShortIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Secrets().add("short", "a-b-c-d-e-f"));
	}

}
