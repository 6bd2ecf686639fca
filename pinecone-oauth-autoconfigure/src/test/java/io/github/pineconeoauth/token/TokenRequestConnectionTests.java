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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.DeafServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections with the token endpoint that come to nothing or take their time,
 * as far as {@link TokenEndpointFaultTests} does not have them.
 */
class TokenRequestConnectionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void requestWhenKeptConnectionHasDiedGoesOnWithAnother() {
		this.server.answer((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 401 \r\nContent-Length: 0\r\n\r\n");
			connection.readRequest();
			connection.awaitEnd();
		}, TokenApplication.tokenResponse());
		TokenApplication.impatientRunner(this.server.url())
			.withPropertyValues("pinecone.oauth.retry.max-retries=1", "pinecone.oauth.retry.initial-backoff=1ms")
			.run((application) -> {
				TokenApplication.authorizeAndFail(application);
				assertThat(TokenApplication.authorize(application)).isNotNull();
				assertThat(this.server.requests()).hasSize(3);
				assertThat(this.server.connections()).isEqualTo(2);
			});
	}

	@Test
	void requestWhenAnswerComesInPiecesSucceeds() {
		this.server.answer((connection) -> {
			connection.readRequest();
			String json = TokenApplication.TOKEN_RESPONSE;
			String chunk = Integer.toHexString(json.length()) + "\r\n" + json + "\r\n";
			for (String piece : (RawServer.head(200) + "Transfer-Encoding: chunked\r\n\r\n" + chunk)
				.split("(?<=[\r,])")) {
				connection.write(piece);
				connection.pause();
			}
			connection.write("0\r\n\r\n");
		});
		TokenApplication.runner(this.server.url())
			.run((application) -> assertThat(TokenApplication.authorize(application)).isNotNull());
	}

	@Test
	void requestWhenConnectionIsRefusedSaysSo() throws IOException {
		this.server.close();
		TokenApplication.runner(this.server.url()).run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure).hasMessageContaining("ConnectException").cause().isInstanceOf(ConnectException.class);
		});
	}

	@Test
	void requestWhenConnectionIsNotAcceptedFailsAfterConnectTimeoutAndRecovers() throws IOException {
		try (DeafServer deaf = new DeafServer()) {
			String tokenUri = "http://localhost:" + deaf.port() + "/oauth/token";
			TokenApplication.runner(tokenUri)
				.withPropertyValues("pinecone.oauth.connect-timeout=500ms", "pinecone.oauth.read-timeout=60s")
				.run((application) -> {
					PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
					assertUnavailable(failure);
					assertThat(failure).hasCauseInstanceOf(HttpConnectTimeoutException.class);
					ServerSocket socket = deaf.hear();
					try (RawServer back = RawServer.startOn(socket, "http", TokenApplication.tokenResponse())) {
						awaitEmptyBacklog(socket);
						TokenApplication.assertRecovers(application, back);
					}
				});
		}
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
