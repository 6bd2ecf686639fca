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

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.pineconeoauth.client.AbstractTokenAdapterTests;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.assertj.core.data.Index;
import org.jspecify.annotations.Nullable;
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
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeExchangeFilterFunction}.
 */
class PineconeExchangeFilterFunctionTests extends AbstractTokenAdapterTests {

	private static final JdkClientHttpConnector CONNECTOR = new JdkClientHttpConnector();

	private final WebClient webClient = webClient(this.serviceAccount, CONNECTOR);

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@Override
	protected Response get(ServiceAccount serviceAccount, Refusal refusal, URI uri, HttpHeaders headers) {
		WebClient webClient = webClient(serviceAccount, CONNECTOR);
		if (refusal == Refusal.THROWN) {
			webClient = webClient.mutate().filter(PineconeExchangeFilterFunctionTests::throwErrors).build();
		}
		try {
			return exchange(webClient.get().uri(uri).headers((target) -> target.addAll(headers)));
		}
		catch (WebClientResponseException ex) {
			assertThat(refusal).isEqualTo(Refusal.THROWN);
			return new Response(ex.getStatusCode().value(), ex.getResponseBodyAsString());
		}
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
	void callWhoseHostComesFromAUriVariableFails() {
		assertThatIllegalStateException()
			.isThrownBy(() -> exchange(this.webClient.get().uri("http://{host}/admin/projects", "example.org")))
			.withMessageEndingWith("goes to http://example.org:80");
		assertThat(this.tokenRequests).hasValue(0);
	}

	@Test
	void callThatAnotherFilterSendsAgainCarriesTheTokenOfThatTime() {
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
	void refusedCallGivesItsConnectionBackBeforeItIsSentAgain(boolean accepted) {
		String endless = "no".repeat(1_000_000);
		this.server.on(REFUSED, (request) -> request.authorization().equals("Bearer token-1")
				? new Response(401, endless) : new Response(accepted ? 200 : 401, request.authorization()));
		HttpClient singleConnection = HttpClient.create(ConnectionProvider.builder("single").maxConnections(1).build());
		WebClient webClient = webClient(this.serviceAccount, new ReactorClientHttpConnector(singleConnection));
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
				Named.of("JSON stream",
						(request) -> request.contentType(MediaType.APPLICATION_NDJSON)
							.body(Flux.just(Map.of("part", "the body")), Map.class)),
				Named.of("multipart", (request) -> request.contentType(MediaType.MULTIPART_FORM_DATA)
					.body(BodyInserters.fromMultipartData(multipart.build()))));
	}

	@ParameterizedTest
	@MethodSource("repeatableBodies")
	void refusedCallIsSentAgainWithItsBody(Function<RequestBodySpec, RequestHeadersSpec<?>> body) {
		for (ClientHttpConnector connector : List.of(CONNECTOR, new ReactorClientHttpConnector())) {
			refuse(this.serviceAccount.token().authorization());
			RequestBodySpec request = webClient(this.serviceAccount, connector).post()
				.uri(this.server.uri(REFUSED))
				.contentType(MediaType.TEXT_PLAIN);
			assertThat(exchange(body.apply(request)).status()).isEqualTo(200);
			this.time.advanceSeconds(5);
		}
		assertThat(this.server.requests(REFUSED)).hasSize(4)
			.allMatch((request) -> request.body().contains("the body") || request.body().contains("name=\"one\""));
	}

	static List<Named<Function<RequestBodySpec, RequestHeadersSpec<?>>>> bodiesForOnce() {
		byte[] bytes = "the body".getBytes(StandardCharsets.UTF_8);
		return List.of(Named.of("sink that fails", (request) -> {
			Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
			return request.body(emit(sink), String.class);
		}), Named.of("hot flux that is empty", (request) -> {
			Sinks.Many<String> sink = Sinks.many().multicast().onBackpressureBuffer();
			return request.body(emit(sink), String.class);
		}), Named.of("hot mono that is empty", (request) -> {
			Sinks.Many<String> sink = Sinks.many().multicast().onBackpressureBuffer();
			return request.body(emit(sink).next(), String.class);
		}), Named.of("stream", (request) -> request.body(Flux.fromStream(Stream.of("the ", "body")), String.class)),
				Named.of("JSON stream",
						(request) -> request.contentType(MediaType.APPLICATION_NDJSON)
							.body(Flux.fromStream(Stream.of(Map.of("part", "the body"))), Map.class)),
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
	void refusedCallWhoseBodyCannotBeRepeatedGetsIts401(Function<RequestBodySpec, RequestHeadersSpec<?>> body) {
		for (ClientHttpConnector connector : List.of(CONNECTOR, new ReactorClientHttpConnector())) {
			String authorization = this.serviceAccount.token().authorization();
			refuse(authorization);
			RequestBodySpec request = webClient(this.serviceAccount, connector).post().uri(this.server.uri(REFUSED));
			assertThat(exchange(body.apply(request))).isEqualTo(new Response(401, "no " + authorization));
			this.time.advanceSeconds(5);
		}
		assertThat(this.server.requests(REFUSED)).hasSize(2);
		assertThat(this.tokenRequests).hasValue(3);
	}

	@Test
	void refusedCallWhoseBodyInserterThrowsTheSecondTimeGetsIts401() {
		refuse("Bearer token-1");
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
	void connectionFailureOfTheSecondSendReachesTheCaller() {
		this.server.on(REFUSED, (request) -> {
			if (request.authorization().equals("Bearer token-2")) {
				throw new InterruptedException();
			}
			return new Response(401, "");
		});
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> exchange(this.webClient.post().uri(this.server.uri(REFUSED)).bodyValue("the body")));
	}

	@Test
	void callsThatWaitBlockNoThreadAndContinueOnParallelThreads() {
		holdTokenRequests();
		List<String> sent = new CopyOnWriteArrayList<>();
		ExchangeFunction refusing = (request) -> {
			String authorization = String.valueOf(request.headers().getFirst(HttpHeaders.AUTHORIZATION));
			sent.add(authorization + " on " + Thread.currentThread().getName());
			return Mono
				.just(ClientResponse.create(HttpStatusCode.valueOf(authorization.endsWith("-1") ? 401 : 200)).build());
		};
		ClientRequest request = ClientRequest.create(HttpMethod.GET, this.server.uri(PROJECTS)).build();
		CompletableFuture<@Nullable ClientResponse> response = new PineconeExchangeFilterFunction(this.serviceAccount)
			.filter(request, refusing)
			.toFuture();
		assertThat(response).isNotDone();
		releaseTokenRequests();
		assertThat(response).succeedsWithin(TIMEOUT)
			.satisfies((answer) -> assertThat(Objects.requireNonNull(answer).statusCode().value()).isEqualTo(200));
		assertThat(sent).hasSize(2)
			.satisfies((first) -> assertThat(first).startsWith("Bearer token-1 on parallel-"), Index.atIndex(0))
			.satisfies((second) -> assertThat(second).startsWith("Bearer token-2 on parallel-"), Index.atIndex(1));
	}

	private static WebClient webClient(ServiceAccount serviceAccount, ClientHttpConnector connector) {
		return WebClient.builder()
			.clientConnector(connector)
			.filter(new PineconeExchangeFilterFunction(serviceAccount))
			.build();
	}

	private static Mono<ClientResponse> throwErrors(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request)
			.flatMap((response) -> response.statusCode().isError() ? response.createError() : Mono.just(response));
	}

	private static Flux<String> emit(Sinks.Many<String> sink) {
		sink.tryEmitNext("the body");
		sink.tryEmitComplete();
		return sink.asFlux();
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
