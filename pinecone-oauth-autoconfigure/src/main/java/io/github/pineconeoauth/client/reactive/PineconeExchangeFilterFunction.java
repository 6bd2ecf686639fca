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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.token.BearerToken;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * {@link ExchangeFilterFunction} that adds the access token and the API version.
 * <p>
 * Existing headers are kept. A request that is refused with a 401 is sent again with a
 * new token. Never blocks. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeExchangeFilterFunction implements ExchangeFilterFunction {

	private static final int MAX_REFUSAL_SIZE = 64 * 1024;

	private final ServiceAccount serviceAccount;

	private final ReactiveToken reactiveToken;

	/**
	 * Create a new filter.
	 * @param serviceAccount the service account whose token to send
	 */
	public PineconeExchangeFilterFunction(ServiceAccount serviceAccount) {
		this.serviceAccount = serviceAccount;
		this.reactiveToken = new ReactiveToken(serviceAccount.sharedToken());
	}

	/**
	 * Send the request with the shared access token.
	 * @param request the request
	 * @param next sends the request
	 * @return the response, or an error signal with {@link IllegalStateException} if the
	 * request goes to an origin other than the Admin API's, or with
	 * {@link PineconeAuthorizationException} if no token could be obtained
	 */
	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			this.serviceAccount.checkOrigin(request.url());
			if (this.serviceAccount.isAuthorized(request.headers())) {
				return next.exchange(ClientRequest.from(request).headers(this.serviceAccount::setApiVersion).build())
					.doOnNext((response) -> this.serviceAccount.checkForeignAuthorization(response.statusCode()))
					.doOnError(WebClientResponseException.class,
							(ex) -> this.serviceAccount.checkForeignAuthorization(ex.getStatusCode()));
			}
			Call call = new Call(request, next, context);
			BearerToken token = this.serviceAccount.sharedToken().getIfFresh();
			return (token != null) ? call.send(token) : this.reactiveToken.get(context).flatMap(call::send);
		});
	}

	/**
	 * Read a response into memory, which frees its connection for the next send.
	 */
	private static Mono<ClientResponse> detach(ClientResponse response) {
		Flux<DataBuffer> body = response.body(BodyExtractors.toDataBuffers());
		return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(body, MAX_REFUSAL_SIZE))
			.map(PineconeExchangeFilterFunction::toBytes)
			.onErrorReturn(new byte[0])
			.defaultIfEmpty(new byte[0])
			.map(DefaultDataBufferFactory.sharedInstance::wrap)
			.map((bytes) -> response.mutate().body((consumed) -> Flux.just(bytes)).build());
	}

	private static byte[] toBytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/**
	 * Call to the Admin API, sent again if its token is refused.
	 */
	private final class Call {

		private final ClientRequest request;

		private final ExchangeFunction next;

		private final ContextView context;

		private final @Nullable RepeatedBody body;

		private int sends;

		Call(ClientRequest request, ExchangeFunction next, ContextView context) {
			this.request = request;
			this.next = next;
			this.context = context;
			this.body = RepeatedBody.of(request.body());
		}

		Mono<ClientResponse> send(BearerToken token) {
			int send = ++this.sends;
			ClientRequest.Builder authorized = ClientRequest.from(this.request)
				.headers((headers) -> PineconeExchangeFilterFunction.this.serviceAccount.authorize(headers, token));
			if (this.body != null) {
				authorized.body(this.body);
			}
			return this.next.exchange(authorized.build())
				.flatMap((response) -> ServiceAccount.isRefusal(response.statusCode()) ? sendAgain(token, response)
						: Mono.just(response))
				// A filter may have converted a 401 to an error
				.onErrorResume((ex) -> (isRefusal(ex) && this.sends == send) ? sendAgain(token, Mono.error(ex))
						: Mono.error(ex));
		}

		private Mono<ClientResponse> sendAgain(BearerToken refused, ClientResponse refusal) {
			Mono<BearerToken> replacement = replacement(refused);
			return (replacement != null)
					? detach(refusal).flatMap((detached) -> sendAgain(replacement, Mono.just(detached)))
					: Mono.just(refusal);
		}

		private Mono<ClientResponse> sendAgain(BearerToken refused, Mono<ClientResponse> refusal) {
			Mono<BearerToken> replacement = replacement(refused);
			return (replacement != null) ? sendAgain(replacement, refusal) : refusal;
		}

		/**
		 * Send the request with another token. Returns the refusal if the body cannot be
		 * written again.
		 */
		private Mono<ClientResponse> sendAgain(Mono<BearerToken> token, Mono<ClientResponse> refusal) {
			return token.flatMap(this::send)
				.onErrorResume((ex) -> this.body != null && this.body.hasFailed(), (ex) -> refusal);
		}

		private @Nullable Mono<BearerToken> replacement(BearerToken refused) {
			return (this.sends < ServiceAccount.MAX_SENDS)
					? PineconeExchangeFilterFunction.this.reactiveToken.replace(refused, this.context) : null;
		}

		private static boolean isRefusal(Throwable failure) {
			return failure instanceof WebClientResponseException ex && ServiceAccount.isRefusal(ex.getStatusCode());
		}

	}

}
