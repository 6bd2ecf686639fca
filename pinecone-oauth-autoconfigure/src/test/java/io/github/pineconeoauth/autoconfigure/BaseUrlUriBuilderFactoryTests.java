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

package io.github.pineconeoauth.autoconfigure;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link BaseUrlUriBuilderFactory} builds the same URIs as Spring's own
 * factory.
 */
class BaseUrlUriBuilderFactoryTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://localhost", "https://localhost/", "https://localhost:1/path" })
	void urisAreThoseOfSpringsFactoryWithTheBaseUrl(String baseUrl) {
		UriBuilderFactory springs = new DefaultUriBuilderFactory(baseUrl);
		UriBuilderFactory ours = new BaseUrlUriBuilderFactory(baseUrl,
				new DefaultUriBuilderFactory("https://elsewhere.example/own"));
		for (String template : new String[] { "", "/admin/{x}", "?q={x}", "#{x}", "https://other.example/{x}",
				"//other.example/{x}", "HTTP://other.example" }) {
			assertThat(ours.expand(template, "a/b c")).isEqualTo(springs.expand(template, "a/b c"));
			assertThat(ours.expand(template, Map.of("x", "%"))).isEqualTo(springs.expand(template, Map.of("x", "%")));
			assertThat(ours.uriString(template).queryParam("y", "{y}").build("1", "2"))
				.isEqualTo(springs.uriString(template).queryParam("y", "{y}").build("1", "2"));
		}
		assertThat(ours.builder().path("/admin/{x}").build("a b"))
			.isEqualTo(springs.builder().path("/admin/{x}").build("a b"));
	}

}
