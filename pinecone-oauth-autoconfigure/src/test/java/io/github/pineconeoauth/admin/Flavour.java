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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Flavours of the typed Admin API. Tests call both like the blocking one.
 */
enum Flavour {

	BLOCKING {

		@Override
		PineconeAdmin create(String baseUrl, RetrySettings retry, List<Duration> pauses) {
			RestClient client = RestClient.builder().requestFactory(REQUEST_FACTORY).baseUrl(baseUrl).build();
			return new DefaultPineconeAdmin(new RestClientExchange(client, retry, NO_JITTER, pauses::add));
		}

	},

	REACTIVE {

		@Override
		PineconeAdmin create(String baseUrl, RetrySettings retry, List<Duration> pauses) {
			return blocking(new DefaultReactivePineconeAdmin(
					new WebClientExchange(WebClient.create(baseUrl), retry, NO_JITTER, (pause) -> {
						pauses.add(pause);
						return Mono.empty();
					})));
		}

	};

	static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final JdkClientHttpRequestFactory REQUEST_FACTORY = new JdkClientHttpRequestFactory();

	static final DoubleSupplier NO_JITTER = () -> 0;

	/**
	 * Return a client that does not wait before a retry.
	 * @param baseUrl the base URL
	 * @param retry the retry settings
	 * @param pauses collects the times that the client would have waited
	 */
	abstract PineconeAdmin create(String baseUrl, RetrySettings retry, List<Duration> pauses);

	PineconeAdmin create(LoopbackServer server) {
		return create(server.uri("").toString(), RetrySettings.defaults(), new ArrayList<>());
	}

	/**
	 * Call a reactive client like a blocking one.
	 */
	static PineconeAdmin blocking(ReactivePineconeAdmin admin) {
		return twin(PineconeAdmin.class, admin);
	}

	private static <T> T twin(Class<T> type, Object reactive) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> toBlocking(method, invoke(reactive, method, arguments))));
	}

	private static @Nullable Object invoke(Object reactive, Method method, Object @Nullable [] arguments)
			throws Throwable {
		Class<?> type = Set.copyOf(ClassUtils.getAllInterfacesForClassAsSet(reactive.getClass())).iterator().next();
		try {
			return type.getMethod(method.getName(), method.getParameterTypes()).invoke(reactive, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static @Nullable Object toBlocking(Method method, @Nullable Object result) {
		if (result instanceof Flux<?> flux) {
			return flux.collectList().block(TIMEOUT);
		}
		if (result instanceof Mono<?> mono) {
			Object value = mono.block(TIMEOUT);
			return method.getReturnType().equals(Optional.class) ? Optional.ofNullable(value) : value;
		}
		return (result != null) ? twin(method.getReturnType(), result) : null;
	}

}
