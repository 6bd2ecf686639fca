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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of Pinecone's OpenAPI documents, reduced to facts. Its head says where it comes
 * from.
 */
public final class OpenApiDocument {

	private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "put");

	private final JsonNode document;

	private OpenApiDocument(JsonNode document) {
		this.document = document;
	}

	/**
	 * Read the document of the Admin API.
	 * @return the document
	 */
	public static OpenApiDocument ofAdminApi() {
		return load("admin_2026-07.oas.yaml");
	}

	/**
	 * Read the document of the token endpoint.
	 * @return the document
	 */
	public static OpenApiDocument ofTokenEndpoint() {
		return load("oauth_2026-07.oas.yaml");
	}

	private static OpenApiDocument load(String resource) {
		try (InputStream yaml = OpenApiDocument.class.getResourceAsStream(resource)) {
			return new OpenApiDocument(JsonMapper.shared().valueToTree(new Yaml().load(yaml)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the operations.
	 * @return the operations by ID
	 */
	public Map<String, DocumentedOperation> operations() {
		Map<String, DocumentedOperation> operations = new LinkedHashMap<>();
		this.document.path("paths")
			.propertyStream()
			.forEach((path) -> path.getValue()
				.propertyStream()
				.filter((method) -> METHODS.contains(method.getKey()))
				.map((method) -> new DocumentedOperation(method.getValue().path("operationId").stringValue(""),
						method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))
				.forEach((operation) -> operations.put(operation.id(), operation)));
		return operations;
	}

	/**
	 * Return the schemas.
	 * @return the schemas by name
	 */
	public Map<String, Schema> schemas() {
		Map<String, Schema> schemas = new LinkedHashMap<>();
		this.document.at("/components/schemas")
			.propertyStream()
			.forEach((schema) -> schemas.put(schema.getKey(), new Schema(schema.getValue())));
		return schemas;
	}

	/**
	 * Return the violations of a request.
	 * @param operation the operation
	 * @param body the body, or {@code null}, as it has to be if the operation takes none
	 * @return the violations
	 */
	public List<String> validateRequest(DocumentedOperation operation, @Nullable JsonNode body) {
		return validateBody(operation.definition().path("requestBody"), body);
	}

	/**
	 * Return the violations of a response.
	 * @param response the response
	 * @param body the body, or {@code null}, as it has to be if the response has none
	 * @return the violations
	 */
	public List<String> validateResponse(DocumentedResponse response, @Nullable JsonNode body) {
		return validateBody(response.operation().definition().path("responses").path(response.status()), body);
	}

	private List<String> validateBody(JsonNode definition, @Nullable JsonNode body) {
		JsonNode schema = definition.path("content").path("application/json").path("schema");
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

	/**
	 * An operation.
	 *
	 * @param id the ID
	 * @param method the method
	 * @param path the path template
	 * @param definition its definition in the document
	 */
	public record DocumentedOperation(String id, String method, String path, JsonNode definition) {

		public Stream<DocumentedResponse> responses() {
			return this.definition.path("responses")
				.propertyNames()
				.stream()
				.map((status) -> new DocumentedResponse(this, status));
		}

		public List<String> queryParameters() {
			return this.definition.path("parameters")
				.valueStream()
				.filter((parameter) -> parameter.path("in").stringValue("").equals("query"))
				.map((parameter) -> parameter.path("name").stringValue(""))
				.toList();
		}

		/**
		 * Return the name of the schema of the request.
		 * @return the name, or {@code null} if there is none
		 */
		public @Nullable String requestSchema() {
			return schema(this.definition.path("requestBody"));
		}

		public int successStatus() {
			return Integer.parseInt(responses().map(DocumentedResponse::status)
				.filter((status) -> status.startsWith("2"))
				.findFirst()
				.orElseThrow());
		}

		/**
		 * Return the name of the schema of the answer.
		 * @return the name, or {@code null} if there is none
		 */
		public @Nullable String answerSchema() {
			return schema(this.definition.path("responses").path(String.valueOf(successStatus())));
		}

		private static @Nullable String schema(JsonNode message) {
			String reference = message.path("content")
				.path("application/json")
				.path("schema")
				.path("$ref")
				.stringValue("");
			return !reference.isEmpty() ? reference.replaceFirst(".*/", "") : null;
		}

		@Override
		public String toString() {
			return this.id;
		}

	}

	/**
	 * A response of an operation.
	 *
	 * @param operation the operation
	 * @param status the status, or {@code 4XX}
	 */
	public record DocumentedResponse(DocumentedOperation operation, String status) {

		@Override
		public String toString() {
			return this.operation + " " + this.status;
		}

	}

	/**
	 * A schema.
	 *
	 * @param definition its definition in the document
	 */
	public record Schema(JsonNode definition) {

		public Collection<String> properties() {
			return this.definition.path("properties").propertyNames();
		}

		public List<String> required() {
			return strings(this.definition.path("required"));
		}

		public ObjectNode example() {
			return (ObjectNode) this.definition.path("example").deepCopy();
		}

		/**
		 * Return the known values of a property, or of its elements.
		 * @param property the name of the property
		 * @return the values
		 */
		public List<String> knownValues(String property) {
			JsonNode definition = this.definition.path("properties").path(property);
			return strings((definition.has("items") ? definition.path("items") : definition).path("x-enum"));
		}

		private static List<String> strings(JsonNode array) {
			return array.valueStream().map(JsonNode::stringValue).toList();
		}

	}

}
