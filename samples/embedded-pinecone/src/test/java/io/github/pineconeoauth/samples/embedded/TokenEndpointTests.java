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

package io.github.pineconeoauth.samples.embedded;

import java.util.Map;

import io.github.pineconeoauth.samples.embedded.TestClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenEndpoint}.
 */
class TokenEndpointTests {

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private final TestClient client = new TestClient(pinecone);

	@AfterAll
	static void close() {
		pinecone.close();
	}

	@Test
	void tokenWhenRequestIsRightIsBearerTokenForHalfAnHour() {
		Answer answer = this.client.requestToken(this.client.form());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
		assertThat(answer.json().path("access_token").stringValue()).isNotBlank();
		assertThat(answer.json().path("token_type").stringValue()).isEqualTo("Bearer");
		assertThat(answer.json().path("expires_in").intValue()).isEqualTo(1800);
	}

	@Test
	void tokenWhenRequestedTwiceIsAnotherOne() {
		assertThat(this.client.token()).isNotEqualTo(this.client.token());
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_id", "client_secret" })
	void tokenWhenCredentialIsWrongIsDenied(String parameter) {
		Map<String, String> form = this.client.form();
		form.put(parameter, "wrong");
		Answer answer = this.client.requestToken(form);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo("""
				{"error":"access_denied","error_description":"Unauthorized"}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.pinecone.io", "https://api.pinecone.io//", "https://example.com/" })
	void tokenWhenAudienceIsWrongIsForbidden(String audience) {
		Map<String, String> form = this.client.form();
		form.put("audience", audience);
		assertRefused(this.client.requestToken(form), 403, "access_denied");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grant_type", "client_id", "client_secret", "audience" })
	void tokenWhenParameterIsMissingIsRefused(String parameter) {
		Map<String, String> form = this.client.form();
		form.remove(parameter);
		assertRefused(this.client.requestToken(form), 400, "invalid_request");
	}

	@Test
	void tokenWhenParameterIsRepeatedIsRefused() {
		String form = TestClient.encode(this.client.form()) + "&audience=twice";
		assertRefused(this.client.requestToken(form, "application/x-www-form-urlencoded", "2026-04"), 400,
				"invalid_request");
	}

	@Test
	void tokenWhenGrantTypeIsAnotherIsRefused() {
		Map<String, String> form = this.client.form();
		form.put("grant_type", "password");
		assertRefused(this.client.requestToken(form), 400, "unsupported_grant_type");
	}

	@ParameterizedTest
	@CsvSource({ "application/json", "text/plain" })
	void tokenWhenContentTypeIsNotFormIsRefused(String contentType) {
		String form = TestClient.encode(this.client.form());
		assertRefused(this.client.requestToken(form, contentType, "2026-04"), 400, "invalid_request");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "latest", "2026-05" })
	void tokenWhenApiVersionIsMissingOrNoneIsRefused(String apiVersion) {
		String form = TestClient.encode(this.client.form());
		assertRefused(this.client.requestToken(form, "application/x-www-form-urlencoded", apiVersion), 400,
				"invalid_request");
	}

	@Test
	void tokenRequestsCountsThoseThatAreRefused() {
		int before = pinecone.tokenRequests();
		this.client.requestToken(this.client.form());
		this.client.requestToken(Map.of());
		assertThat(pinecone.tokenRequests()).isEqualTo(before + 2);
	}

	private static void assertRefused(Answer answer, int status, String error) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.json().path("error").stringValue()).isEqualTo(error);
		assertThat(answer.json().path("error_description").stringValue()).isNotBlank();
	}

}
