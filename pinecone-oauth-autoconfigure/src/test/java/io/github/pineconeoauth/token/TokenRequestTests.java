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
import java.net.URLDecoder;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pineconeoauth.testsupport.DeafServer;
import io.github.pineconeoauth.testsupport.KeyStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the HTTP request and the result of a token request.
 */
class TokenRequestTests {

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private final ApplicationContextRunner runner = TokenApplication.runner(this.server.url());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void requestIsFormWithFourParameters() {
		assertThat(form(send(this.runner))).containsExactlyInAnyOrder("grant_type=client_credentials",
				"client_id=" + TokenApplication.CLIENT_ID, "client_secret=" + TokenApplication.CLIENT_SECRET,
				"audience=https://api.pinecone.io/");
	}

	@Test
	void audienceOfPropertyIsEncoded() {
		assertThat(form(send(this.runner.withPropertyValues("pinecone.oauth.audience=https://other.example/&=+%"))))
			.hasSize(4)
			.contains("audience=https://other.example/&=+%");
	}

	@Test
	void requestHasHeadersOfContractAndNoOthers() throws IOException {
		RawServer.Request request = send(this.runner.withPropertyValues("pinecone.api-version=2025-10"));
		Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
		assertThat(version.find()).isTrue();
		assertThat(request.head().split("\r\n")).filteredOn((line) -> !line.startsWith("User-Agent: "))
			.containsExactlyInAnyOrder("POST /oauth/token HTTP/1.1", "Host: localhost:" + this.server.port(),
					"Content-Length: " + request.body().length(), "Content-Type: application/x-www-form-urlencoded",
					"Accept: application/json", "X-Pinecone-Api-Version: 2025-10");
		assertThat(request.head())
			.containsPattern("\r\nUser-Agent: pinecone-oauth(/" + Pattern.quote(version.group(1)) + ")?\r\n");
	}

	@Test
	void queryAndEscapesOfTokenUriAreKept() {
		String target = "/oauth%2Ftoken/v2?tenant=a%20b&x=%7Bid%7D+";
		RawServer.Request request = send(TokenApplication.runner(this.server.url().replace("/oauth/token", target)));
		assertThat(request.head()).startsWith("POST " + target + " HTTP/1.1\r\n");
	}

	@Test
	void tokenIsReadFromResponseInPieces() {
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
		assertThat(send(this.runner)).isNotNull();
	}

	@Test
	void deadConnectionIsReplaced() {
		this.server.answer((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 401 \r\nContent-Length: 0\r\n\r\n");
			connection.readRequest();
			connection.awaitEnd();
		}, TokenApplication.tokenResponse());
		this.runner
			.withPropertyValues("pinecone.oauth.read-timeout=2s", "pinecone.oauth.retry.max-retries=1",
					"pinecone.oauth.retry.initial-backoff=1ms")
			.run((application) -> {
				TokenApplication.authorizeAndFail(application);
				assertThat(TokenApplication.authorize(application)).isNotNull();
				assertThat(this.server.requests()).hasSize(3);
				assertThat(this.server.connections()).isEqualTo(2);
			});
	}

	@Test
	void http11IsSpokenWhereServerOffersHttp2() throws IOException {
		Path keyStore = KeyStores.localhost();
		try (RawServer tls = RawServer.startTlsAt(0, keyStore, TokenApplication.tokenResponse())) {
			TokenApplication.runner(tls.url())
				.withPropertyValues("pinecone.oauth.ssl.bundle=token-endpoint",
						"spring.ssl.bundle.pem.token-endpoint.truststore.certificate="
								+ KeyStores.certificate(keyStore),
						"spring.ssl.bundle.pem.token-endpoint.options.enabled-protocols=TLSv1.3")
				.run(TokenApplication::authorize);
			assertThat(tls.requests()).singleElement()
				.satisfies((request) -> assertThat(request.head()).startsWith("POST /oauth/token HTTP/1.1\r\n"));
		}
	}

	@Test
	void retryWaitsAsPropertiesSay() {
		this.server.answer(RawServer.response(503, ""), TokenApplication.tokenResponse());
		this.runner
			.withPropertyValues("pinecone.oauth.retry.max-retries=1", "pinecone.oauth.retry.initial-backoff=400ms",
					"pinecone.oauth.retry.max-backoff=500ms")
			.run((application) -> {
				long start = System.nanoTime();
				TokenApplication.authorize(application);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
			});
	}

	@Test
	void connectTimeoutEndsAttemptThatCannotConnect() throws IOException {
		try (DeafServer deaf = new DeafServer()) {
			TokenApplication.runner("http://localhost:" + deaf.port() + "/oauth/token")
				.withPropertyValues("pinecone.oauth.connect-timeout=300ms", "pinecone.oauth.read-timeout=10m")
				.run((application) -> assertThat(TokenApplication.authorizeAndFail(application))
					.hasCauseInstanceOf(HttpConnectTimeoutException.class));
		}
	}

	@Test
	void readTimeoutEndsAttemptWhateverTheConnectTimeout() {
		this.server.answer(RawServer.silence(""));
		this.runner.withPropertyValues("pinecone.oauth.connect-timeout=10m", "pinecone.oauth.read-timeout=300ms")
			.run((application) -> assertThat(TokenApplication.authorizeAndFail(application))
				.hasMessageContaining("HttpTimeoutException"));
	}

	private RawServer.Request send(ApplicationContextRunner runner) {
		runner.run(TokenApplication::authorize);
		assertThat(this.server.requests()).hasSize(1);
		return this.server.requests().get(0);
	}

	private static List<String> form(RawServer.Request request) {
		return List.of(request.body().split("&"))
			.stream()
			.map((parameter) -> URLDecoder.decode(parameter, StandardCharsets.UTF_8))
			.toList();
	}

}
