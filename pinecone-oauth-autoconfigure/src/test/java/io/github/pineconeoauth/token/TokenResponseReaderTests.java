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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TokenResponseReader}.
 */
class TokenResponseReaderTests {

	private static final String HTML = "<!DOCTYPE html><html><body>It works!</body></html>";

	private static final String JSON = TokenApplication.TOKEN_RESPONSE;

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void tokenResponseGivesAccessToken() {
		AccessToken token = read(200, JSON);
		assertThat(token.value()).isEqualTo(TokenApplication.ACCESS_TOKEN);
		assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(30));
		assertThat(token.clientId()).isEqualTo("id");
	}

	@Test
	void unknownMembersAndContentTypeAreIgnored() {
		this.headers.set(HttpHeaders.CONTENT_TYPE, "nonsense");
		String more = "{\"scope\":\"a b\",\"refresh_token\":\"r\",\"id_token\":null,\"x\":{\"y\":[1,{}]},\"error\":\"\",";
		assertThat(read(200, "\n" + JSON.replace("{", more)).value()).isEqualTo(TokenApplication.ACCESS_TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bearer", "BEARER" })
	void caseOfTokenTypeDoesNotMatter(String tokenType) {
		assertThat(read(200, JSON.replace("Bearer", tokenType))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"1800"                 | 1800
			1800.5                 | 1801
			0.5                    | 1
			1.8e3                  | 1800
			"007"                  | 7
			31536000               | 31536000
			99999999999999999999   | 31536000
			"99999999999999999999" | 31536000
			null                   | 300
			""")
	void expiresInIsNumberOrItsDigits(String expiresIn, long seconds) {
		assertThat(read(200, JSON.replace("1800", expiresIn)).lifetime()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void lifetimeIsFiveMinutesWithoutExpiresIn() {
		assertThat(read(200, JSON.replace("expires_in", "expires")).lifetime()).isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@MethodSource("noTokenResponses")
	void anyOtherBodyIsInvalid(byte[] body) {
		PineconeAuthorizationException failure = fail(200, body);
		assertFailure(failure, "invalid_token_response", 200);
		assertThat(failure).hasMessageContaining("pinecone.oauth.token-uri");
	}

	static Stream<Arguments> noTokenResponses() {
		String token = TokenApplication.ACCESS_TOKEN;
		return Stream.concat(
				Stream.of(body("empty", ""), body("HTML", HTML), body("array", "[" + JSON + "]"),
						body("string", "\"" + token + "\""), body("null", "null"), body("empty object", "{}"),
						body("truncated", JSON.substring(0, JSON.length() - 1)), body("form", "access_token=" + token),
						body("more after the end", JSON + "x"), body("two objects", JSON + JSON),
						body("not quite JSON", "{access_token:'" + token + "';token_type=Bearer}"),
						body("deep", "{\"a\":" + "[".repeat(60_000)),
						body("too large",
								JSON.replace("{",
										"{\"scope\":\"" + "x".repeat(TokenResponseReader.MAX_BODY_SIZE) + "\",")),
						Arguments.argumentSet("UTF-16", (Object) JSON.getBytes(StandardCharsets.UTF_16)),
						Arguments.argumentSet("invalid UTF-8",
								(Object) JSON.replace("eyJ", "ey\u00ff").getBytes(StandardCharsets.ISO_8859_1)),
						body("no token_type", JSON.replace("token_type", "type")),
						body("token_type is a list", JSON.replace("\"Bearer\"", "[\"Bearer\"]")),
						body("token_type is DPoP", JSON.replace("Bearer", "DPoP"))),
				Stream.concat(accessTokens(), expiresIns()));
	}

	private static Stream<Arguments> accessTokens() {
		return Stream
			.of("null", "42", "{\"value\":\"x\"}", "\"\"", "\" \"", "\"a b\"", "\"a \"", "\"a\\r\\nX-Injected: b\"",
					"\"a\\n\"", "\"a\\tb\"", "\"a\\u0000b\"", "\"a\\u007fb\"", "\"ä\"", "\"\\u010d\\u010a\"")
			.map((value) -> body("access_token is " + value,
					JSON.replace("\"" + TokenApplication.ACCESS_TOKEN + "\"", value)));
	}

	private static Stream<Arguments> expiresIns() {
		return Stream
			.of("0", "-1", "-1e400", "1e400", "\"abc\"", "\"\"", "\" 1800\"", "\"0\"", "\"-1800\"", "\"1800.5\"",
					"\"\u0661\"", "true", "[1800]", "{}", "NaN", "0x10")
			.map((value) -> body("expires_in is " + value, JSON.replace("1800", value)));
	}

	private static Arguments body(String name, String body) {
		return Arguments.argumentSet(name, (Object) body.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void contentEncodingIsNamed() {
		this.headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		assertThat(fail(200, "\u001f\u008b")).hasMessageContaining("content encoding is gzip");
	}

	@Test
	void malformedContentEncodingIsNotQuoted() {
		this.headers.set(HttpHeaders.CONTENT_ENCODING, "gzip\" or worse");
		assertThat(fail(200, "")).message().doesNotContain("worse");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 429, 500, 501, 503 })
	void errorCodeAndDescriptionOfJsonBodyAreKept(int status) {
		PineconeAuthorizationException failure = fail(status,
				"{\"error\":\"some_code\",\"error_description\":\"Some reason\"}");
		assertFailure(failure, "some_code", status);
		assertThat(failure.getError().getDescription()).isEqualTo("Some reason");
		assertThat(failure).hasMessageContaining("Some reason").hasMessageContaining(String.valueOf(status));
	}

	@ParameterizedTest
	@MethodSource("bodiesWithoutError")
	void errorCodeOfStatusIsUsedForAnyOtherBody(String body) {
		assertFailure(fail(401, body), "invalid_client", 401);
	}

	static Stream<String> bodiesWithoutError() {
		return Stream.of("", HTML, "{}", "{\"error_description\":\"Some reason\"}", "{\"error\":{\"code\":\"nested\"}}",
				"{\"error\":[\"nested\"]}", "{\"error\":\" \"}", "{\"error\":\"\\u0000\"}", "{\"error\":null}",
				"{\"error\":42}", "{\"error\":\"cut", "[{\"error\":\"nested\"}]", "\"error\"", "null",
				"{\"error\":\"" + "x".repeat(100_000) + "\"}", JSON);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 202, 302 })
	void errorInBodyIsIgnoredWhenStatusIsNoError(int status) {
		assertFailure(fail(status, "{\"error\":\"some_code\"}"), "invalid_token_response", status);
	}

	@Test
	void echoedSecretIsMasked() {
		PineconeAuthorizationException failure = fail(401,
				"{\"error\":\"bad secret-value\",\"error_description\":\"Got secret-value instead\"}");
		assertThat(failure.getError().getErrorCode()).isEqualTo("bad ******");
		assertThat(failure.getError().getDescription()).isEqualTo("Got ****** instead");
		assertThat(failure.getMessage()).doesNotContain("secret-value");
	}

	@ParameterizedTest
	@ValueSource(strings = { HTML, " \r\n<html>", "<?xml version=\"1.0\"?>" })
	void htmlBlamesProxyOrFirewall(String body) {
		assertThat(fail(403, body)).hasMessageContaining("403")
			.hasMessageContaining("proxy or firewall")
			.message()
			.doesNotContain("audience");
	}

	@Test
	void retryAfterIsKept() {
		this.headers.set(HttpHeaders.RETRY_AFTER, "7");
		assertThat(fail(503, "").getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
	}

	private PineconeAuthorizationException fail(int status, String body) {
		return fail(status, body.getBytes(StandardCharsets.UTF_8));
	}

	private PineconeAuthorizationException fail(int status, byte[] body) {
		return assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> read(status, body))
			.actual();
	}

	private static void assertFailure(PineconeAuthorizationException failure, String code, int status) {
		assertThat(failure.getError().getErrorCode()).isEqualTo(code);
		assertThat(failure.getStatusCode()).isEqualTo(HttpStatusCode.valueOf(status));
		TokenApplication.assertNoSecrets(failure + " " + failure.getError() + failure.getCause());
	}

	private AccessToken read(int status, String body) {
		return read(status, body.getBytes(StandardCharsets.UTF_8));
	}

	private AccessToken read(int status, byte[] body) {
		return new TokenResponseReader(new TokenFailures(AccountName.ofSingle()),
				new ClientCredentials("id", "secret-value"))
			.read(HttpStatusCode.valueOf(status), this.headers, body);
	}

}
