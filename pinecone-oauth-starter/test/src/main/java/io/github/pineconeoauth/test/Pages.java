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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Splits lists into pages. Not thread-safe.
 */
final class Pages {

	private static final int MAX_LIMIT = 100;

	/**
	 * Bytes whose Base64 form is {@code +/+/}, which a client must encode in a query.
	 */
	private static final byte[] TOKEN_PREFIX = { (byte) 0xFB, (byte) 0xFF, (byte) 0xBF };

	private final Map<String, Cursor> cursors = new HashMap<>();

	void clear() {
		this.cursors.clear();
	}

	<T> Reply list(ApiRequest request, Collection<T> items, Function<T, String> id) {
		int limit = limit(request);
		Map<String, List<String>> query = new TreeMap<>(request.query());
		query.put("limit", List.of(Integer.toString(limit)));
		query.remove("paginationToken");
		String list = request.path() + query;
		List<T> left = left(list, request.parameter("paginationToken"), items, id);
		List<T> page = left.subList(0, Math.min(limit, left.size()));
		List<T> rest = left.subList(page.size(), left.size());
		Pagination pagination = (!rest.isEmpty()) ? new Pagination(token(list, rest, id)) : null;
		return Reply.ok(new Page(page, pagination));
	}

	private <T> List<T> left(String list, @Nullable String token, Collection<T> items, Function<T, String> id) {
		if (token == null) {
			return new ArrayList<>(items);
		}
		Cursor cursor = this.cursors.get(token);
		if (cursor == null || !cursor.list().equals(list)) {
			throw AdminApiException.invalidArgument("The pagination token is not valid for this list.");
		}
		return items.stream().filter((item) -> cursor.ids().contains(id.apply(item))).toList();
	}

	private <T> String token(String list, List<T> rest, Function<T, String> id) {
		byte[] random = State.newId().getBytes(StandardCharsets.US_ASCII);
		byte[] bytes = new byte[TOKEN_PREFIX.length + random.length + 1];
		System.arraycopy(TOKEN_PREFIX, 0, bytes, 0, TOKEN_PREFIX.length);
		System.arraycopy(random, 0, bytes, TOKEN_PREFIX.length, random.length);
		String token = Base64.getEncoder().encodeToString(bytes);
		this.cursors.put(token, new Cursor(list, new LinkedHashSet<>(rest.stream().map(id).toList())));
		return token;
	}

	private static int limit(ApiRequest request) {
		String text = request.parameter("limit");
		if (text == null) {
			return MAX_LIMIT;
		}
		long limit;
		try {
			limit = Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw AdminApiException.invalidArgument("The limit must be an integer.");
		}
		if (limit < 1 || limit > MAX_LIMIT) {
			throw AdminApiException.outOfRange("The limit must be between 1 and " + MAX_LIMIT + ".");
		}
		return (int) limit;
	}

	/**
	 * Items on the pages that follow a pagination token.
	 *
	 * @param list the list, with its filters and limit
	 * @param ids the ids of these items
	 */
	record Cursor(String list, Set<String> ids) {

	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Page(List<?> data, @Nullable Pagination pagination) {

	}

	record Pagination(String next) {

	}

}
