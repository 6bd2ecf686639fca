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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of responses.
 */
final class Fields {

	private Fields() {
	}

	/**
	 * Check that a field is present.
	 * @param value the value
	 * @param field the record and the name, such as {@code Project.id}
	 */
	static void require(@Nullable Object value, String field) {
		if (value == null) {
			throw new MissingException(field + " is missing");
		}
	}

	/**
	 * Return an unmodifiable list without null elements, empty if there is no list.
	 */
	static <T> List<T> list(@Nullable List<? extends @Nullable T> list) {
		return (list != null) ? list.stream().<T>mapMulti((element, accepted) -> {
			if (element != null) {
				accepted.accept(element);
			}
		}).toList() : List.of();
	}

	static final class MissingException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		MissingException(String message) {
			super(message);
		}

	}

}
