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

package io.github.pineconeoauth.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.util.StringUtils;

/**
 * Reads and writes the Admin API's JSON, independent of the application's mapper.
 */
final class AdminJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {
	};

	private AdminJson() {
	}

	static byte[] write(Object body) {
		return MAPPER.writeValueAsBytes(body);
	}

	/**
	 * Read an object, or {@code null} if there is none.
	 * @throws UnreadableException if the JSON does not match
	 */
	static <T> @Nullable T read(byte[] json, Class<T> type) {
		return read(json, MAPPER.constructType(type));
	}

	/**
	 * Read a page, or {@code null} if there is none.
	 * @throws UnreadableException if the JSON does not match
	 */
	static <T> @Nullable ResultPage<T> readPage(byte[] json, Class<T> itemType) {
		PageBody<T> page = read(json, MAPPER.getTypeFactory().constructParametricType(PageBody.class, itemType));
		return (page != null) ? page.toResultPage() : null;
	}

	private static <T> @Nullable T read(byte[] json, JavaType type) {
		if (json.length == 0) {
			return null;
		}
		try {
			return MAPPER.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new UnreadableException(reason(ex));
		}
	}

	/**
	 * Read any JSON.
	 * @return the root, a {@link MissingNode} if this is not JSON
	 */
	static JsonNode readTree(byte[] json) {
		try {
			return MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	static LinkedHashMap<String, Object> toMap(JsonNode object) {
		return MAPPER.convertValue(object, MAP);
	}

	/**
	 * Describe the problem without values: Jackson's messages quote them, and they may be
	 * secret.
	 */
	private static String reason(JacksonException exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof Fields.MissingException) {
				return String.valueOf(cause.getMessage());
			}
		}
		String field = exception.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.filter(Objects::nonNull)
			.collect(Collectors.joining("."));
		return field.isEmpty() ? "it is not the expected JSON" : field + " is not valid";
	}

	/**
	 * Page in the Admin API's format.
	 *
	 * @param <T> the type of the items
	 * @param data the items
	 * @param pagination the reference to the next page
	 */
	record PageBody<T>(@Nullable List<@Nullable T> data, @Nullable Pagination pagination) {

		ResultPage<T> toResultPage() {
			String next = (this.pagination != null) ? this.pagination.next() : null;
			return new ResultPage<>(Fields.list(this.data), StringUtils.hasLength(next) ? next : null);
		}

	}

	record Pagination(@Nullable String next) {
	}

	/**
	 * Thrown when JSON cannot be read. The message does not quote it.
	 */
	static final class UnreadableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnreadableException(String reason) {
			super(reason);
		}

	}

}
