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

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for when a token request reads the credentials, and which ones it sends.
 */
class TokenRequestCredentialsTests {

	private static final ClientCredentials OLD = new ClientCredentials("old-id", "old-secret");

	private static final ClientCredentials NEW = new ClientCredentials("new-id", "new-secret");

	private final ScriptedTokenEndpoint endpoint = new ScriptedTokenEndpoint();

	private final Queue<Supplier<@Nullable ClientCredentials>> source = new ArrayDeque<>();

	private final TokenRequest request = this.endpoint.request(1, () -> this.source.remove().get());

	@Test
	void credentialsAreReadOnceForAllRetries() {
		this.endpoint.answer(503, 200);
		reads(() -> OLD);
		assertThat(this.request.fetch().clientId()).isEqualTo("old-id");
		assertThat(sent()).containsExactly("old", "old");
	}

	@Test
	void credentialsAreReadAnewForEachRequest() {
		this.endpoint.answer(200, 200);
		reads(() -> OLD, () -> NEW);
		this.request.fetch();
		this.request.fetch();
		assertThat(sent()).containsExactly("old", "new");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403 })
	void changedCredentialsAreSentAtOnceAfterRefusal(int status) {
		this.endpoint.answer(status, 200);
		reads(() -> OLD, () -> NEW);
		assertThat(this.request.fetch().clientId()).isEqualTo("new-id");
		assertThat(sent()).containsExactly("old", "new");
	}

	@Test
	void changedCredentialsAreRetriedToo() {
		this.endpoint.answer(401, 503, 200);
		reads(() -> OLD, () -> NEW);
		this.request.fetch();
		assertThat(sent()).containsExactly("old", "new", "new");
	}

	@Test
	void changedCredentialsAreReadNoThirdTime() {
		this.endpoint.answer(401, 401);
		reads(() -> OLD, () -> NEW, () -> OLD);
		assertFails("invalid_client");
		assertThat(sent()).containsExactly("old", "new");
		assertThat(this.source).hasSize(1);
	}

	@Test
	void unchangedCredentialsAreNotSentAgain() {
		this.endpoint.answer(401);
		reads(() -> OLD, () -> OLD);
		assertFails("invalid_client");
		assertThat(sent()).containsExactly("old");
	}

	@Test
	void refusalStaysWhenCredentialsCannotBeReadAgain() {
		this.endpoint.answer(403);
		reads(() -> OLD, () -> null);
		assertFails("access_denied");
	}

	@Test
	void credentialsAreNotReadAgainAfterOtherFailures() {
		this.endpoint.answer(404);
		reads(() -> OLD, () -> NEW);
		assertFails("invalid_token_response");
		assertThat(this.source).hasSize(1);
	}

	@Test
	void nothingIsSentWithoutCredentials() {
		this.endpoint.answer(200);
		reads(() -> null, () -> OLD);
		assertFails("invalid_client");
		assertThat(sent()).isEmpty();
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
	 * Return the credentials that were sent.
	 */
	private List<String> sent() {
		return this.endpoint.forms()
			.stream()
			.map((form) -> form.replaceFirst(".*client_id=(.*)-id&client_secret=\\1-secret&.*", "$1"))
			.toList();
	}

}
