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

package io.github.pineconeoauth.test;

import java.util.Map;
import java.util.stream.Stream;

import io.github.pineconeoauth.test.TestClient.Answer;
import io.github.pineconeoauth.testsupport.OpenApiDocument;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedOperation;
import io.github.pineconeoauth.testsupport.OpenApiDocument.DocumentedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenEndpoint}, also against the OpenAPI document.
 */
class TokenEndpointTests {

	private static final OpenApiDocument document = OpenApiDocument.ofTokenEndpoint();

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private final TestClient client = new TestClient(pinecone);

	private Map<String, String> parameters = Map.of();

	@BeforeEach
	void reset() {
		pinecone.reset();
		this.parameters = this.client.tokenParameters();
	}

	@AfterAll
	static void close() {
		pinecone.close();
	}

	static Stream<DocumentedResponse> responses() {
		return document.operations().values().stream().flatMap(DocumentedOperation::responses);
	}

	@ParameterizedTest
	@MethodSource("responses")
	void answerIsAsDocumented(DocumentedResponse response) {
		switch (response.status()) {
			case "200" -> {
			}
			case "400" -> this.parameters.remove("audience");
			case "401" -> this.parameters.put("client_secret", "wrong");
			case "403" -> this.parameters.put("audience", "https://api.pinecone.io");
			default -> pinecone.failTokenRequests(1, Integer.parseInt(response.status()));
		}
		Answer answer = this.client.requestToken(this.parameters);
		assertThat(answer.status()).hasToString(response.status());
		assertThat(document.validateResponse(response, answer.json())).as(answer.body()).isEmpty();
	}

	@Test
	void tokenIsBearerTokenForHalfAnHour() {
		Answer answer = this.client.requestToken(this.parameters);
		assertThat(answer.json().path("token_type").stringValue()).isEqualTo("Bearer");
		assertThat(answer.json().path("expires_in").intValue()).isEqualTo(1800);
	}

	@Test
	void tokenRequestMayBeJson() {
		Answer answer = this.client.requestToken(JsonMapper.shared().writeValueAsString(this.parameters),
				"application/json", "2026-07");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("access_token").stringValue("")).isNotBlank();
	}

	@Test
	void tokensDiffer() {
		assertThat(this.client.token()).isNotEqualTo(this.client.token());
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_id", "client_secret" })
	void tokenIsDeniedWhenCredentialIsWrong(String parameter) {
		this.parameters.put(parameter, "wrong");
		Answer answer = this.client.requestToken(this.parameters);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo("""
				{"error":"access_denied","error_description":"Unauthorized"}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grant_type", "client_id", "client_secret", "audience" })
	void tokenIsRefusedWhenParameterIsMissing(String parameter) {
		this.parameters.remove(parameter);
		assertRefused(this.client.requestToken(this.parameters), "invalid_request");
	}

	@Test
	void tokenIsRefusedWhenParameterIsRepeated() {
		String form = TestClient.encode(this.parameters) + "&audience=twice";
		assertRefused(this.client.requestToken(form, "application/x-www-form-urlencoded", "2026-07"),
				"invalid_request");
	}

	@Test
	void tokenIsRefusedWhenGrantTypeIsUnknown() {
		this.parameters.put("grant_type", "password");
		assertRefused(this.client.requestToken(this.parameters), "unsupported_grant_type");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "application/json", "text/plain" })
	void tokenIsRefusedWhenBodyIsNotWhatContentTypeSays(@Nullable String contentType) {
		assertRefused(this.client.requestToken(TestClient.encode(this.parameters), contentType, "2026-07"),
				"invalid_request");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "latest", "2026-05" })
	void tokenIsRefusedWhenApiVersionIsMissingOrInvalid(@Nullable String apiVersion) {
		assertRefused(this.client.requestToken(TestClient.encode(this.parameters), "application/x-www-form-urlencoded",
				apiVersion), "invalid_request");
	}

	private static void assertRefused(Answer answer, String error) {
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("error").stringValue()).isEqualTo(error);
		assertThat(answer.json().path("error_description").stringValue()).isNotBlank();
	}

}
