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

package io.github.pineconeoauth.token;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * An {@link HttpClient} that gives up on response bodies that are too large or have no
 * end, and closes their connections. Cancelling the body that Spring's connector makes of
 * them does not: it never gets as far as the JDK's client.
 * <p>
 * Nor does that client close a connection by itself whose response is not HTTP, or say
 * what is wrong with the response without quoting it, secret included should the server
 * echo that.
 *
 * @since 0.1.0
 */
public final class BoundedHttpClient extends HttpClient {

	private final HttpClient delegate;

	private final Duration bodyTimeout;

	private final Scheduler timer = OnDemandScheduler.create();

	/**
	 * Create a new client.
	 * @param delegate what sends the requests
	 * @param bodyTimeout how long a body may take; not less than anybody waits for it,
	 * since the end of that time is not signalled
	 */
	public BoundedHttpClient(HttpClient delegate, Duration bodyTimeout) {
		this.delegate = delegate;
		this.bodyTimeout = bodyTimeout;
	}

	/**
	 * Hands out nothing that leads back to this client: a connection that is kept alive
	 * may still know its last subscriber, and the JDK's client goes, with its thread and
	 * its connections, as soon as nobody can reach it.
	 */
	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler) {
		Duration timeout = this.bodyTimeout;
		Scheduler timer = this.timer;
		CompletableFuture<HttpResponse<T>> exchange = this.delegate.sendAsync(request,
				(response) -> new BoundedBodySubscriber<>(bodyHandler.apply(response), timeout, timer));
		CompletableFuture<?> release = exchange.newIncompleteFuture();
		return exchange.exceptionally((ex) -> {
			release.cancel(true);
			throw new CompletionException(withoutQuotation(ex));
		});
	}

	private static Throwable withoutQuotation(Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		return (cause instanceof ProtocolException || cause instanceof RuntimeException)
				? new ProtocolException("The response is not HTTP (" + cause.getClass().getSimpleName() + ")") : cause;
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler,
			PushPromiseHandler<T> pushPromiseHandler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.delegate.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.delegate.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.delegate.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.delegate.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.delegate.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.delegate.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.delegate.authenticator();
	}

	@Override
	public Version version() {
		return this.delegate.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.delegate.executor();
	}

	/**
	 * Passes a body on until it is larger than anybody wants it, which ends it.
	 */
	private static final class BoundedBodySubscriber<T> implements BodySubscriber<T> {

		private final BodySubscriber<T> delegate;

		private final Duration timeout;

		private final Scheduler timer;

		private final Disposable.Composite subscription = Disposables.composite();

		private long received;

		private BoundedBodySubscriber(BodySubscriber<T> delegate, Duration timeout, Scheduler timer) {
			this.delegate = delegate;
			this.timeout = timeout;
			this.timer = timer;
		}

		@Override
		public CompletionStage<T> getBody() {
			return this.delegate.getBody();
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription
				.add(this.timer.schedule(subscription::cancel, this.timeout.toNanos(), TimeUnit.NANOSECONDS));
			this.subscription.add(subscription::cancel);
			this.delegate.onSubscribe(subscription);
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			if (this.subscription.isDisposed()) {
				return;
			}
			this.received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
			this.delegate.onNext(buffers);
			if (this.received > TokenResponseReader.MAX_BODY_SIZE) {
				this.subscription.dispose();
				this.delegate.onComplete();
			}
		}

		@Override
		public void onError(Throwable ex) {
			this.subscription.dispose();
			this.delegate.onError(ex);
		}

		@Override
		public void onComplete() {
			this.subscription.dispose();
			this.delegate.onComplete();
		}

	}

}
