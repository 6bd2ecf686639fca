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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestBodySpec;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link PineconeClientHttpRequestInterceptor}.
 */
class PineconeClientHttpRequestInterceptorTests extends AbstractTokenAdapterTests {

	private static final JdkClientHttpRequestFactory REQUEST_FACTORY = new JdkClientHttpRequestFactory();

	@Override
	protected Response get(ServiceAccount serviceAccount, Refusal refusal, URI uri, HttpHeaders headers) {
		RestClient.Builder builder = builder(serviceAccount);
		if (refusal == Refusal.THROWN) {
			builder.requestInterceptor(PineconeClientHttpRequestInterceptorTests::throwErrors);
		}
		try {
			return exchange(builder.build().get().uri(uri).headers((target) -> target.addAll(headers)));
		}
		catch (RestClientResponseException ex) {
			assertThat(refusal).isEqualTo(Refusal.THROWN);
			return new Response(ex.getStatusCode().value(), ex.getResponseBodyAsString());
		}
	}

	static List<Named<UnaryOperator<RequestBodySpec>>> bodies() {
		byte[] bytes = "the body".getBytes(StandardCharsets.UTF_8);
		MultiValueMap<String, Object> multipart = new LinkedMultiValueMap<>();
		multipart.add("one", "the body");
		return List.of(Named.of("value", (request) -> request.body("the body")),
				Named.of("stream", (request) -> request.body(new InputStreamResource(new ByteArrayInputStream(bytes)))),
				Named.of("streaming",
						(request) -> request.body((StreamingHttpOutputMessage.Body) (out) -> out.write(bytes))),
				Named.of("multipart", (request) -> request.contentType(MediaType.MULTIPART_FORM_DATA).body(multipart)));
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void refusedCallIsSentAgainWithItsBody(UnaryOperator<RequestBodySpec> body) {
		refuse("Bearer token-1");
		RequestBodySpec request = builder(this.serviceAccount).build().post().uri(this.server.uri(REFUSED));
		assertThat(exchange(body.apply(request)).status()).isEqualTo(200);
		List<String> bodies = this.server.requests(REFUSED).stream().map(Request::body).toList();
		assertThat(bodies).hasSize(2).allMatch((sent) -> sent.contains("the body"));
		assertThat(bodies).containsOnly(bodies.get(0));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusedCallGivesItsConnectionBackBeforeItIsSentAgain(boolean accepted) {
		String endless = "no".repeat(1_000_000);
		this.server.on(REFUSED, (request) -> request.authorization().equals("Bearer token-1")
				? new Response(401, endless) : new Response(accepted ? 200 : 401, request.authorization()));
		HttpClient singleConnection = HttpClient.create(ConnectionProvider.builder("single").maxConnections(1).build());
		RestClient restClient = builder(this.serviceAccount)
			.requestFactory(new ReactorClientHttpRequestFactory(singleConnection))
			.build();
		assertThat(exchange(restClient.get().uri(this.server.uri(REFUSED))))
			.isEqualTo(new Response(accepted ? 200 : 401, "Bearer token-2"));
		assertThat(exchange(restClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
	}

	@Test
	void callThatAnotherInterceptorSendsAgainCarriesTheTokenOfThatTime() {
		ClientHttpRequestInterceptor sendAgain = (request, body, execution) -> {
			execution.execute(request, body).close();
			this.time.advance(Duration.ofMinutes(30));
			return execution.execute(request, body);
		};
		RestClient restClient = builder(this.serviceAccount)
			.requestInterceptors((interceptors) -> interceptors.add(0, sendAgain))
			.build();
		assertThat(exchange(restClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization)
			.isEqualTo(List.of("Bearer token-1", "Bearer token-2"));
	}

	@Test
	void callThatAnotherInterceptorSendsAgainAfterAFailureCarriesTheTokenOfThatTime() {
		ClientHttpRequestInterceptor sendAgain = (request, body, execution) -> {
			assertThatIOException().isThrownBy(() -> execution.execute(request, body));
			this.time.advance(Duration.ofMinutes(30));
			return execution.execute(request, body);
		};
		AtomicBoolean failed = new AtomicBoolean();
		ClientHttpRequestInterceptor failOnce = (request, body, execution) -> {
			if (failed.compareAndSet(false, true)) {
				throw new IOException("The connection is gone");
			}
			return execution.execute(request, body);
		};
		RestClient restClient = builder(this.serviceAccount)
			.requestInterceptors((interceptors) -> interceptors.add(0, sendAgain))
			.requestInterceptor(failOnce)
			.build();
		assertThat(exchange(restClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
	}

	private static RestClient.Builder builder(ServiceAccount serviceAccount) {
		return RestClient.builder()
			.requestFactory(REQUEST_FACTORY)
			.requestInterceptor(new PineconeClientHttpRequestInterceptor(serviceAccount));
	}

	private static ClientHttpResponse throwErrors(HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) throws IOException {
		ClientHttpResponse response = execution.execute(request, body);
		if (response.getStatusCode().isError()) {
			try (response) {
				throw HttpClientErrorException.create(response.getStatusCode(), response.getStatusText(),
						response.getHeaders(), response.getBody().readAllBytes(), StandardCharsets.UTF_8);
			}
		}
		return response;
	}

	private static Response exchange(RestClient.RequestHeadersSpec<?> request) {
		return request.exchangeForRequiredValue((sent, response) -> new Response(response.getStatusCode().value(),
				StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8)));
	}

}
