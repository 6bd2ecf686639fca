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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;

/**
 * The OpenAPI document of the Admin API, reduced to facts. Its head says where it comes
 * from.
 */
final class AdminApiDocument {

	private static final AdminApiDocument INSTANCE = new AdminApiDocument();

	private final Map<String, Object> root = load();

	private AdminApiDocument() {
	}

	static AdminApiDocument get() {
		return INSTANCE;
	}

	private static Map<String, Object> load() {
		ClassPathResource resource = new ClassPathResource("admin_2026-07.oas.yaml", AdminApiDocument.class);
		try (InputStream stream = resource.getInputStream()) {
			return new Yaml().load(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the operations by ID.
	 */
	Map<String, DocumentedOperation> operations() {
		Map<String, DocumentedOperation> operations = new LinkedHashMap<>();
		map(this.root, "paths").forEach((path, methods) -> map(methods).forEach((method, operation) -> {
			Map<String, Object> facts = map(operation);
			operations.put(String.valueOf(facts.get("operationId")),
					new DocumentedOperation(method.toUpperCase(), path, facts));
		}));
		return operations;
	}

	/**
	 * Return the schemas by name.
	 */
	Map<String, Schema> schemas() {
		Map<String, Schema> schemas = new LinkedHashMap<>();
		map(map(this.root, "components"), "schemas")
			.forEach((name, schema) -> schemas.put(name, new Schema(map(schema))));
		return schemas;
	}

	private static Map<String, Object> map(Map<String, Object> parent, String key) {
		return map(parent.getOrDefault(key, Map.of()));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	private static <T> List<T> list(@Nullable Object value) {
		return (value != null) ? (List<T>) value : List.of();
	}

	/**
	 * An operation.
	 *
	 * @param method the method
	 * @param path the path template
	 * @param facts all that is said about it
	 */
	record DocumentedOperation(String method, String path, Map<String, Object> facts) {

		List<String> queryParameters() {
			return AdminApiDocument.<Map<String, Object>>list(this.facts.get("parameters"))
				.stream()
				.filter((parameter) -> "query".equals(parameter.get("in")))
				.map((parameter) -> String.valueOf(parameter.get("name")))
				.toList();
		}

		/**
		 * Return the name of the schema of the request, or {@code null} if there is none.
		 */
		@Nullable String requestSchema() {
			return schema(map(this.facts, "requestBody"));
		}

		int successStatus() {
			return Integer.parseInt(success().getKey());
		}

		/**
		 * Return the name of the schema of the answer, or {@code null} if there is none.
		 */
		@Nullable String answerSchema() {
			return schema(map(success().getValue()));
		}

		private Map.Entry<String, Object> success() {
			return map(this.facts, "responses").entrySet()
				.stream()
				.filter((response) -> response.getKey().startsWith("2"))
				.findFirst()
				.orElseThrow();
		}

		private static @Nullable String schema(Map<String, Object> message) {
			Object reference = map(map(map(message, "content"), "application/json"), "schema").get("$ref");
			return (reference != null) ? reference.toString().replaceFirst(".*/", "") : null;
		}

	}

	/**
	 * A schema.
	 *
	 * @param facts all that is said about it
	 */
	record Schema(Map<String, Object> facts) {

		Map<String, Object> properties() {
			return map(this.facts, "properties");
		}

		List<String> required() {
			return list(this.facts.get("required"));
		}

		Map<String, Object> example() {
			return map(Objects.requireNonNull(this.facts.get("example")));
		}

		/**
		 * Return the known values of a property, or of its elements.
		 */
		List<String> knownValues(String property) {
			Map<String, Object> facts = map(Objects.requireNonNull(properties().get(property)));
			return list(facts.containsKey("items") ? map(facts, "items").get("x-enum") : facts.get("x-enum"));
		}

	}

}
