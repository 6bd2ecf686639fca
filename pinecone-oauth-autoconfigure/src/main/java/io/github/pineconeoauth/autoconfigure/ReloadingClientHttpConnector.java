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

import java.net.URI;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * {@link ClientHttpConnector} for a {@link ReloadingHttpClient}. An exchange ends with
 * the body of its response.
 */
final class ReloadingClientHttpConnector implements ClientHttpConnector {

	private final ReloadingHttpClient<ClientHttpConnector> httpClient;

	ReloadingClientHttpConnector(ReloadingHttpClient<ClientHttpConnector> httpClient) {
		this.httpClient = httpClient;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			ReloadingHttpClient<ClientHttpConnector>.Lease lease = this.httpClient.lease();
			return lease.client()
				.connect(method, uri, requestCallback)
				.<ClientHttpResponse>map((response) -> new LeasedResponse(response, lease))
				.doOnError((ex) -> lease.end())
				.switchIfEmpty(Mono.fromRunnable(lease::end))
				.doOnCancel(lease::end);
		});
	}

	private static final class LeasedResponse extends ClientHttpResponseDecorator {

		private final ReloadingHttpClient<ClientHttpConnector>.Lease lease;

		private LeasedResponse(ClientHttpResponse response, ReloadingHttpClient<ClientHttpConnector>.Lease lease) {
			super(response);
			this.lease = lease;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().doFinally((signal) -> this.lease.end());
		}

	}

}
