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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that both flavours have the same methods.
 */
class FlavoursTests {

	@ParameterizedTest
	@MethodSource("groups")
	void reactiveTwinHasTheSameMethods(Class<?> blocking, Class<?> reactive) {
		assertThat(signatures(reactive)).containsExactlyInAnyOrderElementsOf(
				operations(blocking).map((method) -> signature(reactiveType(method), method)).toList());
	}

	@ParameterizedTest
	@ValueSource(classes = { PineconeAdmin.class, ReactivePineconeAdmin.class })
	void interfacesHaveNoDefaultMethods(Class<?> type) {
		assertThat(operations(type)).allMatch((method) -> !method.isDefault()).hasSize(7);
		assertThat(operations(type).map(Method::getReturnType).flatMap(FlavoursTests::operations))
			.allMatch((method) -> !method.isDefault());
	}

	static Stream<Object[]> groups() {
		return operations(PineconeAdmin.class).map((method) -> new Object[] { method.getReturnType(),
				operations(ReactivePineconeAdmin.class).filter((twin) -> twin.getName().equals(method.getName()))
					.map(Method::getReturnType)
					.findFirst()
					.orElseThrow() });
	}

	static Stream<Method> operations(Class<?> type) {
		return Arrays.stream(type.getMethods()).filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	private static List<String> signatures(Class<?> type) {
		return operations(type)
			.map((method) -> signature(ResolvableType.forMethodReturnType(method).toString(), method))
			.toList();
	}

	private static String signature(String returnType, Method method) {
		return returnType + " " + method.getName() + Arrays.toString(method.getParameterTypes());
	}

	private static String reactiveType(Method method) {
		Type type = method.getGenericReturnType();
		if (type.equals(void.class)) {
			return ResolvableType.forClassWithGenerics(Mono.class, Void.class).toString();
		}
		if (type instanceof ParameterizedType parameterized && parameterized.getRawType().equals(List.class)) {
			return Flux.class.getName() + "<" + parameterized.getActualTypeArguments()[0].getTypeName() + ">";
		}
		if (type instanceof ParameterizedType parameterized && parameterized.getRawType().equals(Optional.class)) {
			return Mono.class.getName() + "<" + parameterized.getActualTypeArguments()[0].getTypeName() + ">";
		}
		return Mono.class.getName() + "<" + type.getTypeName() + ">";
	}

}
