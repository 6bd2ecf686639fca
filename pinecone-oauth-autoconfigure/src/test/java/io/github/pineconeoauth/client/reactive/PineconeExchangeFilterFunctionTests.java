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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeExchangeFilterFunction}.
 */
class PineconeExchangeFilterFunctionTests extends AbstractTokenAdapterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final PineconeExchangeFilterFunction filter = new PineconeExchangeFilterFunction(this.sharedToken,
			this.server.uri("/"), "2026-04");

	private final WebClient webClient = webClient(new JdkClientHttpConnector());

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@Override
	Response get(URI uri, HttpHeaders headers) {
		return exchange(this.webClient.get().uri(uri).headers((target) -> target.addAll(headers)));
	}

	@BeforeEach
	void recordDroppedErrors() {
		Hooks.onErrorDropped(this.dropped::add);
	}

	@AfterEach
	void nothingIsDropped() {
		Hooks.resetOnErrorDropped();
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void requestWhenUriVariableBringsHostFails() {
		assertThatIllegalStateException()
			.isThrownBy(() -> exchange(this.webClient.get().uri("http://{host}/admin/projects", "example.org")))
			.withMessageContaining("goes to http://example.org");
		assertThat(this.tokenRequests).hasValue(0);
	}

	@Test
	void requestWhenAnotherFilterSendsItAgainUsesTheTokenOfThatTime() {
		ExchangeFilterFunction sendAgain = (request, next) -> {
			Mono<String> token = next.exchange(request).flatMap((response) -> response.bodyToMono(String.class));
			return token.doOnNext((first) -> this.time.advance(Duration.ofMinutes(30))).then(next.exchange(request));
		};
		WebClient webClient = this.webClient.mutate().filters((filters) -> filters.add(0, sendAgain)).build();
		assertThat(exchange(webClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusalGivesItsConnectionBackBeforeTheNextRequest(boolean accepted) {
		String endless = "no".repeat(5_000_000);
		this.server.on(REFUSED, (request) -> request.authorization().equals("Bearer token-1")
				? new Response(401, endless) : new Response(accepted ? 200 : 401, request.authorization()));
		HttpClient singleConnection = HttpClient.create(ConnectionProvider.builder("single").maxConnections(1).build());
		WebClient webClient = webClient(new ReactorClientHttpConnector(singleConnection));
		obtainTokenAndLetItGrowOld();
		assertThat(exchange(webClient.get().uri(this.server.uri(REFUSED))))
			.isEqualTo(new Response(accepted ? 200 : 401, "Bearer token-2"));
		assertThat(exchange(webClient.get().uri(this.server.uri(PROJECTS))).body()).isEqualTo("Bearer token-2");
	}

	static List<Named<Function<RequestBodySpec, RequestHeadersSpec<?>>>> repeatableBodies() {
		MultipartBodyBuilder multipart = new MultipartBodyBuilder();
		multipart.part("one", "1");
		multipart.part("file", new ByteArrayResource("2".getBytes(StandardCharsets.UTF_8)));
		return List.of(Named.of("value", (request) -> request.bodyValue("the body")),
				Named.of("flux", (request) -> request.body(Flux.just("the ", "body"), String.class)),
				Named.of("mono", (request) -> request.body(Mono.just("the body"), String.class)),
				Named.of("multipart", (request) -> request.contentType(MediaType.MULTIPART_FORM_DATA)
					.body(BodyInserters.fromMultipartData(multipart.build()))));
	}

	@ParameterizedTest
	@MethodSource("repeatableBodies")
	void refusalWhenRequestHasBodySendsItAgain(Function<RequestBodySpec, RequestHeadersSpec<?>> body) {
		for (ClientHttpConnector connector : List.of(new JdkClientHttpConnector(), new ReactorClientHttpConnector())) {
			obtainTokenAndLetItGrowOld();
			refuse(this.sharedToken.block().authorization());
			RequestBodySpec request = webClient(connector).post()
				.uri(this.server.uri(REFUSED))
				.contentType(MediaType.TEXT_PLAIN);
			assertThat(exchange(body.apply(request)).status()).isEqualTo(200);
		}
		assertThat(this.server.requests(REFUSED)).hasSize(4)
			.allMatch((request) -> request.body().equals("the body") || request.body().contains("name=\"one\""));
	}

	static List<Named<Function<RequestBodySpec, RequestHeadersSpec<?>>>> bodiesForOnce() {
		byte[] bytes = "the body".getBytes(StandardCharsets.UTF_8);
		return List.of(Named.of("sink", (request) -> {
			Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
			sink.tryEmitNext("the body");
			sink.tryEmitComplete();
			return request.body(sink.asFlux(), String.class);
		}), Named.of("stream", (request) -> request.body(Flux.fromStream(Stream.of("the ", "body")), String.class)),
				Named.of("input stream",
						(request) -> request.bodyValue(new InputStreamResource(new ByteArrayInputStream(bytes)))),
				Named.of("input stream in multipart", (request) -> {
					MultipartBodyBuilder multipart = new MultipartBodyBuilder();
					multipart.part("one", "1");
					multipart.part("file", new InputStreamResource(new ByteArrayInputStream(bytes)));
					return request.body(BodyInserters.fromMultipartData(multipart.build()));
				}));
	}

	@ParameterizedTest
	@MethodSource("bodiesForOnce")
	void refusalWhenBodyCannotBeWrittenAgainReachesTheCaller(Function<RequestBodySpec, RequestHeadersSpec<?>> body) {
		for (ClientHttpConnector connector : List.of(new JdkClientHttpConnector(), new ReactorClientHttpConnector())) {
			obtainTokenAndLetItGrowOld();
			String authorization = this.sharedToken.block().authorization();
			refuse(authorization);
			RequestBodySpec request = webClient(connector).post().uri(this.server.uri(REFUSED));
			assertThat(exchange(body.apply(request))).isEqualTo(new Response(401, "no " + authorization));
		}
		assertThat(this.tokenRequests).hasValue(3);
	}

	@Test
	void refusalWhenBodyInserterThrowsTheSecondTimeReachesTheCaller() {
		refuse("Bearer token-1");
		obtainTokenAndLetItGrowOld();
		AtomicInteger writes = new AtomicInteger();
		RequestHeadersSpec<?> request = this.webClient.post().uri(this.server.uri(REFUSED)).body((message, context) -> {
			if (writes.incrementAndGet() > 1) {
				throw new IllegalStateException("written already");
			}
			return BodyInserters.fromValue("the body").insert(message, context);
		});
		assertThat(exchange(request)).isEqualTo(new Response(401, "no Bearer token-1"));
	}

	@Test
	void failureOfTheConnectionDuringTheSecondRequestReachesTheCaller() {
		this.server.on(REFUSED, (request) -> {
			if (request.authorization().equals("Bearer token-2")) {
				throw new InterruptedException();
			}
			return new Response(401, "");
		});
		obtainTokenAndLetItGrowOld();
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> exchange(this.webClient.post().uri(this.server.uri(REFUSED)).bodyValue("the body")));
	}

	private WebClient webClient(ClientHttpConnector connector) {
		return WebClient.builder().clientConnector(connector).filter(this.filter).build();
	}

	private static Response exchange(RequestHeadersSpec<?> request) {
		Response response = request
			.exchangeToMono((answer) -> answer.bodyToMono(String.class)
				.defaultIfEmpty("")
				.map((body) -> new Response(answer.statusCode().value(), body)))
			.block(TIMEOUT);
		assertThat(response).isNotNull();
		return response;
	}

}
