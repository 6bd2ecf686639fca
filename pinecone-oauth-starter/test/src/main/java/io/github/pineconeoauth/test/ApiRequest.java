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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Request to the embedded Pinecone.
 */
final class ApiRequest {

	private final String method;

	private final String uri;

	private final String path;

	private final Map<String, List<String>> query;

	private final Map<String, List<String>> headers;

	private final byte[] body;

	/**
	 * Create a new request.
	 * @param method the HTTP method
	 * @param uri the path and the query, encoded
	 * @param headers the headers, by lower-case name
	 * @param body the body, which may be empty
	 */
	ApiRequest(String method, String uri, Map<String, List<String>> headers, byte[] body) {
		this.method = method;
		this.uri = uri;
		int question = uri.indexOf('?');
		this.path = (question != -1) ? uri.substring(0, question) : uri;
		this.query = (question != -1) ? parseForm(uri.substring(question + 1)) : Map.of();
		this.headers = headers;
		this.body = body;
	}

	String method() {
		return this.method;
	}

	String uri() {
		return this.uri;
	}

	/**
	 * Return the path, still encoded.
	 */
	String path() {
		return this.path;
	}

	Map<String, List<String>> query() {
		return this.query;
	}

	Map<String, List<String>> headers() {
		return this.headers;
	}

	byte[] body() {
		return this.body;
	}

	String bodyAsText() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Return the value of a header that occurs once, or {@code null}.
	 */
	@Nullable String header(String lowerCaseName) {
		return single(this.headers, lowerCaseName);
	}

	/**
	 * Return the value of a query parameter, or {@code null} if there is none.
	 * @throws AdminApiException if the parameter is repeated
	 */
	@Nullable String parameter(String name) {
		if (this.query.getOrDefault(name, List.of()).size() > 1) {
			throw AdminApiException.invalidArgument("The query parameter " + name + " is repeated.");
		}
		return single(this.query, name);
	}

	static Map<String, List<String>> parseForm(String form) {
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		for (String parameter : form.split("&")) {
			String[] nameAndValue = parameter.split("=", 2);
			parameters.computeIfAbsent(decode(nameAndValue[0]), (name) -> new ArrayList<>())
				.add((nameAndValue.length == 2) ? decode(nameAndValue[1]) : "");
		}
		return parameters;
	}

	static @Nullable String single(Map<String, List<String>> values, String name) {
		List<String> candidates = values.getOrDefault(name, List.of());
		return (candidates.size() == 1) ? candidates.get(0) : null;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
