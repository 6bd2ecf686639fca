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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON object in a request's body. Methods throw an {@link AdminApiException} if a field
 * is invalid or {@code null}.
 */
final class RequestBody {

	private final ObjectNode object;

	private RequestBody(ObjectNode object) {
		this.object = object;
	}

	static RequestBody of(ApiRequest request) {
		ObjectNode object = Json.readObject(request.body());
		if (object == null) {
			throw AdminApiException.invalidArgument("The request body is not a JSON object.");
		}
		return new RequestBody(object);
	}

	String text(String name, int maxLength) {
		return required(name, optionalText(name, maxLength));
	}

	@Nullable String optionalText(String name, int maxLength) {
		JsonNode value = this.object.get(name);
		if (value == null) {
			return null;
		}
		String text = value.isString() ? value.stringValue() : "";
		check(!text.isEmpty() && text.length() <= maxLength, name, "must have 1 to " + maxLength + " characters");
		return text;
	}

	String oneOf(String name, Set<String> values) {
		String value = text(name, Integer.MAX_VALUE);
		check(values.contains(value), name, "must be one of " + sorted(values));
		return value;
	}

	@Nullable Integer optionalInteger(String name) {
		JsonNode value = this.object.get(name);
		if (value == null) {
			return null;
		}
		check(value.isInt() && value.intValue() >= 0, name, "must be an integer that is not negative");
		return value.intValue();
	}

	@Nullable Boolean optionalBoolean(String name) {
		JsonNode value = this.object.get(name);
		if (value == null) {
			return null;
		}
		check(value.isBoolean(), name, "must be true or false");
		return value.booleanValue();
	}

	@Nullable List<String> optionalListOf(String name, Set<String> values) {
		JsonNode list = this.object.get(name);
		if (list == null) {
			return null;
		}
		check(list.isArray() && list.values().stream().allMatch((value) -> value.isString()), name,
				"must be a list of strings");
		List<String> texts = list.values().stream().map(JsonNode::stringValue).distinct().toList();
		check(values.containsAll(texts), name, "must be among " + sorted(values));
		return texts;
	}

	/**
	 * Return a list of objects, which is empty if the field is missing.
	 */
	List<RequestBody> objects(String name, int min, int max) {
		JsonNode list = this.object.path(name);
		check(list.isMissingNode() || list.isArray(), name, "must be a list");
		List<RequestBody> objects = new ArrayList<>();
		for (JsonNode value : list.values()) {
			check(value instanceof ObjectNode, name, "must be a list of objects");
			objects.add(new RequestBody((ObjectNode) value));
		}
		check(objects.size() >= min && objects.size() <= max, name, "must have " + min + " to " + max + " elements");
		return objects;
	}

	private static <T> T required(String name, @Nullable T value) {
		if (value == null) {
			throw AdminApiException.invalidArgument("The field " + name + " is required.");
		}
		return value;
	}

	private static void check(boolean valid, String name, String rule) {
		if (!valid) {
			throw AdminApiException.invalidArgument("The field " + name + " " + rule + ".");
		}
	}

	private static String sorted(Set<String> values) {
		return values.stream().sorted().collect(Collectors.joining(", "));
	}

}
