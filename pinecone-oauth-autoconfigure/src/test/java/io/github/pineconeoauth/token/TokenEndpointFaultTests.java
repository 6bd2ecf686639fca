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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.Threads;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
 * Tests each fault of the token endpoint on a real socket.
 * <p>
 * The caller gets the exception of the contract, the endpoint gets one attempt with its
 * retry, an oversized response is not read to its end, no connection and no thread is
 * left, and the next call succeeds. Writes what it counted to
 * {@code target/fault-table.md}.
 * <p>
 * Most faults meet the same application one after the other. Those that last until a
 * timeout meet one of their own, all at the same time.
 */
class TokenEndpointFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	/**
	 * More than the buffers of two connections hold.
	 */
	private static final long MAX_SENT_BYTES = 32_000_000;

	static final Path LOCALHOST = KeyStores.localhost();

	private static final Path UNTRUSTED = KeyStores.create("untrusted", "dns:localhost");

	private static final Path WRONG_NAME = KeyStores.create("wrong-name", "dns:elsewhere.example");

	private static final String JSON = TokenApplication.TOKEN_RESPONSE;

	private static final String HALF = JSON.substring(0, JSON.length() / 2);

	private static final String HTML = "<html><body><h1>It works!</h1></body></html>";

	private static final String OK = RawServer.head(200);

	private static final String LENGTH = OK + "Content-Length: " + JSON.length() + "\r\n\r\n";

	private static final String CHUNKS = OK + "Transfer-Encoding: chunked\r\n\r\n";

	private static final byte[] GOAWAY = HexFormat.ofDelimiter(" ")
		.parseHex("00 00 00 04 00 00 00 00 00 00 00 08 07 00 00 00 00 00 00 00 00 00 00 00 00 00");

	private static final int ATTEMPTS = 2;

	private static final Set<Integer> TRANSIENT = Set.of(429, 500, 503);

	private static final RawServer elsewhere = RawServer.start(TokenApplication.tokenResponse());

	private static final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private static final ManualTime time = new ManualTime();

	private static final Map<String, String> rows = new ConcurrentHashMap<>();

	private static final ExecutorService background = Executors.newCachedThreadPool();

	private static final Map<String, Future<?>> late = new HashMap<>();

	private static Future<String> unknownHost;

	private static final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	private static Set<Thread> threadsBefore = Set.of();

	@TempDir
	private static Path directory;

	@BeforeAll
	static void startApplication() {
		threadsBefore = threads();
		unknownHost = background.submit(() -> UnknownHostApplication.run(directory));
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

	/**
	 * The JDK's client ends its threads once nobody can reach it any more.
	 */
	@AfterAll
	static void noThreadsAreLeft() throws IOException {
		application.close();
		background.shutdownNow();
		elsewhere.close();
		server.close();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			System.gc();
			assertThat(threads()).isSubsetOf(threadsBefore);
		});
		writeTable();
	}

	private static void writeTable() throws IOException {
		List<String> table = new ArrayList<>();
		table.add("| fault | what the caller gets | connections | requests | sent | the next call |");
		table.add("|---|---|--:|--:|--:|---|");
		Stream.concat(all().map(Fault::name), Stream.of("unknown host"))
			.forEach((name) -> table.add(rows.getOrDefault(name, "| " + name + " | not run |")));
		Files.write(Path.of("target", "fault-table.md"), table);
	}

	@ParameterizedTest
	@MethodSource({ "breaks", "noHttp", "noTokenResponse", "statuses", "errors", "redirects" })
	void faultIsReportedAndOvercome(Fault fault) throws Exception {
		time.advance(Duration.ofHours(1));
		server.answer(Objects.requireNonNull(fault.answer()));
		String row = assertReported(application, fault, server);
		TokenApplication.assertRecovers(application, server);
		assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
		rows.put(fault.name(), row);
	}

	@ParameterizedTest
	@MethodSource("noConnection")
	void refusedConnectionIsReportedAndOvercome(Fault fault) throws IOException {
		meetApplicationOfItsOwn(fault);
	}

	@ParameterizedTest
	@MethodSource("delays")
	void timeoutIsReportedAndOvercome(Fault fault) throws Exception {
		Objects.requireNonNull(late.get(fault.name())).get();
	}

	@Test
	void unknownHostIsReportedAndOvercome() throws Exception {
		assertThat(unknownHost.get().lines()).contains("temporarily_unavailable null true", "recovered");
		rows.put("unknown host", "| unknown host | `temporarily_unavailable`, transient | 0 | 0 | 0 kB | token |");
	}

	private static void meetApplicationOfItsOwn(Fault fault) throws IOException {
		RawServer server = fault.endpoint().startAt(0);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
			.withPropertyValues(properties(server.url(), fault.isLate()))
			.run((application) -> {
				String row;
				try (server) {
					row = assertReported(application, fault, server);
				}
				try (RawServer other = replacementOf(server)) {
					// Its timeout may be too short for a busy machine
					Awaitility.await()
						.atMost(PATIENCE)
						.pollDelay(Duration.ZERO)
						.ignoreException(PineconeAuthorizationException.class)
						.untilAsserted(() -> TokenApplication.assertRecovers(application, other));
				}
				rows.put(fault.name(), row);
			});
	}

	/**
	 * Return the row of the table, up to the next call.
	 */
	private static String assertReported(BeanFactory application, Fault fault, RawServer server) throws Exception {
		int connectionsBefore = server.connections();
		int requestsBefore = server.requests().size();
		long sentBefore = server.sent();
		fault.assertIsReasonOf(TokenApplication.authorizeAndFail(application));
		Awaitility.await()
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.until(() -> server.connections() - connectionsBefore >= fault.connections());
		assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
		int connections = server.connections() - connectionsBefore;
		int requests = server.requests().size() - requestsBefore;
		long sent = server.sent() - sentBefore;
		assertThat(connections).as("connections, of which the JDK's client makes two where one cannot be made")
			.isLessThanOrEqualTo(2 * fault.connections());
		assertThat(requests).isLessThanOrEqualTo(fault.connections());
		assertThat(server.requests())
			.allMatch((request) -> request.head().startsWith("POST /oauth/token HTTP/1.1\r\n"));
		assertThat(sent).isLessThan(MAX_SENT_BYTES);
		assertThat(elsewhere.connections()).isZero();
		return "| %s | `%s`, %s | %d | %d | %d kB | token |".formatted(fault.name(), fault.code(),
				fault.isTransient() ? "transient" : "lasting", connections, requests, sent / 1000);
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
				"pinecone.oauth.ssl.bundle=token-endpoint", trustedCertificates(),
				"spring.ssl.bundle.pem.token-endpoint.options.enabled-protocols=TLSv1.3" };
	}

	/**
	 * Return the property with the certificates that the SSL bundle trusts.
	 */
	static String trustedCertificates() {
		return "spring.ssl.bundle.pem.token-endpoint.truststore.certificate=" + KeyStores.certificate(LOCALHOST)
				+ KeyStores.certificate(WRONG_NAME);
	}

	private static Set<Thread> threads() {
		return Threads.named("pinecone-oauth-.*|HttpClient-\\d+-SelectorManager");
	}

	private static RawServer replacementOf(RawServer server) {
		return server.url().startsWith("https:")
				? RawServer.startTlsAt(server.port(), LOCALHOST, TokenApplication.tokenResponse())
				: RawServer.startAt(server.port(), TokenApplication.tokenResponse());
	}

	static Stream<Fault> all() {
		return Stream
			.of(noConnection(), breaks(), delays(), noHttp(), noTokenResponse(), statuses(), errors(), redirects())
			.flatMap(Function.identity());
	}

	static Stream<Fault> noConnection() {
		RawServer.Answer token = TokenApplication.tokenResponse();
		return Stream.of(unreachable("refused", TokenEndpointFaultTests::closed, 0),
				unreachable("TLS, unknown authority", (port) -> RawServer.startTlsAt(port, UNTRUSTED, token), ATTEMPTS),
				unreachable("TLS, wrong host name", (port) -> RawServer.startTlsAt(port, WRONG_NAME, token), ATTEMPTS),
				unreachable("TLS, the server speaks none", (port) -> withoutTls(port, (connection) -> {
					connection.write("HTTP/1.1 400 \r\n\r\n");
					connection.awaitEnd();
				}), ATTEMPTS), unreachable("HTTP/2 GOAWAY after the request",
						(port) -> RawServer.startTlsAt(port, LOCALHOST, RawServer.bytes(GOAWAY)), ATTEMPTS));
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
					unreachable("TLS, no handshake", (port) -> withoutTls(port, RawServer.Connection::awaitEnd),
							ATTEMPTS),
					unreachable("HTTP/2 GOAWAY before the request",
							(port) -> RawServer.startTlsAt(port, LOCALHOST, goAwayFirst), ATTEMPTS))
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

	static Stream<Fault> noTokenResponse() {
		String wave = "x".repeat(8191);
		return Stream.of(invalid("empty body", RawServer.response(200, "")),
				invalid("HTML", RawServer.response(200, HTML)),
				invalid("JSON array", RawServer.response(200, "[" + JSON + "]")),
				invalid("invalid UTF-8",
						RawServer.response(200, JSON.replace("eyJ", "ey\u00ff").getBytes(StandardCharsets.ISO_8859_1))),
				invalid("10 MB of JSON",
						RawServer.response(200, JSON.replace("{", "{\"scope\":\"" + "x".repeat(10_000_000) + "\","))),
				invalid("gzip that expands to 1 GB",
						RawServer.response(200, gzip(JSON, 1_000_000_000), "Content-Encoding: gzip")),
				invalid("body without end", RawServer.flood(OK + "\r\n" + JSON, wave)),
				invalid("chunks without end", RawServer.flood(CHUNKS, chunk(wave))),
				refused("chunks without end", 503, "temporarily_unavailable",
						RawServer.flood(RawServer.head(503) + "Transfer-Encoding: chunked\r\n\r\n", chunk(wave))));
	}

	/**
	 * Every status of the OpenAPI document.
	 */
	static Stream<Fault> statuses() {
		String json = "{\"error\":\"some_code\",\"error_description\":\"Some reason\"}";
		return Map
			.of(400, "invalid_request", 401, "invalid_client", 403, "access_denied", 429, "temporarily_unavailable",
					500, "server_error", 501, "server_error", 503, "temporarily_unavailable")
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.flatMap((entry) -> {
				int status = entry.getKey();
				String code = entry.getValue();
				return Stream.of(refused("JSON", status, "some_code", RawServer.response(status, json)),
						refused("HTML", status, code, RawServer.response(status, HTML)),
						refused("no body", status, code, RawServer.response(status, "")));
			});
	}

	static Stream<Fault> errors() {
		return Stream.of(
				refused("nested error", 400, "invalid_request",
						RawServer.response(400, "{\"error\":{\"error\":\"nested\"}}")),
				refused("error of 100 kB", 400, "invalid_request",
						RawServer.response(400, "{\"error\":\"" + "x".repeat(100_000) + "\"}")));
	}

	static Stream<Fault> redirects() {
		return Stream.of(301, 302, 303, 307, 308)
			.flatMap((status) -> Stream.of("/oauth/token", elsewhere.url())
				.map((location) -> refused("to " + (location.startsWith("/") ? "itself" : "another host"), status,
						"invalid_token_response", RawServer.response(status, JSON, "Location: " + location))));
	}

	private static Fault unreachable(String name, Endpoint endpoint, int connections) {
		return new Fault(name, null, endpoint, false, connections, "temporarily_unavailable", null);
	}

	private static Fault unavailable(String name, RawServer.Answer answer) {
		return new Fault(name, answer, (port) -> RawServer.startAt(port, answer), false, ATTEMPTS,
				"temporarily_unavailable", null);
	}

	private static Fault invalid(String name, RawServer.Answer answer) {
		return refused(name, 200, "invalid_token_response", answer);
	}

	private static Fault refused(String name, int status, String code, RawServer.Answer answer) {
		int connections = TRANSIENT.contains(status) ? ATTEMPTS : 1;
		return new Fault(status + ", " + name, answer, (port) -> RawServer.startAt(port, answer), false, connections,
				code, status);
	}

	private static RawServer closed(int port) throws IOException {
		RawServer server = RawServer.startAt(port, TokenApplication.tokenResponse());
		server.close();
		return server;
	}

	private static RawServer withoutTls(int port, RawServer.Answer answer) throws IOException {
		return RawServer.startOn(RawServer.bind(new ServerSocket(), port), "https", answer);
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

		RawServer startAt(int port) throws IOException;

	}

	/**
	 * Fault of the token endpoint, and its expected result.
	 *
	 * @param name the name
	 * @param answer what it does to a connection, or {@code null} if none is made
	 * @param endpoint the token endpoint
	 * @param isLate whether a time-out ends it
	 * @param connections the number of attempts that reach the token endpoint
	 * @param code the error code that the caller gets
	 * @param status the status that the caller gets
	 */
	record Fault(String name, RawServer.@Nullable Answer answer, Endpoint endpoint, boolean isLate, int connections,
			String code, @Nullable Integer status) {

		Fault late() {
			return new Fault(this.name, this.answer, this.endpoint, true, this.connections, this.code, this.status);
		}

		boolean isTransient() {
			return this.status == null || TRANSIENT.contains(this.status);
		}

		void assertIsReasonOf(PineconeAuthorizationException failure) {
			assertThat(failure.getError().getErrorCode()).isEqualTo(this.code);
			assertThat(failure.getStatusCode())
				.isEqualTo((this.status != null) ? HttpStatusCode.valueOf(this.status) : null);
			assertThat(failure.isTransient()).isEqualTo(isTransient());
			assertThat(failure.getRetryAfter()).isNull();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
