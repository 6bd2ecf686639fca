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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What holds for every adapter that puts the token on requests, against a real server.
 */
abstract class AbstractTokenAdapterTests {

	static final String PROJECTS = "/admin/projects";

	static final String REFUSED = "/admin/refused";

	final ManualTime time = new ManualTime();

	final AtomicInteger tokenRequests = new AtomicInteger();

	final LoopbackServer server = new LoopbackServer();

	final SharedToken sharedToken = new SharedToken(Mono.defer(this::requestToken),
			new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1)), this.time);

	private volatile boolean tokenEndpointDown;

	/**
	 * Send a GET request through a client with the adapter, and return its answer
	 * whatever the status.
	 */
	abstract Response get(URI uri, HttpHeaders headers);

	@BeforeEach
	void answerWithTokenThatWasSent() {
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void requestCarriesTokenAndApiVersion() {
		assertThat(get(PROJECTS)).isEqualTo(new Response(200, "Bearer token-1"));
		assertThat(get(PROJECTS)).isEqualTo(new Response(200, "Bearer token-1"));
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsOnly("2026-04");
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void requestWhenItHasAuthorizationKeepsItAndNeedsNoToken() {
		assertThat(get(this.server.uri(PROJECTS), header("authorization", "Basic own")).body()).isEqualTo("Basic own");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2026-04");
		assertThat(this.tokenRequests).hasValue(0);
	}

	@Test
	void requestWhenItHasApiVersionKeepsIt() {
		get(this.server.uri(PROJECTS), header("x-pinecone-api-version", "2025-04"));
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2025-04");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:{port}/", "https://localhost:{port}/", "http://localhost:1/",
			"http://localhost/", "http://localhost.:{port}/", "http://localhost:{port}@example.org/",
			"http://example.org/#@localhost:{port}/", "http://example.org/?@localhost:{port}/", "/admin",
			"mailto:me@here", "http:localhost:{port}", "http://[::1]:{port}/", "http://loc\u0430lhost:{port}/",
			"//localhost:{port}/", "ws://localhost:{port}/", "http://localhost:{port}.example.org/",
			"http://localhost.example.org:{port}/", "http://localhost@example.org:{port}/",
			"http://localhos%74:{port}/", "http://127.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
			"http://localhost:/" })
	void requestWhenItGoesElsewhereFailsBeforeAnythingIsSent(String template) {
		URI uri = uri(template);
		for (HttpHeaders headers : List.of(HttpHeaders.EMPTY, header("Authorization", "Bearer own"))) {
			assertThatIllegalStateException().isThrownBy(() -> get(uri, headers))
				.withMessageContaining("is sent to http://localhost:");
		}
		assertThat(this.server.requests("/")).isEmpty();
		assertThat(this.tokenRequests).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://LOCALHOST:{port}/admin/projects", "HTTP://localhost:{port}/admin/projects?a=b#c",
			"http://someone:else@localhost:{port}/admin/projects", "http://localhost:0{port}/admin/projects",
			"http://localhost:{port}/admin/projects/..", "http://localhost:{port}/admin/projects/%5Cexample.org" })
	void requestWhenItGoesToTheSameOriginIsSent(String template) {
		assertThat(get(uri(template), HttpHeaders.EMPTY).body()).isEqualTo("Bearer token-1");
	}

	@Test
	void requestWhenNoTokenCanBeHadFailsAndIsNotSent() {
		this.tokenEndpointDown = true;
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get(PROJECTS));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void refusalWhenTokenIsOldIsFollowedByOneMoreRequestWithNewToken() {
		refuse("Bearer token-1");
		obtainTokenAndLetItGrowOld();
		assertThat(get(REFUSED)).isEqualTo(new Response(200, "accepted Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2");
		assertThat(this.server.requests(REFUSED)).extracting(Request::apiVersion).containsOnly("2026-04");
		assertThat(this.tokenRequests).hasValue(2);
	}

	@Test
	void refusalWhenTokenIsYoungReachesTheCaller() {
		refuse("Bearer token-1");
		assertThat(get(REFUSED)).isEqualTo(new Response(401, "no Bearer token-1"));
		assertThat(this.server.requests(REFUSED)).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalWhenItIsTheSecondReachesTheCaller() {
		this.server.on(REFUSED, (request) -> new Response(401, "no " + request.authorization()));
		obtainTokenAndLetItGrowOld();
		assertThat(get(REFUSED)).isEqualTo(new Response(401, "no Bearer token-2"));
		assertThat(get(REFUSED)).isEqualTo(new Response(401, "no Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).hasSize(3);
		assertThat(this.tokenRequests).hasValue(2);
	}

	@Test
	void refusalWhenRequestBroughtItsOwnAuthorizationReachesTheCaller() {
		refuse("Bearer own");
		obtainTokenAndLetItGrowOld();
		assertThat(get(this.server.uri(REFUSED), header("Authorization", "Bearer own")).status()).isEqualTo(401);
		assertThat(this.server.requests(REFUSED)).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalWhenNoNewTokenCanBeHadGivesThatFailure() {
		refuse("Bearer token-1");
		obtainTokenAndLetItGrowOld();
		this.tokenEndpointDown = true;
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get(REFUSED));
		assertThat(this.server.requests(REFUSED)).hasSize(1);
	}

	@Test
	void forbiddenReachesTheCaller() {
		this.server.on("/admin/forbidden", (request) -> new Response(403, "no"));
		obtainTokenAndLetItGrowOld();
		assertThat(get("/admin/forbidden")).isEqualTo(new Response(403, "no"));
		assertThat(this.server.requests("/admin/forbidden")).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void refusalOfManyConcurrentRequestsCausesOneTokenRequest() {
		int callers = 500;
		CountDownLatch arrived = new CountDownLatch(callers);
		this.server.on(REFUSED, (request) -> {
			if (!request.authorization().equals("Bearer token-1")) {
				return new Response(200, "accepted " + request.authorization());
			}
			arrived.countDown();
			arrived.await(30, TimeUnit.SECONDS);
			return new Response(401, "");
		});
		obtainTokenAndLetItGrowOld();
		assertThat(getRefusedConcurrently(callers)).containsOnly(new Response(200, "accepted Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).hasSize(2 * callers);
		assertThat(this.tokenRequests).hasValue(2);
	}

	@Test
	void refusalsOfManyConcurrentRequestsWithoutEndCauseOneTokenRequestInFiveSeconds() {
		int callers = 500;
		int rounds = 2;
		this.server.on(REFUSED, (request) -> new Response(401, ""));
		obtainTokenAndLetItGrowOld();
		for (int round = 1; round <= rounds; round++) {
			assertThat(getRefusedConcurrently(callers)).containsOnly(new Response(401, ""));
			assertThat(getRefusedConcurrently(callers)).containsOnly(new Response(401, ""));
			assertThat(this.tokenRequests).hasValue(1 + round);
			this.time.advanceSeconds(5);
		}
		assertThat(this.server.requests(REFUSED)).hasSizeLessThanOrEqualTo(3 * callers * rounds);
	}

	Response get(String path) {
		return get(this.server.uri(path), HttpHeaders.EMPTY);
	}

	private List<Response> getRefusedConcurrently(int callers) {
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			return Stream.generate(() -> CompletableFuture.supplyAsync(() -> get(REFUSED), executor))
				.limit(callers)
				.toList()
				.stream()
				.map((answer) -> answer.orTimeout(50, TimeUnit.SECONDS).join())
				.toList();
		}
		finally {
			executor.shutdownNow();
		}
	}

	void obtainTokenAndLetItGrowOld() {
		get(PROJECTS);
		this.time.advanceSeconds(5);
	}

	/**
	 * Refuse requests with the given authorization, and accept all others.
	 */
	void refuse(String authorization) {
		this.server.on(REFUSED, (request) -> request.authorization().equals(authorization)
				? new Response(401, "no " + authorization) : new Response(200, "accepted " + request.authorization()));
	}

	private Mono<OAuth2AuthorizedClient> requestToken() {
		if (this.tokenEndpointDown) {
			return Mono.error(ManualTokenRequests.unavailable(null));
		}
		String token = "token-" + this.tokenRequests.incrementAndGet();
		return Mono.just(ManualTokenRequests.client(token, Instant.EPOCH, Duration.ofMinutes(30)));
	}

	private URI uri(String template) {
		return URI.create(template.replace("{port}", String.valueOf(this.server.uri("/").getPort())));
	}

	private static HttpHeaders header(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(name, value);
		return headers;
	}

}
