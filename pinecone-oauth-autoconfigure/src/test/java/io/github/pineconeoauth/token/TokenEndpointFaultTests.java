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

package io.github.pineconeoauth.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for faults of the token endpoint that need a real socket.
 * <p>
 * The caller gets a {@link PineconeAuthorizationException} in time, the endpoint gets one
 * attempt and its retry, an oversized response is not read to its end, and no connection
 * stays open. The next call after recovery succeeds. See {@link TokenResponseReaderTests}
 * and {@link TokenFailuresTests} for statuses and bodies.
 * <p>
 * Most faults affect the same application, one after the other. Faults that last until a
 * time-out each have their own application, and run at the same time.
 */
class TokenEndpointFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	/**
	 * More than the buffers of two connections hold.
	 */
	private static final long MAX_SENT_BYTES = 32_000_000;

	private static final Path LOCALHOST = KeyStores.localhost();

	private static final Path UNTRUSTED = KeyStores.create("untrusted", "dns:localhost");

	private static final Path WRONG_NAME = KeyStores.create("wrong-name", "dns:elsewhere.example");

	private static final String JSON = TokenApplication.TOKEN_RESPONSE;

	private static final String HALF = JSON.substring(0, JSON.length() / 2);

	private static final String OK = RawServer.head(200);

	private static final String LENGTH = OK + "Content-Length: " + JSON.length() + "\r\n\r\n";

	private static final String CHUNKS = OK + "Transfer-Encoding: chunked\r\n\r\n";

	private static final byte[] GOAWAY = HexFormat.ofDelimiter(" ")
		.parseHex("00 00 00 04 00 00 00 00 00 00 00 08 07 00 00 00 00 00 00 00 00 00 00 00 00 00");

	private static final int ATTEMPTS = 2;

	private static final RawServer elsewhere = RawServer.start(TokenApplication.tokenResponse());

	private static final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private static final ManualTime time = new ManualTime();

	private static final ExecutorService background = Executors.newCachedThreadPool();

	private static final Map<String, Future<?>> late = new HashMap<>();

	private static final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	@BeforeAll
	static void startApplication() {
		delays().forEach((fault) -> late.put(fault.name(), background.submit(() -> {
			meetApplicationOfItsOwn(fault);
			return fault;
		})));
		TestPropertyValues.of(properties(server.url(), false)).applyTo(application);
		ManualTimePostProcessor timePostProcessor = new ManualTimePostProcessor(time);
		application.registerBean(ManualTimePostProcessor.class, () -> timePostProcessor);
		application.register(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class);
		application.refresh();
	}

	@AfterAll
	static void closeApplication() throws IOException {
		application.close();
		background.shutdownNow();
		elsewhere.close();
		server.close();
	}

	@ParameterizedTest
	@MethodSource({ "breaks", "noHttp", "noEnd", "redirects" })
	void faultIsReportedAndOvercome(Fault fault) throws Exception {
		time.advance(Duration.ofHours(1));
		server.answer(fault.answer());
		assertReported(application, fault, server);
		TokenApplication.assertRecovers(application, server);
		assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void noConnection(Fault fault) throws IOException {
		meetApplicationOfItsOwn(fault);
	}

	@ParameterizedTest
	@MethodSource
	void delays(Fault fault) throws Exception {
		Objects.requireNonNull(late.get(fault.name())).get();
	}

	/**
	 * The name is too long for DNS, so that no server is asked for it.
	 */
	@Test
	void unknownHostIsReported() {
		TokenApplication.runner("https://" + "x".repeat(64) + ".invalid/oauth/token").run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
			assertThat(failure.isTransient()).isTrue();
			assertThat(failure.getStatusCode()).isNull();
		});
	}

	private static void meetApplicationOfItsOwn(Fault fault) throws IOException {
		RawServer server = fault.endpoint().start();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
			.withPropertyValues(properties(server.url(), fault.isLate()))
			.run((application) -> {
				try (server) {
					assertReported(application, fault, server);
				}
				try (RawServer other = replacementOf(server)) {
					// Its time-out may be too short for a busy machine
					Awaitility.await()
						.atMost(PATIENCE)
						.ignoreException(PineconeAuthorizationException.class)
						.untilAsserted(() -> TokenApplication.assertRecovers(application, other));
				}
			});
	}

	private static void assertReported(BeanFactory application, Fault fault, RawServer server) throws Exception {
		int connectionsBefore = server.connections();
		int requestsBefore = server.requests().size();
		long sentBefore = server.sent();
		fault.assertIsReasonOf(TokenApplication.authorizeAndFail(application));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> server.connections() - connectionsBefore >= fault.connections());
		assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
		assertThat(server.connections() - connectionsBefore)
			.as("connections, of which the JDK's client makes two where one cannot be made")
			.isLessThanOrEqualTo(2 * fault.connections());
		assertThat(server.requests().size() - requestsBefore).isLessThanOrEqualTo(fault.connections());
		assertThat(server.requests())
			.allMatch((request) -> request.head().startsWith("POST /oauth/token HTTP/1.1\r\n"));
		assertThat(server.sent() - sentBefore).isLessThan(MAX_SENT_BYTES);
		assertThat(elsewhere.connections()).isZero();
	}

	/**
	 * Return the properties with time-outs that end an attempt, or with ones that come
	 * after the test's own.
	 */
	private static String[] properties(String tokenUri, boolean impatient) {
		return new String[] { "pinecone.client-id=" + TokenApplication.CLIENT_ID,
				"pinecone.client-secret=" + TokenApplication.CLIENT_SECRET, "pinecone.oauth.token-uri=" + tokenUri,
				"pinecone.oauth.failure-backoff=0", "pinecone.oauth.wait-timeout=1h",
				"pinecone.oauth.connect-timeout=10m", "pinecone.oauth.read-timeout=" + (impatient ? "1s" : "10m"),
				"pinecone.oauth.retry.max-retries=1", "pinecone.oauth.retry.initial-backoff=1ms",
				"pinecone.oauth.ssl.bundle=token-endpoint",
				"spring.ssl.bundle.pem.token-endpoint.truststore.certificate=" + KeyStores.certificate(LOCALHOST)
						+ KeyStores.certificate(WRONG_NAME),
				"spring.ssl.bundle.pem.token-endpoint.options.enabled-protocols=TLSv1.3" };
	}

	private static RawServer replacementOf(RawServer server) {
		return server.url().startsWith("https:")
				? RawServer.startTlsAt(server.port(), LOCALHOST, TokenApplication.tokenResponse())
				: RawServer.startAt(server.port(), TokenApplication.tokenResponse());
	}

	static Stream<Fault> noConnection() {
		RawServer.Answer token = TokenApplication.tokenResponse();
		return Stream.of(unreachable("refused", TokenEndpointFaultTests::closed, 0),
				unreachable("TLS, unknown authority", () -> RawServer.startTlsAt(0, UNTRUSTED, token), ATTEMPTS),
				unreachable("TLS, wrong host name", () -> RawServer.startTlsAt(0, WRONG_NAME, token), ATTEMPTS),
				unreachable("TLS, the server speaks none", () -> withoutTls((connection) -> {
					connection.write("HTTP/1.1 400 \r\n\r\n");
					connection.awaitEnd();
				}), ATTEMPTS), unreachable("HTTP/2 GOAWAY after the request",
						() -> RawServer.startTlsAt(0, LOCALHOST, RawServer.bytes(GOAWAY)), ATTEMPTS));
	}

	static Stream<Fault> breaks() {
		return Stream.of(unavailable("reset before the request is read", RawServer.Connection::reset),
				unavailable("reset before the headers", RawServer.reset("")),
				unavailable("reset in the headers", RawServer.reset(OK)),
				unavailable("reset after the headers", RawServer.reset(LENGTH)),
				unavailable("reset in the body", RawServer.reset(LENGTH + HALF)),
				unavailable("reset between chunks", RawServer.reset(CHUNKS + chunk(HALF))),
				unavailable("end before the headers", RawServer.bytes("")),
				unavailable("end in the status line", RawServer.bytes("HTTP/1.1 20")),
				unavailable("end in the headers", RawServer.bytes(OK)),
				unavailable("end before the body", RawServer.bytes(LENGTH)),
				unavailable("half a body", RawServer.bytes(LENGTH + HALF)),
				unavailable("end between chunks", RawServer.bytes(CHUNKS + chunk(HALF))),
				unavailable("end in a chunk", RawServer.bytes(CHUNKS + "fff\r\n" + HALF)),
				unavailable("end before the last chunk", RawServer.bytes(CHUNKS + chunk(JSON))));
	}

	static Stream<Fault> delays() {
		RawServer.Answer goAwayFirst = (connection) -> {
			connection.write(GOAWAY);
			connection.readRequest();
			connection.awaitEnd();
		};
		return Stream
			.of(unavailable("no answer", RawServer.silence("")),
					unavailable("half the headers, no more", RawServer.silence(OK)),
					unavailable("trickling headers", RawServer.trickle(OK, "X-More: 1\r\n")),
					unavailable("trickling interim responses", RawServer.trickle("", "HTTP/1.1 103 \r\n\r\n")),
					unavailable("headers, no body", RawServer.silence(LENGTH)),
					unavailable("half a body, no more", RawServer.silence(LENGTH + HALF)),
					unavailable("body of no length and no end", RawServer.silence(OK + "\r\n" + JSON)),
					unavailable("trickling body", RawServer.trickle(OK + "Content-Length: 60000\r\n\r\n", " ")),
					unavailable("chunks, no last one", RawServer.silence(CHUNKS + chunk(JSON))),
					unavailable("trickling chunks without end", RawServer.trickle(CHUNKS, chunk(" "))),
					unreachable("TLS, no handshake", () -> withoutTls(RawServer.Connection::awaitEnd), ATTEMPTS),
					unreachable("HTTP/2 GOAWAY before the request",
							() -> RawServer.startTlsAt(0, LOCALHOST, goAwayFirst), ATTEMPTS))
			.map(Fault::late);
	}

	static Stream<Fault> noHttp() {
		RawServer.Answer greeting = (connection) -> {
			connection.write("SSH-2.0-OpenSSH_9.6\r\n");
			connection.readRequest();
			connection.awaitEnd();
		};
		return Stream.of(unavailable("not HTTP", RawServer.bytes("220 smtp.example.org ESMTP ready\r\n\r\n")),
				unavailable("not HTTP, and first", greeting),
				unavailable("binary", RawServer.bytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0046")),
				unavailable("no status", RawServer.bytes("HTTP/1.1 OK\r\n\r\n" + JSON)),
				unavailable("no chunk size", RawServer.bytes(CHUNKS + "zz\r\n" + JSON)),
				unavailable("length is no number", RawServer.bytes(OK + "Content-Length: many\r\n\r\n" + JSON)),
				unavailable("length is negative", RawServer.bytes(OK + "Content-Length: -5\r\n\r\n" + JSON)),
				unavailable("length is beyond all numbers",
						RawServer.bytes(OK + "Content-Length: 9223372036854775808\r\n\r\n" + JSON)),
				unavailable("length is too large", RawServer.bytes(OK + "Content-Length: 999\r\n\r\n" + JSON)),
				invalid("length is too small", RawServer.bytes(OK + "Content-Length: 20\r\n\r\n" + JSON)),
				unavailable("header without end", RawServer.flood(OK + "X-Endless: ", "x".repeat(8192))));
	}

	/**
	 * Responses that are not read to their end.
	 */
	static Stream<Fault> noEnd() {
		String wave = "x".repeat(8191);
		return Stream.of(
				invalid("10 MB of JSON",
						RawServer.response(200, JSON.replace("{", "{\"scope\":\"" + "x".repeat(10_000_000) + "\","))),
				invalid("gzip that expands to 1 GB",
						RawServer.response(200, gzip(JSON, 1_000_000_000), "Content-Encoding: gzip")),
				invalid("body without end", RawServer.flood(OK + "\r\n" + JSON, wave)),
				invalid("chunks without end", RawServer.flood(CHUNKS, chunk(wave))),
				answered("503, chunks without end", 503, ATTEMPTS, "temporarily_unavailable",
						RawServer.flood(RawServer.head(503) + "Transfer-Encoding: chunked\r\n\r\n", chunk(wave))));
	}

	static Stream<Fault> redirects() {
		return Stream.of(server.url(), elsewhere.url())
			.map((location) -> answered("307, to " + location, 307, 1, "invalid_token_response",
					RawServer.response(307, "", "Location: " + location)));
	}

	private static Fault unreachable(String name, Endpoint endpoint, int connections) {
		return new Fault(name, RawServer.silence(""), endpoint, false, connections, "temporarily_unavailable", null);
	}

	private static Fault unavailable(String name, RawServer.Answer answer) {
		return new Fault(name, answer, () -> RawServer.start(answer), false, ATTEMPTS, "temporarily_unavailable", null);
	}

	private static Fault invalid(String name, RawServer.Answer answer) {
		return answered("200, " + name, 200, 1, "invalid_token_response", answer);
	}

	private static Fault answered(String name, int status, int attempts, String code, RawServer.Answer answer) {
		return new Fault(name, answer, () -> RawServer.start(answer), false, attempts, code, status);
	}

	private static RawServer closed() throws IOException {
		RawServer server = RawServer.start(TokenApplication.tokenResponse());
		server.close();
		return server;
	}

	private static RawServer withoutTls(RawServer.Answer answer) throws IOException {
		return RawServer.startOn(RawServer.bind(new ServerSocket(), 0), "https", answer);
	}

	private static String chunk(String text) {
		return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
	}

	/**
	 * Return a text with many spaces after it. They are compressed in parts, which may
	 * follow each other, so that it takes no time.
	 */
	private static byte[] gzip(String text, int spaces) {
		int part = 1_000_000;
		byte[] compressed = gzip(" ".repeat(part));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(gzip(text));
		for (int i = 0; i < spaces; i += part) {
			bytes.writeBytes(compressed);
		}
		return bytes.toByteArray();
	}

	private static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
			output.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * A token endpoint that is at fault.
	 */
	@FunctionalInterface
	interface Endpoint {

		RawServer start() throws IOException;

	}

	/**
	 * Fault of the token endpoint, and its expected result.
	 *
	 * @param name the name
	 * @param answer what it does to a connection
	 * @param endpoint the token endpoint
	 * @param isLate whether a time-out ends it
	 * @param connections the number of attempts that reach the token endpoint
	 * @param code the error code that the caller gets
	 * @param status the status that the caller gets
	 */
	record Fault(String name, RawServer.Answer answer, Endpoint endpoint, boolean isLate, int connections, String code,
			@Nullable Integer status) {

		Fault late() {
			return new Fault(this.name, this.answer, this.endpoint, true, this.connections, this.code, this.status);
		}

		void assertIsReasonOf(PineconeAuthorizationException failure) {
			assertThat(failure.getError().getErrorCode()).isEqualTo(this.code);
			assertThat(failure.getStatusCode())
				.isEqualTo((this.status != null) ? HttpStatusCode.valueOf(this.status) : null);
			assertThat(failure.isTransient()).isEqualTo(this.status == null || this.connections == ATTEMPTS);
			assertThat(failure.getRetryAfter()).isNull();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
