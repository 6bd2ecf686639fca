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

package io.github.pineconeoauth.client;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Origin}.
 */
class OriginTests {

	@ParameterizedTest
	@CsvSource({ "https://api.pinecone.io, https://api.pinecone.io/admin",
			"https://api.pinecone.io, https://api.pinecone.io:443/",
			"https://api.pinecone.io:443, https://api.pinecone.io",
			"https://api.pinecone.io, https://api.pinecone.io:/",
			"https://api.pinecone.io, https://api.pinecone.io:0443/",
			"https://api.pinecone.io, HTTPS://API.Pinecone.IO", "HTTPS://API.Pinecone.IO, https://api.pinecone.io",
			"https://api.pinecone.io, https://someone:else@api.pinecone.io/",
			"https://api.pinecone.io/gateway, https://api.pinecone.io/../elsewhere?a=b#c",
			"http://localhost, http://localhost:80", "http://localhost:80/, http://localhost",
			"http://[::1], http://[::1]:80", "http://[::1]:8080, http://[::1]:8080/admin",
			"https://[2001:DB8::1], https://[2001:db8::1]:443" })
	void matchesWhenSchemeHostAndPortAreTheSame(URI base, URI uri) {
		assertThat(Origin.of(base).matches(uri)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "https://api.pinecone.io, http://api.pinecone.io",
			"https://api.pinecone.io, http://api.pinecone.io:443", "https://api.pinecone.io, wss://api.pinecone.io",
			"https://api.pinecone.io, https://api.pinecone.io:80",
			"https://api.pinecone.io, https://api.pinecone.io:8443", "https://api.pinecone.io, https://pinecone.io",
			"https://api.pinecone.io, https://api.pinecone.io.",
			"https://api.pinecone.io, https://api.pinecone.io.example",
			"https://api.pinecone.io, https://api.pinecone.io@elsewhere.example",
			"https://api.pinecone.io, https://api.pinecone.io:443@elsewhere.example",
			"https://api.pinecone.io, https://elsewhere.example/#@api.pinecone.io",
			"https://api.pinecone.io, https://elsewhere.example?@api.pinecone.io",
			"https://api.pinecone.io, //api.pinecone.io/", "https://api.pinecone.io, /admin",
			"https://api.pinecone.io, https:/api.pinecone.io/", "https://api.pinecone.io, https:api.pinecone.io",
			"https://api.pinecone.io, https://api%2Epinecone.io/",
			"https://api.pinecone.io, https://api.p\u0131necone.io",
			"https://api.pinecone.io, https://xn--api-pinecone.io", "http://localhost:8080, http://localhost",
			"http://localhost, http://127.0.0.1", "http://127.0.0.1, http://localhost",
			"http://127.0.0.1, http://127.1", "http://127.0.0.1, http://2130706433", "http://[::1], http://localhost",
			"http://[::1], http://[0:0:0:0:0:0:0:1]", "http://[::1], http://[::1%25lo]", "http://[::1], http://[::2]",
			"http://127.0.0.1, http://[::ffff:127.0.0.1]" })
	void doesNotMatchWhenAnyOfThemDiffers(URI base, URI uri) {
		assertThat(Origin.of(base).matches(uri)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/admin", "//api.pinecone.io", "https:/admin", "https:admin", "https://api_pinecone%2Eio" })
	void ofWhenUriHasNoSchemeOrNoHostFails(URI uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(uri));
	}

}
