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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeClientHttpRequestInterceptor}.
 */
class PineconeClientHttpRequestInterceptorTests extends AbstractTokenAdapterTests {

	private final PineconeClientHttpRequestInterceptor interceptor = new PineconeClientHttpRequestInterceptor(
			this.sharedToken, this.server.uri("/"), "2026-04");

	@Override
	Response get(URI uri, HttpHeaders headers) {
		return exchange(builder().build().get().uri(uri).headers((target) -> target.addAll(headers)));
	}

	@Test
	void refusalWhenRequestHasBodySendsItAgain() {
		refuse("Bearer token-1");
		obtainTokenAndLetItGrowOld();
		Response response = exchange(builder().build().post().uri(this.server.uri(REFUSED)).body("the body"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(this.server.requests(REFUSED)).extracting(Request::body).containsExactly("the body", "the body");
	}

	@Test
	void requestWhenAnotherInterceptorSendsItAgainUsesTheTokenOfThatTime() {
		ClientHttpRequestInterceptor sendAgain = (request, body, execution) -> {
			execution.execute(request, body).close();
			this.time.advance(Duration.ofMinutes(30));
			return execution.execute(request, body);
		};
		RestClient restClient = builder().requestInterceptors((interceptors) -> interceptors.add(0, sendAgain)).build();
		assertThat(exchange(restClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization)
			.isEqualTo(List.of("Bearer token-1", "Bearer token-2"));
	}

	private RestClient.Builder builder() {
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.requestInterceptor(this.interceptor);
	}

	private static Response exchange(RestClient.RequestHeadersSpec<?> request) {
		return request.exchangeForRequiredValue((sent, response) -> new Response(response.getStatusCode().value(),
				StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8)));
	}

}
