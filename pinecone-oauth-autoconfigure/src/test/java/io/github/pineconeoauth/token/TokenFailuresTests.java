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
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.ResourceAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenFailures}.
 */
class TokenFailuresTests {

	private final TokenFailures failures = new TokenFailures(AccountName.ofSingle());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			201 | invalid_token_response  | false | pinecone.oauth.token-uri
			204 | invalid_token_response  | false | pinecone.oauth.token-uri
			301 | invalid_token_response  | false | pinecone.oauth.token-uri
			302 | invalid_token_response  | false | pinecone.oauth.token-uri
			303 | invalid_token_response  | false | pinecone.oauth.token-uri
			307 | invalid_token_response  | false | pinecone.oauth.token-uri
			308 | invalid_token_response  | false | pinecone.oauth.token-uri
			400 | invalid_request         | false | pinecone.oauth.audience
			401 | invalid_client          | false | pinecone.client-id and pinecone.client-secret
			403 | access_denied           | false | pinecone.oauth.audience
			404 | invalid_token_response  | false | pinecone.oauth.token-uri
			407 | temporarily_unavailable | false | the proxy asks for credentials
			408 | temporarily_unavailable | true  | did not process
			418 | invalid_token_response  | false | pinecone.oauth.token-uri
			425 | temporarily_unavailable | true  | did not process
			429 | temporarily_unavailable | true  | too many token requests
			500 | server_error            | true  | it is unavailable
			501 | server_error            | false | it is unavailable
			502 | server_error            | true  | it is unavailable
			503 | temporarily_unavailable | true  | it is unavailable
			504 | server_error            | true  | it is unavailable
			505 | server_error            | false | it is unavailable
			520 | server_error            | true  | it is unavailable
			527 | server_error            | true  | it is unavailable
			530 | server_error            | true  | it is unavailable
			599 | server_error            | true  | it is unavailable
			600 | invalid_token_response  | false | pinecone.oauth.token-uri
			""")
	void statusGivesCodeTransienceAndAdvice(int status, String code, boolean isTransient, String advice) {
		PineconeAuthorizationException failure = this.failures.ofStatus(HttpStatusCode.valueOf(status), null, null,
				null, false);
		assertThat(failure.getError().getErrorCode()).isEqualTo(code);
		assertThat(failure.isTransient()).isEqualTo(isTransient);
		assertThat(failure).hasMessageStartingWith("[" + code + "] The token endpoint answered " + status + ": ")
			.hasMessageContaining(advice);
	}

	@Test
	void adviceStaysWhenResponseHasErrorOfItsOwn() {
		PineconeAuthorizationException failure = this.failures.ofStatus(HttpStatusCode.valueOf(401), "access_denied",
				"Unauthorized", Duration.ofSeconds(7), false);
		assertThat(failure).hasMessage("[access_denied] The token endpoint answered 401: check pinecone.client-id and"
				+ " pinecone.client-secret (Unauthorized)");
		assertThat(failure.getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(failure.getClientRegistrationId()).isEqualTo("pinecone");
	}

	@Test
	void missingCredentialsAreNotTransient() {
		PineconeAuthorizationException failure = this.failures.noCredentials(new IllegalStateException("closed"));
		assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_client");
		assertThat(failure.isTransient()).isFalse();
		assertThat(failure.getStatusCode()).isNull();
		assertThat(failure).hasRootCauseMessage("closed");
	}

	@Test
	void missingResponseIsTransientAndNamesReason() {
		ConnectException reason = new ConnectException();
		PineconeAuthorizationException failure = this.failures
			.of(new ExecutionException(new CompletionException(new ResourceAccessException("I/O error", reason))));
		assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure.isTransient()).isTrue();
		assertThat(failure.getStatusCode()).isNull();
		assertThat(failure.getRetryAfter()).isNull();
		assertThat(failure).hasMessageContaining("(ConnectException)").hasCause(reason);
	}

	@Test
	void errorIsMissingResponse() {
		assertThat(this.failures.of(new OutOfMemoryError())).hasMessageContaining("OutOfMemoryError");
	}

	@Test
	void copyIsEqualButNotTheSame() {
		PineconeAuthorizationException failure = this.failures.of(new IOException("reason"));
		PineconeAuthorizationException copy = this.failures.copyOf(new CompletionException(failure));
		assertThat(copy).isNotSameAs(failure).hasMessage(failure.getMessage()).hasCause(failure.getCause());
		assertThat(copy.getError()).isEqualTo(failure.getError());
	}

}
