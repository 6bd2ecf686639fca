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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractBufferingClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Request to the token endpoint, limited in time and size.
 * <p>
 * Replaces Spring's request, which asks for compression and, on Java 17, waits for
 * endless bodies. If a response is not HTTP, Spring's request leaves the connection open
 * and quotes the response, which may contain the secret.
 */
final class TokenHttpRequest extends AbstractBufferingClientHttpRequest {

	private static final int MAX_BODY_SIZE = 64 * 1024;

	private final HttpClient httpClient;

	private final HttpMethod method;

	private final URI uri;

	private final Duration timeout;

	private final Consumer<Throwable> onFailure;

	TokenHttpRequest(HttpClient httpClient, HttpMethod method, URI uri, Duration timeout,
			Consumer<Throwable> onFailure) {
		this.httpClient = httpClient;
		this.method = method;
		this.uri = uri;
		this.timeout = timeout;
		this.onFailure = onFailure;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers, byte[] body) throws IOException {
		CompletableFuture<HttpResponse<byte[]>> exchange = this.httpClient.sendAsync(request(headers, body),
				(response) -> new LimitedBody());
		// A failed future cannot be cancelled, but one that depends on it can
		CompletableFuture<?> release = exchange.newIncompleteFuture();
		boolean complete = false;
		try {
			HttpResponse<byte[]> response = exchange.get(TimeUnit.NANOSECONDS.convert(this.timeout),
					TimeUnit.NANOSECONDS);
			complete = true;
			return new Response(HttpStatusCode.valueOf(response.statusCode()), headers(response), response.body());
		}
		catch (ExecutionException ex) {
			this.onFailure.accept(ex.getCause());
			HttpStatus status = TokenAuthenticator.statusOf(ex.getCause());
			if (status != null) {
				return new Response(status, new HttpHeaders(), new byte[0]);
			}
			throw withoutQuotation(ex.getCause());
		}
		catch (TimeoutException ex) {
			this.onFailure.accept(ex);
			throw new HttpTimeoutException("No complete response within " + this.timeout.toMillis() + " ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for the response");
		}
		finally {
			if (!complete) {
				release.cancel(true);
			}
		}
	}

	private HttpRequest request(HttpHeaders headers, byte[] body) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(this.uri);
		headers.forEach((name, values) -> {
			// Set by the JDK's client
			if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
				values.forEach((value) -> builder.header(name, value));
			}
		});
		return builder.method(this.method.name(), BodyPublishers.ofByteArray(body)).build();
	}

	private static HttpHeaders headers(HttpResponse<?> response) {
		HttpHeaders headers = new HttpHeaders();
		response.headers().map().forEach(headers::put);
		return headers;
	}

	private static IOException withoutQuotation(@Nullable Throwable failure) {
		if (failure instanceof ProtocolException || failure instanceof RuntimeException) {
			return new ProtocolException("The response is not HTTP (" + failure.getClass().getSimpleName() + ")");
		}
		return (failure instanceof IOException exception) ? exception : new IOException(failure);
	}

	/**
	 * Truncates a body that is too large.
	 */
	private static final class LimitedBody implements BodySubscriber<byte[]> {

		private final BodySubscriber<byte[]> delegate = BodySubscribers.ofByteArray();

		private Flow.@Nullable Subscription subscription;

		private int size;

		@Override
		public CompletionStage<byte[]> getBody() {
			return this.delegate.getBody();
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			this.delegate.onSubscribe(subscription);
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			if (this.size > MAX_BODY_SIZE) {
				return;
			}
			this.size += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
			this.delegate.onNext(buffers);
			if (this.size > MAX_BODY_SIZE && this.subscription != null) {
				this.subscription.cancel();
				this.delegate.onComplete();
			}
		}

		@Override
		public void onError(Throwable ex) {
			this.delegate.onError(ex);
		}

		@Override
		public void onComplete() {
			this.delegate.onComplete();
		}

	}

	/**
	 * Response whose body has been read.
	 */
	private record Response(HttpStatusCode status, HttpHeaders headers, byte[] body) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.body);
		}

		@Override
		public void close() {
			// Nothing to close
		}

		@Override
		public String toString() {
			return "Response[status=" + this.status + "]";
		}

	}

}
