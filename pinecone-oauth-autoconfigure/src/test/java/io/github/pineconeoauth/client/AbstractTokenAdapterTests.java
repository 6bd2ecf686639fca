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
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
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
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that hold for each adapter that puts the token on requests, against a real
 * server.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class AbstractTokenAdapterTests {

	protected static final Duration TIMEOUT = Duration.ofSeconds(50);

	protected static final String PROJECTS = "/admin/projects";

	protected static final String REFUSED = "/admin/refused";

	protected final ManualTime time = new ManualTime();

	protected final LoopbackServer server = new LoopbackServer();

	protected final ServiceAccount serviceAccount = serviceAccount(TIMEOUT);

	protected final AtomicInteger tokenRequests = new AtomicInteger();

	/**
	 * Token requests wait for this latch before they end.
	 */
	private volatile CountDownLatch released = new CountDownLatch(0);

	private volatile boolean tokenEndpointDown;

	/**
	 * Send a GET request through a client with the adapter.
	 * @param serviceAccount the service account of the adapter
	 * @param refusal the form in which the adapter gets a 401
	 * @param uri the URI
	 * @param headers the headers
	 * @return the response, whatever its status
	 */
	protected abstract Response get(ServiceAccount serviceAccount, Refusal refusal, URI uri, HttpHeaders headers);

	@BeforeEach
	void answerWithTokenThatWasSent() {
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void callsCarryTokenAndApiVersion() {
		assertThat(get(PROJECTS)).isEqualTo(new Response(200, "Bearer token-1"));
		assertThat(get(PROJECTS)).isEqualTo(new Response(200, "Bearer token-1"));
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsOnly("2026-07");
		assertThat(this.tokenRequests).hasValue(1);
	}

	@Test
	void callWithOwnAuthorizationKeepsItAndNeedsNoToken(CapturedOutput output) {
		assertThat(get(this.server.uri(PROJECTS), header("authorization", "Basic own")).body()).isEqualTo("Basic own");
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2026-07");
		assertThat(this.tokenRequests).hasValue(0);
		assertThat(output).doesNotContain("already had an Authorization header");
	}

	@Test
	void callWithOwnApiVersionKeepsIt() {
		get(this.server.uri(PROJECTS), header("x-pinecone-api-version", "2025-04"));
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsExactly("2025-04");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:{port}/", "https://localhost:{port}/", "http://localhost:1/",
			"http://localhost:{port}@example.org/", "http://loc\u0430lhost:{port}/", "/admin", "mailto:me@here" })
	void callToAnotherOriginFailsBeforeAnythingIsSent(String template) {
		URI uri = uri(template);
		for (HttpHeaders headers : List.of(HttpHeaders.EMPTY, header("Authorization", "Bearer own"))) {
			assertThatIllegalStateException().isThrownBy(() -> get(uri, headers))
				.withMessageContaining("is sent to http://localhost:");
		}
		assertThat(this.server.requests("/")).isEmpty();
		assertThat(this.tokenRequests).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "//localhost/admin" })
	void callToRelativeUrlFailsWithAdvice(URI uri) {
		assertThatIllegalStateException().isThrownBy(() -> get(uri, HttpHeaders.EMPTY))
			.withMessageEndingWith(
					"has a URL without a scheme or a host: set a base URL on the client," + " or use an absolute URL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP://LOCALHOST:{port}/admin/projects?a=b#c",
			"http://someone:else@localhost:0{port}/admin/projects/%5Cexample.org" })
	void callToTheSameOriginIsSent(String template) {
		assertThat(get(uri(template), HttpHeaders.EMPTY).body()).isEqualTo("Bearer token-1");
	}

	@Test
	void callFailsUnsentWhenNoTokenCanBeObtained() {
		this.tokenEndpointDown = true;
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get(PROJECTS));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void callFailsWhenNoTokenArrivesWithinWaitTimeout() {
		ServiceAccount impatient = serviceAccount(Duration.ofMillis(1));
		holdTokenRequests();
		assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(() -> get(impatient, Refusal.ANSWERED, this.server.uri(PROJECTS), HttpHeaders.EMPTY))
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable"))
			.withMessageContaining("pinecone.oauth.wait-timeout");
		assertThat(this.server.requests("/")).isEmpty();
		releaseTokenRequests();
		assertThat(impatient.sharedToken().get()).succeedsWithin(TIMEOUT);
		assertThat(get(impatient, Refusal.ANSWERED, this.server.uri(PROJECTS), HttpHeaders.EMPTY).body())
			.isEqualTo("Bearer token-1");
	}

	@Test
	void refusedCallFailsWhenNoNewTokenArrivesWithinWaitTimeout() {
		ServiceAccount impatient = serviceAccount(Duration.ofMillis(1));
		assertThat(impatient.sharedToken().get()).succeedsWithin(TIMEOUT);
		refuse("Bearer token-1");
		holdTokenRequests();
		assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(() -> get(impatient, Refusal.ANSWERED, this.server.uri(REFUSED), HttpHeaders.EMPTY))
			.withMessageContaining("pinecone.oauth.wait-timeout");
		releaseTokenRequests();
	}

	@ParameterizedTest
	@EnumSource
	void refusedCallIsSentAgainWithNewToken(Refusal refusal) {
		refuse("Bearer token-1");
		assertThat(get(REFUSED, refusal)).isEqualTo(new Response(200, "accepted Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2");
		assertThat(this.server.requests(REFUSED)).extracting(Request::apiVersion).containsOnly("2026-07");
		assertThat(this.tokenRequests).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource
	void callIsSentAtMostThreeTimes(Refusal refusal) {
		this.server.on(REFUSED, (request) -> {
			this.time.advanceSeconds(60);
			return new Response(401, "no " + request.authorization());
		});
		assertThat(get(REFUSED, refusal)).isEqualTo(new Response(401, "no Bearer token-3"));
		assertThat(this.server.requests(REFUSED)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3");
		assertThat(this.tokenRequests).hasValue(3);
	}

	@ParameterizedTest
	@EnumSource
	void callRefusedShortlyAfterAReplacementGetsIts401(Refusal refusal) {
		this.server.on(REFUSED, (request) -> new Response(401, "no " + request.authorization()));
		assertThat(get(REFUSED, refusal)).isEqualTo(new Response(401, "no Bearer token-2"));
		assertThat(get(REFUSED, refusal)).isEqualTo(new Response(401, "no Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).hasSize(3);
		assertThat(this.tokenRequests).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource
	void refusedCallFailsWhenNoNewTokenCanBeObtained(Refusal refusal) {
		refuse("Bearer token-1");
		get(PROJECTS);
		this.tokenEndpointDown = true;
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> get(REFUSED, refusal));
		assertThat(this.server.requests(REFUSED)).hasSize(1);
		assertThat(get(PROJECTS).body()).isEqualTo("Bearer token-1");
	}

	@ParameterizedTest
	@EnumSource
	void forbiddenReachesTheCaller(Refusal refusal) {
		this.server.on("/admin/forbidden", (request) -> new Response(403, "no"));
		assertThat(get("/admin/forbidden", refusal)).isEqualTo(new Response(403, "no"));
		assertThat(this.server.requests("/admin/forbidden")).hasSize(1);
		assertThat(this.tokenRequests).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void refusedCallWithOwnAuthorizationGetsIts401AndIsLoggedOnce(Refusal refusal, CapturedOutput output) {
		refuse("Bearer own");
		for (int i = 0; i < 3; i++) {
			assertThat(
					get(this.serviceAccount, refusal, this.server.uri(REFUSED), header("Authorization", "Bearer own")))
				.isEqualTo(new Response(401, "no Bearer own"));
		}
		assertThat(this.server.requests(REFUSED)).hasSize(3);
		assertThat(this.tokenRequests).hasValue(0);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "already had an Authorization header")).isEqualTo(1);
		assertThat(output).contains("WARN").doesNotContain("Bearer own");
	}

	@Test
	void onlyRefusedCallsWaitForTheNewToken() {
		refuse("Bearer token-1");
		get(PROJECTS);
		holdTokenRequests();
		CompletableFuture<Response> refused = CompletableFuture.supplyAsync(() -> get(REFUSED), newThread());
		Awaitility.await().atMost(TIMEOUT).until(() -> this.tokenRequests.get() == 2);
		assertThat(get(PROJECTS).body()).isEqualTo("Bearer token-1");
		assertThat(refused).isNotDone();
		releaseTokenRequests();
		assertThat(refused).succeedsWithin(TIMEOUT).isEqualTo(new Response(200, "accepted Bearer token-2"));
	}

	@Test
	void refusedCallsShareOneTokenRequest() {
		int callers = 30;
		CountDownLatch arrived = new CountDownLatch(callers);
		this.server.on(REFUSED, (request) -> {
			if (!request.authorization().equals("Bearer token-1")) {
				return new Response(200, "accepted " + request.authorization());
			}
			arrived.countDown();
			return new Response(arrived.await(30, TimeUnit.SECONDS) ? 401 : 500, "");
		});
		assertThat(getRefusedConcurrently(callers)).containsOnly(new Response(200, "accepted Bearer token-2"));
		assertThat(this.server.requests(REFUSED)).hasSize(2 * callers);
		assertThat(this.tokenRequests).hasValue(2);
	}

	protected Response get(String path) {
		return get(path, Refusal.ANSWERED);
	}

	protected Response get(String path, Refusal refusal) {
		return get(this.serviceAccount, refusal, this.server.uri(path), HttpHeaders.EMPTY);
	}

	/**
	 * Refuse requests with the given authorization, and accept all others.
	 * @param authorization the authorization
	 */
	protected void refuse(String authorization) {
		this.server.on(REFUSED, (request) -> request.authorization().equals(authorization)
				? new Response(401, "no " + authorization) : new Response(200, "accepted " + request.authorization()));
	}

	protected void holdTokenRequests() {
		this.released = new CountDownLatch(1);
	}

	protected void releaseTokenRequests() {
		this.released.countDown();
	}

	private Response get(URI uri, HttpHeaders headers) {
		return get(this.serviceAccount, Refusal.ANSWERED, uri, headers);
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

	private ServiceAccount serviceAccount(Duration waitTimeout) {
		InstantSource wallClock = this.time;
		SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), this::fetch, newThread(), this.time,
				wallClock, new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
						waitTimeout, Duration.ofMinutes(1)));
		return new ServiceAccount(sharedToken, this.server.uri("/oauth/token"), this.server.uri("/"), "2026-07",
				() -> false);
	}

	private AccessToken fetch() {
		int count = this.tokenRequests.incrementAndGet();
		try {
			assertThat(this.released.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		if (this.tokenEndpointDown) {
			throw ManualTokenRequests.unavailable(null);
		}
		return new AccessToken("token-" + count, Duration.ofMinutes(30), "id");
	}

	private URI uri(String template) {
		return URI.create(template.replace("{port}", String.valueOf(this.server.uri("/").getPort())));
	}

	private static HttpHeaders header(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(name, value);
		return headers;
	}

	private static Executor newThread() {
		return (task) -> new Thread(task).start();
	}

	/**
	 * The form in which an adapter gets a 401.
	 */
	protected enum Refusal {

		/**
		 * The response.
		 */
		ANSWERED,

		/**
		 * An exception that an interceptor or filter behind the adapter makes of it.
		 */
		THROWN

	}

}
