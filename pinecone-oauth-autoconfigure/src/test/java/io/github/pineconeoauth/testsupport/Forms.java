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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code application/x-www-form-urlencoded} bodies.
 */
public final class Forms {

	private Forms() {
	}

	public static Map<String, String> parse(String body) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String parameter : body.split("&")) {
			int index = parameter.indexOf('=');
			String previous = parameters.put(decode(parameter.substring(0, index)),
					decode(parameter.substring(index + 1)));
			if (previous != null) {
				throw new AssertionError("A form parameter is there twice");
			}
		}
		return parameters;
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

}
