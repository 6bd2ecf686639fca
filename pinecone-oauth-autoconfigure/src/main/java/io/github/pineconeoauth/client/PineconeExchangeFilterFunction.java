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

import java.net.URI;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.SharedToken;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * {@link ExchangeFilterFunction} that puts the shared access token and the API version on
 * requests to the Admin API. Headers that a request already has stay as they are. A
 * request that the Admin API refuses with 401 is sent once more with a new token. Never
 * blocks. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeExchangeFilterFunction implements ExchangeFilterFunction {

	private static final int MAX_REFUSAL_SIZE = 64 * 1024;

	private final SharedToken sharedToken;

	private final AdminApi adminApi;

	/**
	 * Create a new filter.
	 * @param sharedToken the token to send
	 * @param baseUrl the base URL of the Admin API, to whose origin alone the token is
	 * sent
	 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
	 */
	public PineconeExchangeFilterFunction(SharedToken sharedToken, URI baseUrl, String apiVersion) {
		this.sharedToken = sharedToken;
		this.adminApi = new AdminApi(baseUrl, apiVersion);
	}

	/**
	 * Send the request with the shared access token.
	 * @param request the request
	 * @param next what sends it
	 * @return the response, or an error signal with {@link IllegalStateException} where
	 * the request goes to another origin than the Admin API's, or with
	 * {@link PineconeAuthorizationException} where no token can be had
	 */
	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			this.adminApi.check(request.url());
			if (this.adminApi.isAuthorized(request.headers())) {
				return next.exchange(ClientRequest.from(request).headers(this.adminApi::setApiVersion).build());
			}
			BearerToken token = this.sharedToken.getIfUsable(context);
			return (token != null) ? exchange(request, next, token)
					: this.sharedToken.get().flatMap((awaited) -> exchange(request, next, awaited));
		});
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, BearerToken token) {
		return next.exchange(authorize(request, token).build()).flatMap((response) -> {
			if (response.statusCode().value() == HttpStatus.UNAUTHORIZED.value() && this.sharedToken.reject(token)) {
				return detach(response).flatMap((refusal) -> exchangeAgain(request, next, refusal));
			}
			return Mono.just(response);
		});
	}

	/**
	 * Send a request that was refused once more. Where its body cannot be written a
	 * second time, the refusal is the answer.
	 */
	private Mono<ClientResponse> exchangeAgain(ClientRequest request, ExchangeFunction next, ClientResponse refusal) {
		RepeatedBody body = new RepeatedBody(request.body());
		return this.sharedToken.get()
			.flatMap((token) -> next.exchange(authorize(request, token).body(body).build()))
			.onErrorResume((ex) -> body.hasFailed(), (ex) -> Mono.just(refusal));
	}

	private ClientRequest.Builder authorize(ClientRequest request, BearerToken token) {
		return ClientRequest.from(request).headers((headers) -> this.adminApi.setAuthorization(headers, token));
	}

	/**
	 * Return a copy of a response that needs no connection any more, so that its
	 * connection is free for the next attempt.
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

}
