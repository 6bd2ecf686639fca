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
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * {@link PineconeAdmin} that only records which methods were called.
 */
final class RecordingAdmin {

	private RecordingAdmin() {
	}

	static PineconeAdmin create(Set<String> called) {
		return proxy(PineconeAdmin.class, called);
	}

	/**
	 * Return all methods that can be called.
	 */
	static Set<String> methods() {
		return FlavoursTests.operations(PineconeAdmin.class)
			.map(Method::getReturnType)
			.flatMap(FlavoursTests::operations)
			.map(Method::toString)
			.collect(Collectors.toSet());
	}

	private static <T> T proxy(Class<T> type, Set<String> called) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invoke(method, called)));
	}

	private static @Nullable Object invoke(Method method, Set<String> called) {
		if (method.getDeclaringClass().equals(PineconeAdmin.class)) {
			return proxy(method.getReturnType(), called);
		}
		called.add(method.toString());
		return null;
	}

}
