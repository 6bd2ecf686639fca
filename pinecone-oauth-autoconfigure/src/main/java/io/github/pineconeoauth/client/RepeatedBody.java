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

package io.github.pineconeoauth.client;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;

/**
 * The body of a request that is sent a second time. Tells the failure of a body that can
 * be written only once from that of the connection.
 */
final class RepeatedBody implements BodyInserter<Object, ClientHttpRequest> {

	private final BodyInserter<?, ? super ClientHttpRequest> body;

	private volatile boolean failed;

	RepeatedBody(BodyInserter<?, ? super ClientHttpRequest> body) {
		this.body = body;
	}

	boolean hasFailed() {
		return this.failed;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		try {
			return this.body.insert(new Recorder(request), context);
		}
		catch (RuntimeException ex) {
			this.failed = true;
			return Mono.error(ex);
		}
	}

	private <T> Publisher<T> record(Publisher<? extends T> publisher) {
		return (publisher instanceof Mono<? extends T> mono) ? Mono.<T>from(mono).doOnError((ex) -> this.failed = true)
				: Flux.<T>from(publisher).doOnError((ex) -> this.failed = true);
	}

	private final class Recorder extends ClientHttpRequestDecorator {

		Recorder(ClientHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(record(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(record(Flux.from(body).map((part) -> record(part))));
		}

	}

}
