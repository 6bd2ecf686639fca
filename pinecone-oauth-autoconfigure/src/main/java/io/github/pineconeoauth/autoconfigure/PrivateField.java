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

package io.github.pineconeoauth.autoconfigure;

import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;

/**
 * Reads fields of Spring's classes that have no getter.
 */
final class PrivateField {

	private PrivateField() {
	}

	/**
	 * Return the value of a field.
	 * @return the value, or {@code null} if the target has no such field
	 */
	static @Nullable Object get(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

	/**
	 * Return whether a field exists and is not set.
	 */
	static boolean isUnset(Object target, String name) {
		return ReflectionUtils.findField(target.getClass(), name) != null && get(target, name) == null;
	}

	/**
	 * {@link RuntimeHintsRegistrar} for the classes with private fields to read.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		private static final List<String> TYPES = List.of("org.springframework.web.client.DefaultRestClientBuilder",
				"org.springframework.web.reactive.function.client.DefaultWebClientBuilder",
				"org.springframework.http.client.JdkClientHttpRequestFactory",
				"org.springframework.http.client.reactive.JdkClientHttpConnector");

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (String type : TYPES) {
				hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS);
			}
		}

	}

}
