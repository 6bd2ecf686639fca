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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Sends requests with a {@link WebClient}, retries them and follows pages. Thread-safe.
 */
final class WebClientExchange {

	private static final byte[] NO_BODY = {};

	private final WebClient webClient;

	private final String baseUrl;

	private final RetrySettings retry;

	private final DoubleSupplier random;

	private final Function<Duration, Mono<?>> pause;

	WebClientExchange(WebClient webClient, RetrySettings retry) {
		this(webClient, retry, () -> ThreadLocalRandom.current().nextDouble(), Mono::delay);
	}

	/**
	 * Create a new exchange.
	 * @param webClient the client
	 * @param retry the retry settings
	 * @param random supplies values from 0 to 1 for the jitter
	 * @param pause waits before a retry
	 */
	WebClientExchange(WebClient webClient, RetrySettings retry, DoubleSupplier random,
			Function<Duration, Mono<?>> pause) {
		this.webClient = webClient;
		this.baseUrl = baseUrl(webClient);
		this.retry = retry;
		this.random = random;
		this.pause = pause;
	}

	private static String baseUrl(WebClient webClient) {
		AtomicReference<String> baseUrl = new AtomicReference<>();
		webClient.get().uri((builder) -> {
			baseUrl.set(AdminRequest.baseUrl(builder.build()));
			return builder.build();
		});
		return Objects.requireNonNull(baseUrl.get());
	}

	<T> Mono<T> get(AdminRequest request, Class<T> type) {
		return exchange(request).map((answer) -> answer.as(type));
	}

	<T> Mono<T> find(AdminRequest request, Class<T> type) {
		return get(request, type).onErrorResume(PineconeAdminException.class,
				(ex) -> ex.isNotFound() ? Mono.empty() : Mono.error(ex));
	}

	/**
	 * Return the items of all pages, each requested on demand. {@code concatMap} without
	 * prefetch waits for demand. {@code hide} disables its optimization for constant
	 * sources, which does not wait.
	 */
	<T> Flux<T> list(AdminRequest request, Class<T> itemType) {
		return Flux.defer(() -> {
			Cursor cursor = new Cursor(request);
			return Flux.just(cursor)
				.hide()
				.concatMap((position) -> nextPage(position, itemType).flatMapIterable(ResultPage::items), 0)
				.repeat(cursor::hasNext);
		});
	}

	private <T> Mono<ResultPage<T>> nextPage(Cursor cursor, Class<T> itemType) {
		return Mono.justOrEmpty(cursor.nextPage())
			.flatMap(this::exchange)
			.map((answer) -> cursor.advance(answer, itemType));
	}

	<T> Mono<ResultPage<T>> page(AdminRequest request, Class<T> itemType) {
		return exchange(request).map((answer) -> answer.asPage(itemType));
	}

	/**
	 * Send a request and ignore the body of the response.
	 */
	Mono<Void> send(AdminRequest request) {
		return exchange(request).then();
	}

	private Mono<Answer> exchange(AdminRequest request) {
		return Mono.defer(() -> exchange(request, new Attempts(request.operation(), this.retry, this.random)));
	}

	private Mono<Answer> exchange(AdminRequest request, Attempts attempts) {
		return attempt(request).onErrorResume(WebClientExchange::isExpected, (ex) -> {
			RuntimeException failure = (RuntimeException) ex;
			if (attempts.hasDeleted(failure)) {
				return Mono.just(Answer.empty(request.operation()));
			}
			Duration duration = attempts.next(failure);
			return (duration != null) ? this.pause.apply(duration).then(exchange(request, attempts)) : Mono.error(ex);
		});
	}

	private static boolean isExpected(Throwable failure) {
		return failure instanceof PineconeAdminException || failure instanceof WebClientRequestException;
	}

	private Mono<Answer> attempt(AdminRequest request) {
		return spec(request).exchangeToMono((response) -> read(request, response))
			.onErrorResume(WebClientResponseException.class, (ex) -> Mono.just(toAnswer(request, ex)))
			.doOnNext(WebClientExchange::requireSuccess);
	}

	private static void requireSuccess(Answer answer) {
		if (!answer.isSuccess()) {
			throw answer.toException();
		}
	}

	/**
	 * Prepare a request. The path template is only used for observations.
	 */
	private WebClient.RequestHeadersSpec<?> spec(AdminRequest request) {
		Operation operation = request.operation();
		WebClient.RequestBodySpec spec = this.webClient.method(operation.method())
			.uri(operation.path(), (builder) -> request.url(this.baseUrl))
			.accept(MediaType.APPLICATION_JSON);
		byte[] body = request.body();
		return (body != null)
				? spec.contentType(MediaType.APPLICATION_JSON).contentLength(body.length).body(inserter(body)) : spec;
	}

	/**
	 * Return an inserter that can be used again if a filter repeats the request.
	 */
	private static BodyInserter<Object, ReactiveHttpOutputMessage> inserter(byte[] body) {
		return (message, context) -> message.writeWith(Mono.fromSupplier(() -> message.bufferFactory().wrap(body)));
	}

	private static Mono<Answer> read(AdminRequest request, ClientResponse response) {
		Operation operation = request.operation();
		HttpStatusCode status = response.statusCode();
		HttpHeaders headers = response.headers().asHttpHeaders();
		return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), Answer.maxBodySize(status))
			.map((body) -> new Answer(operation, status, headers, toBytes(body)))
			.defaultIfEmpty(new Answer(operation, status, headers, NO_BODY))
			.onErrorResume((ex) -> !(ex instanceof WebClientException),
					(ex) -> (ex instanceof DataBufferLimitException)
							? Mono.just(new Answer(operation, status, headers, null))
							: Mono.error(requestException(response.request(), ex)));
	}

	private static byte[] toBytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * Create the exception that {@link WebClient} signals for I/O errors.
	 * {@link WebClient} does not create it itself for an I/O error while reading a body.
	 */
	private static WebClientRequestException requestException(HttpRequest request, Throwable failure) {
		return new WebClientRequestException(failure, request.getMethod(), request.getURI(), HttpHeaders.EMPTY);
	}

	/**
	 * Restore the response from a filter's exception.
	 */
	private static Answer toAnswer(AdminRequest request, WebClientResponseException exception) {
		return new Answer(request.operation(), exception.getStatusCode(), exception.getHeaders(),
				exception.getResponseBodyAsByteArray());
	}

}
