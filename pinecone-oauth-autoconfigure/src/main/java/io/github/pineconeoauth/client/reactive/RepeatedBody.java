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

package io.github.pineconeoauth.client.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;

/**
 * Request body that may be sent more than once.
 * <p>
 * Records whether the body failed; a failed connection does not count. A hot publisher
 * that is empty the second time counts as failed.
 */
final class RepeatedBody implements BodyInserter<Object, ClientHttpRequest> {

	private final BodyInserter<?, ? super ClientHttpRequest> body;

	private volatile boolean written;

	private volatile boolean failed;

	private RepeatedBody(BodyInserter<?, ? super ClientHttpRequest> body) {
		this.body = body;
	}

	/**
	 * Return a body that can be repeated, or {@code null} if it is empty.
	 */
	static @Nullable RepeatedBody of(BodyInserter<?, ? super ClientHttpRequest> body) {
		return (body != BodyInserters.empty()) ? new RepeatedBody(body) : null;
	}

	boolean hasFailed() {
		return this.failed;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		try {
			return this.body.insert(new Recorder(request, this.written), context);
		}
		catch (RuntimeException ex) {
			this.failed = true;
			return Mono.error(ex);
		}
	}

	private IllegalStateException emptyNow() {
		this.failed = true;
		return new IllegalStateException("The request body was empty the second time");
	}

	private final class Recorder extends ClientHttpRequestDecorator {

		private final boolean repeated;

		Recorder(ClientHttpRequest delegate, boolean repeated) {
			super(delegate);
			this.repeated = repeated;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(record(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(record(
					Flux.from(body).map((part) -> Flux.from(part).doOnError((ex) -> RepeatedBody.this.failed = true))));
		}

		/**
		 * Called for an empty {@link Mono}.
		 */
		@Override
		public Mono<Void> setComplete() {
			return this.repeated ? Mono.error(RepeatedBody.this::emptyNow) : super.setComplete();
		}

		private <T> Publisher<T> record(Publisher<? extends T> publisher) {
			Mono<T> ifEmpty = this.repeated ? Mono.error(RepeatedBody.this::emptyNow) : Mono.empty();
			return (publisher instanceof Mono<? extends T> mono)
					? Mono.<T>from(mono)
						.doOnNext((element) -> RepeatedBody.this.written = true)
						.switchIfEmpty(ifEmpty)
						.doOnError((ex) -> RepeatedBody.this.failed = true)
					: Flux.<T>from(publisher)
						.doOnNext((element) -> RepeatedBody.this.written = true)
						.switchIfEmpty(ifEmpty)
						.doOnError((ex) -> RepeatedBody.this.failed = true);
		}

	}

}
