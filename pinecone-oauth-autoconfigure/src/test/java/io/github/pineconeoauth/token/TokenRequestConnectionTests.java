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

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for what a caller gets where the token endpoint gives no answer, or half of one.
 */
class TokenRequestConnectionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String OK = RawServer.head(200);

	private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("breaks")
	void requestWhenAnswerIsNotWholeFailsAsUnavailableAndRecovers(RawServer.Answer answer) {
		TokenApplication.runner(this.server.url()).run((application) -> {
			this.server.answer(answer);
			assertUnavailable(TokenApplication.authorizeAndFail(application));
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
			TokenApplication.assertRecovers(application, this.server);
		});
	}

	@ParameterizedTest
	@MethodSource("delays")
	void requestWhenAnswerTakesTooLongFailsAsUnavailableClosesConnectionAndRecovers(RawServer.Answer answer) {
		TokenApplication.impatientRunner(this.server.url()).run((application) -> {
			this.server.answer(answer);
			assertUnavailable(TokenApplication.authorizeAndFail(application));
			assertThat(this.server.awaitNoConnections(PATIENCE)).isTrue();
			assertThat(this.server.connections()).isEqualTo(1);
			TokenApplication.assertRecovers(application, this.server);
		});
	}

	static Stream<Arguments> breaks() {
		String json = TokenApplication.TOKEN_RESPONSE;
		String half = json.substring(0, json.length() / 2);
		RawServer.Answer greeting = (connection) -> {
			connection.write("SSH-2.0-OpenSSH_9.6\r\n");
			connection.readRequest();
		};
		RawServer.Answer resetAtOnce = RawServer.Connection::reset;
		String length = OK + "Content-Length: " + json.length() + "\r\n\r\n";
		return Stream.of(Arguments.argumentSet("reset before the request is read", resetAtOnce),
				Arguments.argumentSet("reset before the headers", RawServer.reset("")),
				Arguments.argumentSet("reset in the headers", RawServer.reset(OK)),
				Arguments.argumentSet("reset after the headers", RawServer.reset(length)),
				Arguments.argumentSet("reset in the body", RawServer.reset(length + half)),
				Arguments.argumentSet("reset between chunks", RawServer.reset(CHUNKED + chunk(half))),
				Arguments.argumentSet("end before the headers", RawServer.bytes("")),
				Arguments.argumentSet("end in the status line", RawServer.bytes("HTTP/1.1 20")),
				Arguments.argumentSet("end in the headers", RawServer.bytes(OK)),
				Arguments.argumentSet("end before the body", RawServer.bytes(length)),
				Arguments.argumentSet("end in the body", RawServer.bytes(length + half)),
				Arguments.argumentSet("end between chunks", RawServer.bytes(CHUNKED + chunk(half))),
				Arguments.argumentSet("end in a chunk", RawServer.bytes(CHUNKED + "fff\r\n" + half)),
				Arguments.argumentSet("end after all chunks but the last", RawServer.bytes(CHUNKED + chunk(json))),
				Arguments.argumentSet("no chunk size", RawServer.bytes(CHUNKED + "zz\r\n" + json)),
				Arguments.argumentSet("no number as length",
						RawServer.bytes(OK + "Content-Length: many\r\n\r\n" + json)),
				Arguments.argumentSet("negative length", RawServer.bytes(OK + "Content-Length: -5\r\n\r\n" + json)),
				Arguments.argumentSet("not HTTP", RawServer.bytes("220 smtp.example.org ESMTP ready\r\n\r\n")),
				Arguments.argumentSet("not HTTP, and first", greeting),
				Arguments.argumentSet("binary", RawServer.bytes("\u0015\u0003\u0001\u0000\u0002\u0002\u0046")),
				Arguments.argumentSet("no status", RawServer.bytes("HTTP/1.1 OK\r\n\r\n" + json)),
				Arguments.argumentSet("endless header", RawServer.flood(OK + "X-Endless: ", "x".repeat(8192))));
	}

	static Stream<Arguments> delays() {
		return Stream.of(Arguments.argumentSet("no answer", RawServer.silence("")),
				Arguments.argumentSet("half the headers", RawServer.silence(OK)),
				Arguments.argumentSet("no body", RawServer.silence(OK + "Content-Length: 9\r\n\r\n")),
				Arguments.argumentSet("half the body", RawServer.silence(OK + "Content-Length: 9\r\n\r\n{")),
				Arguments.argumentSet("body without length", RawServer.silence(OK + "\r\n{}")),
				Arguments.argumentSet("trickling headers", RawServer.trickle(OK, "X-More: 1\r\n")),
				Arguments.argumentSet("trickling body", RawServer.trickle(OK + "Content-Length: 60000\r\n\r\n{", " ")),
				Arguments.argumentSet("trickling chunks", RawServer.trickle(CHUNKED + chunk("{"), chunk(" "))));
	}

	private static String chunk(String text) {
		return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
	}

	@Test
	void requestWhenLengthIsTooSmallFailsAsInvalidAndRecovers() {
		TokenApplication.runner(this.server.url()).run((application) -> {
			this.server.answer(RawServer.bytes(OK + "Content-Length: 20\r\n\r\n" + TokenApplication.TOKEN_RESPONSE));
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_token_response");
			TokenApplication.assertRecovers(application, this.server);
		});
	}

	@Test
	void requestWhenAnswerComesInPiecesSucceeds() {
		this.server.answer((connection) -> {
			connection.readRequest();
			for (String piece : (CHUNKED + chunk(TokenApplication.TOKEN_RESPONSE)).split("(?<=[\r,])")) {
				connection.write(piece);
				connection.pause();
			}
			connection.write("0\r\n\r\n");
		});
		TokenApplication.runner(this.server.url())
			.run((application) -> assertThat(TokenApplication.authorize(application)).isNotNull());
	}

	@Test
	void requestWhenConnectionIsRefusedFailsAsUnavailableAndRecovers() throws IOException {
		this.server.close();
		TokenApplication.runner(this.server.url()).run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertUnavailable(failure);
			assertThat(failure).hasMessageContaining("ConnectException").cause().isInstanceOf(ConnectException.class);
			try (RawServer back = RawServer.startAt(this.server.port(), TokenApplication.tokenResponse())) {
				TokenApplication.assertRecovers(application, back);
			}
		});
	}

	@Test
	void requestWhenConnectionIsNotAcceptedFailsAfterConnectTimeoutAndRecovers() throws IOException {
		try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> fillers = fillBacklog(deaf);
			String tokenUri = "http://localhost:" + deaf.getLocalPort() + "/oauth/token";
			TokenApplication.runner(tokenUri)
				.withPropertyValues("pinecone.oauth.connect-timeout=500ms", "pinecone.oauth.read-timeout=60s")
				.run((application) -> {
					PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
					assertUnavailable(failure);
					assertThat(failure).hasCauseInstanceOf(HttpConnectTimeoutException.class);
					for (Socket filler : fillers) {
						filler.close();
					}
					try (RawServer back = RawServer.startOn(deaf, "http", TokenApplication.tokenResponse())) {
						awaitEmptyBacklog(deaf);
						TokenApplication.assertRecovers(application, back);
					}
				});
		}
	}

	/**
	 * Connect until the system takes no more connections for a server that accepts none.
	 */
	private static List<Socket> fillBacklog(ServerSocket server) throws IOException {
		List<Socket> fillers = new ArrayList<>();
		boolean full = false;
		while (!full && fillers.size() < 20) {
			Socket filler = new Socket();
			fillers.add(filler);
			try {
				filler.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
			}
			catch (SocketTimeoutException ex) {
				full = true;
			}
		}
		assumeThat(full).as("The system refuses connections that a server does not accept").isTrue();
		return fillers;
	}

	/**
	 * Wait for the end of one more connection. It comes after all those that wait.
	 */
	private static void awaitEmptyBacklog(ServerSocket server) throws IOException {
		try (Socket last = new Socket()) {
			last.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
					(int) PATIENCE.toMillis());
			last.shutdownOutput();
			assertThat(last.getInputStream().read()).isNegative();
		}
	}

	@Test
	void requestWhenHostIsUnknownFailsAsUnavailable() {
		TokenApplication.runner("https://login.pinecone.invalid/oauth/token")
			.run((application) -> assertUnavailable(TokenApplication.authorizeAndFail(application)));
	}

	@Test
	void requestWhenThereIsNoAnswerFailsAfterReadTimeoutWhateverTheConnectTimeout() {
		this.server.answer(RawServer.silence(""));
		TokenApplication.runner(this.server.url())
			.withPropertyValues("pinecone.oauth.connect-timeout=10m", "pinecone.oauth.read-timeout=700ms")
			.run((application) -> {
				PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
				assertUnavailable(failure);
				assertThat(failure).hasCauseInstanceOf(HttpTimeoutException.class);
			});
	}

	@Test
	void requestWhenReadTimeoutIsLongerThanAnswerTakesSucceeds() {
		this.server.answer((connection) -> {
			connection.readRequest();
			for (int i = 0; i < 40; i++) {
				connection.pause();
			}
			connection.write(RawServer.head(200) + "\r\n" + TokenApplication.TOKEN_RESPONSE);
		});
		TokenApplication.runner(this.server.url())
			.withPropertyValues("pinecone.oauth.connect-timeout=300ms", "pinecone.oauth.read-timeout=20s")
			.run((application) -> assertThat(TokenApplication.authorize(application)).isNotNull());
	}

	private static void assertUnavailable(PineconeAuthorizationException failure) {
		assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure.getStatusCode()).isNull();
		assertThat(failure.getRetryAfter()).isNull();
		assertThat(failure.isTransient()).isTrue();
	}

}
