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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.assertj.core.api.AbstractStringAssert;
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
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PineconeExchangeFilterFunction} against a real server.
 */
class PineconeExchangeFilterFunctionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String PROJECTS = "/admin/projects";

	private final ManualTime time = new ManualTime();

	private final AtomicInteger tokenRequests = new AtomicInteger();

	private final LoopbackServer server = new LoopbackServer();

	private Mono<OAuth2AuthorizedClient> tokenRequest = Mono.fromCallable(() -> ManualTokenRequests
		.client("token-" + this.tokenRequests.incrementAndGet(), Instant.EPOCH, Duration.ofMinutes(30)));

	private final SharedToken sharedToken = new SharedToken(Mono.defer(() -> this.tokenRequest),
			new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1)), this.time);

	private WebClient webClient = webClient(new JdkClientHttpConnector());

	private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

	@BeforeEach
	void answerWithTokenThatWasSent() {
		Hooks.onErrorDropped(this.dropped::add);
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void nothingIsDropped() {
		this.server.close();
		Hooks.resetOnErrorDropped();
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void requestCarriesTokenAndApiVersion() {
		assertThat(get(PROJECTS)).isEqualTo("Bearer token-1");
		assertThat(get(PROJECTS)).isEqualTo("Bearer token-1");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsOnly("2026-04");
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void requestWhenItHasAuthorizationKeepsItAndNeedsNoToken() {
		assertThat(send(this.webClient.get().uri(PROJECTS).headers((headers) -> headers.setBasicAuth("own", "own"))))
			.startsWith("Basic ");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2026-04");
		assertThat(this.tokenRequests).hasValue(0);
	}

	@Test
	void requestWhenItHasApiVersionKeepsIt() {
		send(this.webClient.get().uri(PROJECTS).header("x-pinecone-api-version", "2025-04"));
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2025-04");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:{port}/", "https://localhost:{port}/", "http://localhost:1/",
			"http://localhost/", "http://localhost.:{port}/", "http://localhost:{port}@example.org/",
			"http://example.org/#@localhost:{port}/", "http://example.org/?@localhost:{port}/", "/admin",
			"mailto:me@here", "http:localhost:{port}", "http://[::1]:{port}/", "http://loc\u0430lhost:{port}/" })
	void requestWhenItGoesElsewhereFailsBeforeAnythingIsSent(String template) {
		URI uri = URI.create(template.replace("{port}", String.valueOf(this.server.uri("/").getPort())));
		RequestHeadersSpec<?> request = WebClient.builder().filter(filter()).build().get().uri(uri);
		assertThatIllegalStateException().isThrownBy(() -> send(request))
			.withMessageContaining("is sent to http://localhost:");
		assertThatIllegalStateException().isThrownBy(() -> send(request.header("Authorization", "Bearer own")))
			.withMessageContaining("is sent to http://localhost:");
		assertThat(this.server.requests("/")).isEmpty();
		assertThat(this.tokenRequests).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://LOCALHOST:{port}/admin/projects", "HTTP://localhost:{port}/admin/projects?a=b#c",
			"http://someone@localhost:{port}/admin/projects", "http://localhost:{port}/other/../admin/projects" })
	void requestWhenItGoesToTheSameOriginIsSent(String template) {
		URI uri = URI.create(template.replace("{port}", String.valueOf(this.server.uri("/").getPort())));
		this.server.on("/other", (request) -> new Response(200, request.authorization()));
		RequestHeadersSpec<?> request = WebClient.builder().filter(filter()).build().get().uri(uri);
		assertThat(send(request)).isEqualTo("Bearer token-1");
	}

	@Test
	void requestWhenUriVariableBringsHostFails() {
		WebClient webClient = WebClient.builder().filter(filter()).build();
		assertThatIllegalStateException()
			.isThrownBy(() -> send(webClient.get().uri("http://{host}/admin/projects", "example.org")))
			.withMessageContaining("goes to http://example.org");
		assertThat(this.tokenRequests).hasValue(0);
	}

	@Test
	void requestWhenNoTokenCanBeHadFailsAndIsNotSent() {
		this.tokenRequest = Mono.error(ManualTokenRequests.unavailable(null));
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get(PROJECTS));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void requestWhenSubscribedAgainUsesTheTokenOfThatTime() {
		Mono<String> request = this.webClient.get().uri(PROJECTS).retrieve().bodyToMono(String.class);
		assertThat(request.block(TIMEOUT)).isEqualTo("Bearer token-1");
		this.time.advance(Duration.ofMinutes(30));
		assertThat(request.block(TIMEOUT)).isEqualTo("Bearer token-2");
	}

	@Test
	void refusalWhenTokenIsOldIsFollowedByOneMoreRequestWithNewToken() {
		refuse("/admin/refused", "Bearer token-1");
		get(PROJECTS);
		this.time.advanceSeconds(5);
		assertThat(get("/admin/refused")).isEqualTo("accepted Bearer token-2");
		assertThat(this.server.requests("/admin/refused")).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2");
		assertThat(this.server.requests("/admin/refused")).extracting(Request::apiVersion).containsOnly("2026-04");
		assertThat(this.tokenRequests).hasValue(2);
	}

	@Test
	void refusalWhenTokenIsYoungReachesTheCaller() {
		refuse("/admin/refused", "Bearer token-1");
		assertThatRefusalOf("/admin/refused").contains("no Bearer token-1");
		assertThat(this.server.requests("/admin/refused")).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalWhenItIsTheSecondReachesTheCaller() {
		this.server.on("/admin/refused", (request) -> new Response(401, "no " + request.authorization()));
		get(PROJECTS);
		this.time.advanceSeconds(5);
		assertThatRefusalOf("/admin/refused").isEqualTo("no Bearer token-2");
		assertThatRefusalOf("/admin/refused").isEqualTo("no Bearer token-2");
		assertThat(this.server.requests("/admin/refused")).hasSize(3);
		assertThat(this.tokenRequests).hasValue(2);
	}

	@Test
	void refusalWhenRequestBroughtItsOwnAuthorizationReachesTheCaller() {
		refuse("/admin/refused", "Bearer own");
		get(PROJECTS);
		this.time.advanceSeconds(5);
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> send(this.webClient.get().uri("/admin/refused").header("Authorization", "Bearer own")));
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalWhenNoNewTokenCanBeHadGivesThatFailure() {
		refuse("/admin/refused", "Bearer token-1");
		get(PROJECTS);
		this.time.advanceSeconds(5);
		this.tokenRequest = Mono.error(ManualTokenRequests.unavailable(null));
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get("/admin/refused"));
		assertThat(this.server.requests("/admin/refused")).hasSize(1);
	}

	@Test
	void forbiddenReachesTheCaller() {
		this.server.on("/admin/forbidden", (request) -> new Response(403, "no"));
		get(PROJECTS);
		this.time.advanceSeconds(5);
		assertThatExceptionOfType(WebClientResponseException.Forbidden.class).isThrownBy(() -> get("/admin/forbidden"));
		assertThat(this.server.requests("/admin/forbidden")).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalOfManyConcurrentRequestsCausesOneTokenRequest() {
		int callers = 500;
		CountDownLatch arrived = new CountDownLatch(callers);
		this.server.on("/admin/refused", (request) -> {
			if (!request.authorization().equals("Bearer token-1")) {
				return new Response(200, "accepted " + request.authorization());
			}
			arrived.countDown();
			arrived.await(30, TimeUnit.SECONDS);
			return new Response(401, "");
		});
		get(PROJECTS);
		this.time.advanceSeconds(5);
		List<String> answers = Flux.range(0, callers)
			.flatMap((i) -> this.webClient.get().uri("/admin/refused").retrieve().bodyToMono(String.class), callers)
			.collectList()
			.block(TIMEOUT);
		assertThat(answers).hasSize(callers).containsOnly("accepted Bearer token-2");
		assertThat(this.server.requests("/admin/refused")).hasSize(2 * callers);
		assertThat(this.tokenRequests).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusalGivesItsConnectionBackBeforeTheNextRequest(boolean accepted) {
		this.server.on("/admin/refused",
				(request) -> new Response((accepted && request.authorization().equals("Bearer token-2")) ? 200 : 401,
						request.authorization()));
		HttpClient singleConnection = HttpClient.create(ConnectionProvider.builder("single").maxConnections(1).build());
		this.webClient = webClient(new ReactorClientHttpConnector(singleConnection));
		get(PROJECTS);
		this.time.advanceSeconds(5);
		if (accepted) {
			assertThat(get("/admin/refused")).isEqualTo("Bearer token-2");
		}
		else {
			assertThatRefusalOf("/admin/refused").isEqualTo("Bearer token-2");
		}
		assertThat(get(PROJECTS)).isEqualTo("Bearer token-2");
	}

	static List<Named<Function<RequestBodySpec, RequestHeadersSpec<?>>>> repeatableBodies() {
		MultipartBodyBuilder multipart = new MultipartBodyBuilder();
		multipart.part("one", "1");
		multipart.part("file", new ByteArrayResource("2".getBytes(StandardCharsets.UTF_8)));
		return List.of(Named.of("value", (request) -> request.bodyValue("the body")),
				Named.of("flux", (request) -> request.body(Flux.just("the ", "body"), String.class)),
				Named.of("mono", (request) -> request.body(Mono.just("the body"), String.class)),
				Named.of("multipart", (request) -> request.body(BodyInserters.fromMultipartData(multipart.build()))));
	}

	@ParameterizedTest
	@MethodSource("repeatableBodies")
	void refusalWhenRequestHasBodySendsItAgain(Function<RequestBodySpec, RequestHeadersSpec<?>> body) {
		for (ClientHttpConnector connector : List.of(new JdkClientHttpConnector(), new ReactorClientHttpConnector())) {
			this.webClient = webClient(connector);
			get(PROJECTS);
			this.time.advanceSeconds(5);
			String refused = this.sharedToken.block().authorization();
			String path = "/admin/" + connector.getClass().getSimpleName();
			refuse(path, refused);
			assertThat(send(body.apply(this.webClient.post().uri(path).contentType(MediaType.TEXT_PLAIN))))
				.startsWith("accepted");
			assertThat(this.server.requests(path)).hasSize(2)
				.allSatisfy((request) -> assertThat(request.body()).isNotEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusalWhenBodyCannotBeWrittenAgainReachesTheCaller(boolean netty) {
		refuse("/admin/refused", "Bearer token-1");
		this.webClient = webClient(netty ? new ReactorClientHttpConnector() : new JdkClientHttpConnector());
		get(PROJECTS);
		this.time.advanceSeconds(5);
		Sinks.Many<String> once = Sinks.many().unicast().onBackpressureBuffer();
		once.tryEmitNext("the body");
		once.tryEmitComplete();
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> send(this.webClient.post().uri("/admin/refused").body(once.asFlux(), String.class)))
			.satisfies((ex) -> assertThat(ex.getResponseBodyAsString()).isEqualTo("no Bearer token-1"));
	}

	@Test
	void refusalWhenBodyInserterThrowsTheSecondTimeReachesTheCaller() {
		refuse("/admin/refused", "Bearer token-1");
		get(PROJECTS);
		this.time.advanceSeconds(5);
		AtomicInteger writes = new AtomicInteger();
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> send(this.webClient.post().uri("/admin/refused").body((message, context) -> {
				if (writes.incrementAndGet() > 1) {
					throw new IllegalStateException("written already");
				}
				return BodyInserters.fromValue("the body").insert(message, context);
			})));
	}

	@Test
	void failureOfTheConnectionDuringTheSecondRequestReachesTheCaller() {
		get(PROJECTS);
		this.time.advanceSeconds(5);
		this.server.on("/admin/refused", (request) -> {
			if (request.authorization().equals("Bearer token-2")) {
				throw new InterruptedException();
			}
			return new Response(401, "");
		});
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> send(this.webClient.post().uri("/admin/refused").bodyValue("the body")));
	}

	private PineconeExchangeFilterFunction filter() {
		return new PineconeExchangeFilterFunction(this.sharedToken, this.server.uri("/"), "2026-04");
	}

	private WebClient webClient(ClientHttpConnector connector) {
		return WebClient.builder()
			.clientConnector(connector)
			.baseUrl(this.server.uri("").toString())
			.filter(filter())
			.build();
	}

	/**
	 * Refuse requests with the given authorization, and accept all others.
	 */
	private void refuse(String path, String authorization) {
		this.server.on(path, (request) -> request.authorization().equals(authorization)
				? new Response(401, "no " + authorization) : new Response(200, "accepted " + request.authorization()));
	}

	private @Nullable String get(String path) {
		return send(this.webClient.get().uri(path));
	}

	private static @Nullable String send(RequestHeadersSpec<?> request) {
		return request.retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	private AbstractStringAssert<?> assertThatRefusalOf(String path) {
		WebClientResponseException refusal = catchThrowableOfType(WebClientResponseException.Unauthorized.class,
				() -> get(path));
		return assertThat(refusal.getResponseBodyAsString());
	}

}
