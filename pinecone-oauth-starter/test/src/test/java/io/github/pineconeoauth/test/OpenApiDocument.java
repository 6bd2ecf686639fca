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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of Pinecone's OpenAPI documents.
 */
final class OpenApiDocument {

	private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");

	private final JsonNode document;

	private OpenApiDocument(JsonNode document) {
		this.document = document;
	}

	static OpenApiDocument load(String resource) {
		try (InputStream yaml = OpenApiDocument.class.getResourceAsStream("/" + resource)) {
			return new OpenApiDocument(JsonMapper.shared().valueToTree(new Yaml().load(yaml)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Stream<DocumentedOperation> operations() {
		return this.document.get("paths")
			.propertyStream()
			.flatMap((path) -> path.getValue()
				.propertyStream()
				.filter((method) -> METHODS.contains(method.getKey()))
				.map((method) -> new DocumentedOperation(method.getValue().get("operationId").stringValue(),
						method.getKey().toUpperCase(), path.getKey(), method.getValue())));
	}

	/**
	 * Return what is wrong with a request's body, which has to be {@code null} if the
	 * operation takes none.
	 */
	List<String> validateRequest(DocumentedOperation operation, @Nullable JsonNode body) {
		return validateBody(operation.definition().path("requestBody"), body, "application/json");
	}

	/**
	 * Return what is wrong with a response's body, which has to be {@code null} if there
	 * is none.
	 */
	List<String> validateResponse(DocumentedResponse response, @Nullable JsonNode body) {
		return validateBody(response.operation().definition().path("responses").path(response.status()), body,
				"application/json");
	}

	private List<String> validateBody(JsonNode definition, @Nullable JsonNode body, String mediaType) {
		JsonNode schema = definition.path("content").path(mediaType).path("schema");
		if (schema.isMissingNode() || body == null) {
			return (schema.isMissingNode() == (body == null)) ? List.of() : List.of("body: missing or unexpected");
		}
		return validate("body", schema, body).toList();
	}

	private Stream<String> validate(String at, JsonNode schema, JsonNode value) {
		JsonNode reference = schema.get("$ref");
		if (reference != null) {
			return validate(at, this.document.at(reference.stringValue().substring(1)), value);
		}
		if (value.isNull()) {
			return schema.path("nullable").booleanValue(false) ? Stream.empty() : Stream.of(at + ": is null");
		}
		Stream<String> allOf = schema.path("allOf").valueStream().flatMap((part) -> validate(at, part, value));
		return Stream.concat(allOf, switch (schema.path("type").stringValue("")) {
			case "object" -> validateObject(at, schema, value);
			case "array" -> validateArray(at, schema, value);
			case "string" -> validateString(at, schema, value);
			case "integer" -> value.isIntegralNumber() ? Stream.empty() : Stream.of(at + ": no integer");
			case "boolean" -> value.isBoolean() ? Stream.empty() : Stream.of(at + ": no boolean");
			default -> Stream.of(at + ": unknown type in the document");
		});
	}

	private Stream<String> validateObject(String at, JsonNode schema, JsonNode value) {
		if (!value.isObject()) {
			return Stream.of(at + ": no object");
		}
		JsonNode properties = schema.path("properties");
		Stream<String> missing = schema.path("required")
			.valueStream()
			.map(JsonNode::stringValue)
			.filter((name) -> !value.has(name))
			.map((name) -> at + ": lacks " + name);
		Stream<String> unknown = (!schema.has("properties") || schema.has("allOf")) ? Stream.empty()
				: value.propertyNames()
					.stream()
					.filter((name) -> !properties.has(name))
					.map((name) -> at + ": has the undocumented " + name);
		Stream<String> invalid = properties.propertyStream()
			.filter((property) -> value.has(property.getKey()))
			.flatMap((property) -> validate(at + "." + property.getKey(), property.getValue(),
					Objects.requireNonNull(value.get(property.getKey()))));
		return Stream.of(missing, unknown, invalid).flatMap((violations) -> violations);
	}

	private Stream<String> validateArray(String at, JsonNode schema, JsonNode value) {
		if (!value.isArray()) {
			return Stream.of(at + ": no array");
		}
		return value.valueStream().flatMap((item) -> validate(at + "[]", schema.path("items"), item));
	}

	private static Stream<String> validateString(String at, JsonNode schema, JsonNode value) {
		if (!value.isString()) {
			return Stream.of(at + ": no string");
		}
		String text = value.stringValue();
		String pattern = switch (schema.path("format").stringValue("")) {
			case "uuid" -> "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
			case "date-time" -> "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
			case "email" -> "[^@ ]+@[^@ ]+";
			default -> "(?s).*";
		};
		boolean known = !schema.has("x-enum")
				|| schema.path("x-enum").valueStream().anyMatch((candidate) -> candidate.stringValue().equals(text));
		boolean length = text.length() >= schema.path("minLength").intValue(0)
				&& text.length() <= schema.path("maxLength").intValue(Integer.MAX_VALUE);
		return (text.matches(pattern) && known && length) ? Stream.empty() : Stream.of(at + ": not as documented");
	}

	record DocumentedOperation(String id, String method, String path, JsonNode definition) {

		Stream<DocumentedResponse> responses() {
			return this.definition.path("responses")
				.propertyNames()
				.stream()
				.map((status) -> new DocumentedResponse(this, status));
		}

		@Override
		public String toString() {
			return this.id;
		}

	}

	record DocumentedResponse(DocumentedOperation operation, String status) {

		@Override
		public String toString() {
			return this.operation + " " + this.status;
		}

	}

}
