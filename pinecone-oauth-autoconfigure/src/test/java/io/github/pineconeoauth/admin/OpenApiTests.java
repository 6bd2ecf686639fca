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

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.OpenApiDocument;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedOperation;
import io.github.pineconeoauth.testsupport.OpenApiDocument.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that operations and records match the OpenAPI document. If the document changes,
 * they fail. {@link WireTests} sends the operations.
 */
class OpenApiTests {

	private static final OpenApiDocument DOCUMENT = OpenApiDocument.ofAdminApi();

	/**
	 * Descriptive properties, which may be missing from a response.
	 */
	private static final Set<String> NULLABLE = Set.of("Organization.plan", "Organization.paymentStatus",
			"Organization.supportTier", "Organization.createdAt", "Project.createdAt", "ServiceAccount.createdAt",
			"ServiceAccount.updatedAt", "RoleBinding.createdAt", "Invite.createdAt", "Invite.expiresAt",
			"Invite.processedAt", "User.name");

	/**
	 * Properties that have a default if they are missing from a response.
	 */
	private static final Set<String> DEFAULTED = Set.of("Project.maxPods", "Project.forceEncryptionWithCmek",
			"ApiKey.roles");

	@Test
	void operationsAreThoseOfDocument() {
		assertThat(Arrays.stream(Operation.values()).map((operation) -> operation.name().toLowerCase(Locale.ROOT)))
			.containsExactlyInAnyOrderElementsOf(DOCUMENT.operations().keySet())
			.hasSize(32);
	}

	@ParameterizedTest
	@EnumSource
	void operationHasMethodAndPathOfDocument(Operation operation) {
		DocumentedOperation documented = DOCUMENT.operations().get(operation.name().toLowerCase(Locale.ROOT));
		assertThat(documented).isNotNull();
		assertThat(operation.method().name()).isEqualTo(documented.method());
		assertThat(operation.path()).isEqualTo(documented.path());
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void recordHasThePropertiesOfItsSchema(String name, Schema schema) throws Exception {
		assertThat(Stream.of(recordOf(name).getRecordComponents()).map(RecordComponent::getName))
			.containsExactlyInAnyOrderElementsOf(schema.properties().stream().map(OpenApiTests::camelCase).toList());
	}

	@ParameterizedTest
	@MethodSource("lists")
	void listHasThePropertiesThatAreRead(String name, Schema schema) {
		assertThat(schema.properties()).contains("data").isSubsetOf("data", "pagination");
	}

	@ParameterizedTest
	@MethodSource("answers")
	void onlyDescriptivePropertiesMayBeNull(String name, Schema schema) throws Exception {
		Class<?> type = recordOf(name);
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(component.getAnnotatedType().isAnnotationPresent(Nullable.class)).as(component.toString())
				.isEqualTo(NULLABLE.contains(type.getSimpleName() + "." + component.getName()));
		}
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerWithoutPropertyIsAnErrorUnlessItOnlyDescribes(String name, Schema schema) throws Exception {
		Class<?> type = recordOf(name);
		assertThat(read(schema.example(), type)).hasNoNullFieldsOrPropertiesExcept("processedAt");
		for (String property : schema.properties()) {
			String component = camelCase(property);
			String field = type.getSimpleName() + "." + component;
			ObjectNode incomplete = schema.example();
			for (boolean remove : new boolean[] { true, false }) {
				if (remove) {
					incomplete.remove(property);
				}
				else {
					incomplete.putNull(property);
				}
				if (NULLABLE.contains(field)) {
					assertThat(read(incomplete, type)).hasFieldOrPropertyWithValue(component, null);
				}
				else if (DEFAULTED.contains(field)) {
					assertThat(read(incomplete, type)).isNotNull();
				}
				else {
					assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> read(incomplete, type))
						.withMessageContaining("the response cannot be read: " + field + " is missing")
						.withNoCause();
				}
			}
		}
	}

	@Test
	void constantsAreTheKnownValues() {
		assertThat(constants(Role.class)).containsExactlyInAnyOrderElementsOf(knownValues("RoleBinding", "role"))
			.containsAll(knownValues("APIKey", "roles"));
		assertThat(constants(PrincipalType.class))
			.containsExactlyInAnyOrderElementsOf(knownValues("RoleBinding", "principal_type"));
		assertThat(constants(ResourceType.class))
			.containsExactlyInAnyOrderElementsOf(knownValues("RoleBinding", "resource_type"));
		assertThat(constants(InviteStatus.class)).containsExactlyInAnyOrderElementsOf(knownValues("Invite", "status"));
	}

	/**
	 * Return all schemas except those of lists and errors, which have no public record.
	 */
	static Stream<Object[]> schemas() {
		return arguments((name) -> !isList(name) && !name.equals("ErrorResponse"));
	}

	static Stream<Object[]> lists() {
		return arguments(OpenApiTests::isList);
	}

	static Stream<Object[]> answers() {
		return arguments((name) -> !isList(name) && !name.matches("ErrorResponse|.*Request|.*Input"));
	}

	private static Stream<Object[]> arguments(java.util.function.Predicate<String> names) {
		return DOCUMENT.schemas()
			.entrySet()
			.stream()
			.filter((schema) -> names.test(schema.getKey()))
			.map((schema) -> new Object[] { schema.getKey(), schema.getValue() });
	}

	private static boolean isList(String name) {
		return name.matches(".*List|List.*Response");
	}

	private static Class<?> recordOf(String schema) throws ClassNotFoundException {
		String name = schema.equals("RoleBindingInput") ? "RoleGrant" : schema.replace("APIKey", "ApiKey");
		return ClassUtils.forName(OpenApiTests.class.getPackageName() + "." + name, null);
	}

	private static String camelCase(String name) {
		String words = Arrays.stream(name.split("_"))
			.map((word) -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
			.collect(Collectors.joining());
		return Character.toLowerCase(words.charAt(0)) + words.substring(1);
	}

	private static <T> T read(ObjectNode json, Class<T> type) {
		byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
		return new Answer(Operation.FETCH_PROJECT, HttpStatus.OK, HttpHeaders.EMPTY, body).as(type);
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getFields())
			.filter((field) -> Modifier.isStatic(field.getModifiers()))
			.map((field) -> String.valueOf(ReflectionUtils.getField(field, null)))
			.toList();
	}

	private static List<String> knownValues(String schema, String property) {
		return Objects.requireNonNull(DOCUMENT.schemas().get(schema)).knownValues(property);
	}

}
