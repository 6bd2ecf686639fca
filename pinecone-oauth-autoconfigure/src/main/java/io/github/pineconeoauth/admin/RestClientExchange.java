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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/**
 * Sends requests with a {@link RestClient}, retries them and follows pages. Thread-safe.
 */
final class RestClientExchange {

	private final RestClient restClient;

	private final String baseUrl;

	private final RetrySettings retry;

	private final DoubleSupplier random;

	private final Sleeper sleeper;

	RestClientExchange(RestClient restClient, RetrySettings retry) {
		this(restClient, retry, () -> ThreadLocalRandom.current().nextDouble(),
				(duration) -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
	}

	RestClientExchange(RestClient restClient, RetrySettings retry, DoubleSupplier random, Sleeper sleeper) {
		this.restClient = restClient;
		this.baseUrl = baseUrl(restClient);
		this.retry = retry;
		this.random = random;
		this.sleeper = sleeper;
	}

	private static String baseUrl(RestClient restClient) {
		AtomicReference<String> baseUrl = new AtomicReference<>();
		restClient.get().uri((builder) -> {
			baseUrl.set(AdminRequest.baseUrl(builder.build()));
			return builder.build();
		});
		return Objects.requireNonNull(baseUrl.get());
	}

	<T> T get(AdminRequest request, Class<T> type) {
		return exchange(request).as(type);
	}

	<T> Optional<T> find(AdminRequest request, Class<T> type) {
		try {
			return Optional.of(get(request, type));
		}
		catch (PineconeAdminException ex) {
			if (ex.isNotFound()) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	<T> List<T> list(AdminRequest request, Class<T> itemType) {
		List<T> items = new ArrayList<>();
		Cursor cursor = new Cursor(request);
		for (AdminRequest page = request; page != null; page = cursor.nextPage()) {
			items.addAll(cursor.advance(exchange(page), itemType).items());
		}
		return Collections.unmodifiableList(items);
	}

	<T> ResultPage<T> page(AdminRequest request, Class<T> itemType) {
		return exchange(request).asPage(itemType);
	}

	/**
	 * Send a request and ignore the body of the response.
	 */
	void send(AdminRequest request) {
		exchange(request);
	}

	private Answer exchange(AdminRequest request) {
		Attempts attempts = new Attempts(request.operation(), this.retry, this.random);
		while (true) {
			try {
				return attempt(request);
			}
			catch (PineconeAdminException | ResourceAccessException ex) {
				if (attempts.hasDeleted(ex)) {
					return Answer.empty(request.operation());
				}
				pause(attempts.next(ex), ex);
			}
		}
	}

	/**
	 * Wait for the next attempt.
	 * @param duration how long to wait, or {@code null} if there is no next attempt
	 * @param failure the exception to throw if there is no next attempt or the thread is
	 * interrupted
	 */
	private void pause(@Nullable Duration duration, RuntimeException failure) {
		if (duration == null) {
			throw failure;
		}
		try {
			this.sleeper.sleep(duration);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure;
		}
	}

	private Answer attempt(AdminRequest request) {
		Answer answer;
		try {
			answer = spec(request).exchangeForRequiredValue((sent, response) -> read(request, response));
		}
		catch (RestClientResponseException ex) {
			answer = toAnswer(request, ex);
		}
		if (!answer.isSuccess()) {
			throw answer.toException();
		}
		return answer;
	}

	/**
	 * Prepare a request. The path template is only used for observations.
	 */
	private RestClient.RequestHeadersSpec<?> spec(AdminRequest request) {
		Operation operation = request.operation();
		RestClient.RequestBodySpec spec = this.restClient.method(operation.method())
			.uri(operation.path(), (builder) -> request.url(this.baseUrl))
			.accept(MediaType.APPLICATION_JSON);
		byte[] body = request.body();
		if (body != null) {
			spec.contentType(MediaType.APPLICATION_JSON).contentLength(body.length).body((out) -> out.write(body));
		}
		return spec;
	}

	/**
	 * Read a response. Closes the stream first, since closing the response would read the
	 * rest of an endless body.
	 */
	private static Answer read(AdminRequest request, ClientHttpResponse response) throws IOException {
		HttpStatusCode status = response.getStatusCode();
		try (InputStream body = response.getBody()) {
			int maxSize = Answer.maxBodySize(status);
			byte[] bytes = body.readNBytes(maxSize + 1);
			return new Answer(request.operation(), status, response.getHeaders(),
					(bytes.length <= maxSize) ? bytes : null);
		}
	}

	/**
	 * Restore the response from an interceptor's exception.
	 */
	private static Answer toAnswer(AdminRequest request, RestClientResponseException exception) {
		HttpHeaders headers = exception.getResponseHeaders();
		return new Answer(request.operation(), exception.getStatusCode(),
				(headers != null) ? headers : HttpHeaders.EMPTY, exception.getResponseBodyAsByteArray());
	}

	/**
	 * Waits before a retry.
	 */
	interface Sleeper {

		void sleep(Duration duration) throws InterruptedException;

	}

}
