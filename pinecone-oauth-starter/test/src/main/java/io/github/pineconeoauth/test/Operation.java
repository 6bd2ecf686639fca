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
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Operation of the OpenAPI document, with its handler.
 *
 * @param id the operationId in the document
 * @param method the HTTP method
 * @param path the path, with at most one variable, {@code {id}}
 * @param handler handles a request, given the value of the variable
 */
record Operation(String id, String method, String path, BiFunction<ApiRequest, String, Reply> handler) {

	private static final String VARIABLE = "{id}";

	static Operation of(String id, String method, String path, Function<ApiRequest, Reply> handler) {
		return new Operation(id, method, path, (request, none) -> handler.apply(request));
	}

	static Operation withId(String id, String method, String path, BiFunction<ApiRequest, String, Reply> handler) {
		return new Operation(id, method, path, handler);
	}

	boolean matches(ApiRequest request) {
		return this.method.equals(request.method()) && variable(request.path()) != null;
	}

	Reply handle(ApiRequest request) {
		String variable = variable(request.path());
		return this.handler.apply(request, (variable != null) ? variable : "");
	}

	/**
	 * Return the value of the path's variable, an empty text if there is no variable, or
	 * {@code null} if the path does not match.
	 */
	private @Nullable String variable(String path) {
		int start = this.path.indexOf(VARIABLE);
		if (start == -1) {
			return this.path.equals(path) ? "" : null;
		}
		String suffix = this.path.substring(start + VARIABLE.length());
		int end = path.length() - suffix.length();
		if (end <= start || !path.startsWith(this.path.substring(0, start)) || !path.endsWith(suffix)) {
			return null;
		}
		String value = path.substring(start, end);
		return value.contains("/") ? null : decode(value);
	}

	private static String decode(String value) {
		try {
			return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return value;
		}
	}

}
