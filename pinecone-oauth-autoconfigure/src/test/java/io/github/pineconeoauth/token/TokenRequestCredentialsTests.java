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
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for when a token request reads the credentials, and which ones it sends.
 */
class TokenRequestCredentialsTests {

	private static final ClientCredentials OLD = new ClientCredentials("old-id", "old-secret");

	private static final ClientCredentials NEW = new ClientCredentials("new-id", "new-secret");

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private final Queue<Supplier<@Nullable ClientCredentials>> source = new ArrayDeque<>();

	private final TokenRequest request = new TokenRequest(
			RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()).build(),
			new TokenRequest.Settings(AccountName.ofSingle(), URI.create(this.server.url()), "audience", "2026-07",
					Duration.ofSeconds(30), 1, Duration.ofMillis(1), Duration.ofMillis(1)),
			() -> this.source.remove().get(), (task) -> new Thread(task).start());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void credentialsAreReadOnceForAllRetries() {
		this.server.answer(RawServer.response(503, ""), TokenApplication.tokenResponse());
		reads(() -> OLD);
		assertThat(this.request.fetch().clientId()).isEqualTo("old-id");
		assertThat(sent()).containsExactly("old", "old");
	}

	@Test
	void credentialsAreReadAnewForEachRequest() {
		reads(() -> OLD, () -> NEW);
		this.request.fetch();
		this.request.fetch();
		assertThat(sent()).containsExactly("old", "new");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403 })
	void changedCredentialsAreSentAtOnceAfterRefusal(int status) {
		this.server.answer(RawServer.response(status, ""), TokenApplication.tokenResponse());
		reads(() -> OLD, () -> NEW);
		assertThat(this.request.fetch().clientId()).isEqualTo("new-id");
		assertThat(sent()).containsExactly("old", "new");
	}

	@Test
	void changedCredentialsAreRetriedToo() {
		this.server.answer(RawServer.response(401, ""), RawServer.response(503, ""), TokenApplication.tokenResponse());
		reads(() -> OLD, () -> NEW);
		this.request.fetch();
		assertThat(sent()).containsExactly("old", "new", "new");
	}

	@Test
	void changedCredentialsAreReadNoThirdTime() {
		this.server.answer(RawServer.response(401, ""));
		reads(() -> OLD, () -> NEW, () -> OLD);
		assertFails("invalid_client");
		assertThat(sent()).containsExactly("old", "new");
		assertThat(this.source).hasSize(1);
	}

	@Test
	void unchangedCredentialsAreNotSentAgain() {
		this.server.answer(RawServer.response(401, ""));
		reads(() -> OLD, () -> OLD);
		assertFails("invalid_client");
		assertThat(sent()).containsExactly("old");
	}

	@Test
	void refusalStaysWhenCredentialsCannotBeReadAgain() {
		this.server.answer(RawServer.response(403, ""));
		reads(() -> OLD, () -> null);
		assertFails("access_denied");
	}

	@Test
	void credentialsAreNotReadAgainAfterOtherFailures() {
		this.server.answer(RawServer.response(404, ""));
		reads(() -> OLD, () -> NEW);
		assertFails("invalid_token_response");
		assertThat(this.source).hasSize(1);
	}

	@Test
	void nothingIsSentWithoutCredentials() {
		reads(() -> null, () -> OLD);
		assertFails("invalid_client");
		assertThat(this.server.connections()).isZero();
		assertThat(this.request.fetch().clientId()).isEqualTo("old-id");
	}

	@SafeVarargs
	private void reads(Supplier<@Nullable ClientCredentials>... reads) {
		for (Supplier<@Nullable ClientCredentials> read : reads) {
			this.source.add(read);
		}
	}

	private void assertFails(String code) {
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(this.request::fetch)
			.satisfies((failure) -> assertThat(failure.getError().getErrorCode()).isEqualTo(code));
	}

	/**
	 * Return whose id and secret were sent.
	 */
	private List<String> sent() {
		return this.server.requests()
			.stream()
			.map((request) -> request.body().replaceFirst(".*client_id=(.*)-id&client_secret=\\1-secret&.*", "$1"))
			.toList();
	}

}
