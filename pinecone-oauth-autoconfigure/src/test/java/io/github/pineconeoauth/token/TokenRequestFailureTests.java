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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a caller gets where the token endpoint answers, but not with a token.
 */
class TokenRequestFailureTests {

	private static final String HTML = "<html><body><h1>It works!</h1></body></html>";

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "400,false", "401,false", "403,false", "404,false", "418,false", "429,true", "500,true", "501,false",
			"502,true", "503,true", "504,true" })
	void requestWhenErrorResponseFailsWithItsCodeAndDescription(int status, boolean isTransient) {
		PineconeAuthorizationException failure = fail(
				RawServer.response(status, "{\"error\":\"some_code\",\"error_description\":\"Some reason\"}"));
		assertFailure(failure, "some_code", status, isTransient);
		assertThat(failure.getError().getDescription()).isEqualTo("Some reason");
		assertThat(failure).hasMessageContaining("Some reason").hasMessageContaining(String.valueOf(status));
	}

	@ParameterizedTest
	@CsvSource({ "400,invalid_request,false", "401,invalid_client,false", "403,access_denied,false",
			"404,invalid_token_response,false", "418,invalid_token_response,false", "429,temporarily_unavailable,true",
			"500,server_error,true", "501,server_error,false", "502,server_error,true",
			"503,temporarily_unavailable,true", "504,server_error,true", "599,server_error,false" })
	void requestWhenErrorHasAnyOtherBodyFailsWithCodeOfStatus(int status, String code, boolean isTransient) {
		TokenApplication.runner(this.server.url()).run((application) -> {
			for (String body : List.of("", HTML, "{}", "{\"error_description\":\"Some reason\"}",
					"{\"error\":{\"code\":\"nested\"}}", "{\"error\":[\"nested\"]}", "{\"error\":\" \"}",
					"{\"error\":\"\\u0000\"}", "{\"error\":\"\u200b\"}", "{\"error\":null}", "{\"error\":42}",
					"{\"error\":\"cut", "[{\"error\":\"nested\"}]", "\"error\"", "null",
					"{\"error\":\"" + "x".repeat(100_000) + "\"}", TokenApplication.TOKEN_RESPONSE)) {
				this.server.answer(RawServer.response(status, body));
				PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
				assertFailure(failure, code, status, isTransient);
			}
			TokenApplication.assertRecovers(application, this.server);
		});
	}

	@Test
	void requestWhenStatusIs401NamesBothProperties() {
		for (String body : List.of("", "{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}")) {
			assertThat(fail(RawServer.response(401, body))).hasMessageContaining("pinecone.client-id")
				.hasMessageContaining("pinecone.client-secret");
		}
	}

	@Test
	void requestWhenStatusIs401WithChallengeSendsNoMore() {
		PineconeAuthorizationException failure = fail(
				RawServer.response(401, "", "WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: Bearer"));
		assertFailure(failure, "invalid_client", 401, false);
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 202, 203, 204, 205, 206, 299, 300, 304, 305, 306, 399, 600, 999 })
	void requestWhenStatusIsAnyOtherFailsAsInvalid(int status) {
		boolean bodiless = status == 204 || status == 304;
		PineconeAuthorizationException failure = fail(
				RawServer.response(status, bodiless ? "" : TokenApplication.TOKEN_RESPONSE));
		assertFailure(failure, "invalid_token_response", status, false);
	}

	@Test
	void requestWhenStatusIsNoErrorIgnoresErrorInBody() {
		assertFailure(fail(RawServer.response(202, "{\"error\":\"some_code\"}")), "invalid_token_response", 202, false);
		assertFailure(fail(RawServer.response(200, "{\"error\":\"some_code\"}")), "invalid_token_response", 200, false);
	}

	@Test
	void requestWhenErrorResponseIsLongShortensIt() {
		PineconeAuthorizationException failure = fail(RawServer.response(400,
				"{\"error\":\"" + "c".repeat(20_000) + "\",\"error_description\":\"" + "d".repeat(20_000) + "\"}"));
		assertThat(failure.getError().getErrorCode()).startsWith("ccc").hasSizeLessThan(600);
		assertThat(failure.getError().getDescription()).startsWith("ddd").hasSizeLessThan(600);
		assertThat(failure.getMessage()).hasSizeLessThan(1500);
	}

	@Test
	void requestWhenErrorResponseHasLineBreaksPutsItOnOneLine() {
		PineconeAuthorizationException failure = fail(RawServer.response(400,
				"{\"error\":\"some\\ncode\",\"error_description\":\"Some\\r\\nreason\\u0000\\u001b[31m\"}"));
		assertThat(failure.getError().getErrorCode()).isEqualTo("some code");
		assertThat(failure.getError().getDescription()).isEqualTo("Some reason [31m");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\u007f" })
	void requestWhenErrorResponseHasInvisibleCharactersLeavesThemOut(String character) {
		PineconeAuthorizationException failure = fail(RawServer.response(400,
				"{\"error\":\"a" + character + "b\",\"error_description\":\"c" + character + "d\"}"));
		assertThat(failure.getError().getErrorCode()).isEqualTo("a b");
		assertThat(failure.getError().getDescription()).isEqualTo("c d");
	}

	@ParameterizedTest
	@MethodSource("echoes")
	void requestWhenErrorResponseEchoesSecretMasksIt(String echo) {
		String json = echo.replace("\"", "\\\"");
		PineconeAuthorizationException failure = fail(RawServer.response(401,
				"{\"error\":\"bad " + json + "\",\"error_description\":\"Got " + json + " instead\"}"));
		assertThat(failure.getError().getErrorCode()).contains("******");
		assertThat(failure.getError().getDescription()).contains("******").endsWith(" instead");
	}

	private static String basicCredentials(String clientId) {
		String credentials = clientId + ":" + TokenApplication.CLIENT_SECRET;
		return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	static Stream<Arguments> echoes() {
		String secret = TokenApplication.CLIENT_SECRET;
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		String formEncoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
		String percentEncoded = TokenApplication.percentEncoded(secret);
		return Stream.of(Arguments.argumentSet("plain", secret), Arguments.argumentSet("form", formEncoded),
				Arguments.argumentSet("form, lower case", formEncoded.toLowerCase(Locale.ROOT)),
				Arguments.argumentSet("percent", percentEncoded),
				Arguments.argumentSet("percent, lower case", percentEncoded.toLowerCase(Locale.ROOT)),
				Arguments.argumentSet("Base64", Base64.getEncoder().encodeToString(bytes)),
				Arguments.argumentSet("Base64 without padding",
						Base64.getEncoder().withoutPadding().encodeToString(bytes)),
				Arguments.argumentSet("Base64 for URLs", Base64.getUrlEncoder().encodeToString(bytes)),
				Arguments.argumentSet("Basic credentials", basicCredentials("id")),
				Arguments.argumentSet("Basic credentials, one byte on", basicCredentials("the")),
				Arguments.argumentSet("Basic credentials, two bytes on", basicCredentials("some")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "HTTP/1.1 %s", "HTTP/1.1 200 \r\n%s: x", "HTTP/1.1 200 \r\nContent-Length: %s" })
	void requestWhenAnswerIsNotHttpAndEchoesRequestFailsAsUnavailableWithoutSayingIt(String answer) {
		PineconeAuthorizationException failure = fail((connection) -> {
			connection.write(answer.formatted(connection.readRequest().body()) + "\r\n\r\n");
			connection.end();
		});
		assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure).hasMessageContaining("ProtocolException");
	}

	@ParameterizedTest
	@MethodSource("bodiesThatAreNoTokenResponse")
	void requestWhenBodyIsNoTokenResponseFailsAsInvalid(byte[] body) {
		TokenApplication.runner(this.server.url()).run((application) -> {
			this.server.answer(RawServer.response(200, body));
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertFailure(failure, "invalid_token_response", 200, false);
			assertThat(failure.getRetryAfter()).isNull();
			assertThat(failure).hasMessageContaining("pinecone.oauth.token-uri");
			TokenApplication.assertRecovers(application, this.server);
		});
	}

	static Stream<Arguments> bodiesThatAreNoTokenResponse() {
		String json = TokenApplication.TOKEN_RESPONSE;
		String token = TokenApplication.ACCESS_TOKEN;
		String rest = "\"token_type\":\"Bearer\",\"expires_in\":1800}";
		return Stream.of(body("string", "\"" + token + "\""), body("null", "null"), body("empty object", "{}"),
				body("truncated", json.substring(0, json.length() - 1)), body("form", "access_token=" + token),
				body("more after the end", json + "x"), body("two objects", json + json),
				body("not quite JSON", "{access_token:'" + token + "';token_type=Bearer}"),
				body("deep", "[".repeat(100_000)), body("deep below the limit", "{\"a\":" + "[".repeat(60_000)),
				Arguments.argumentSet("UTF-16", (Object) json.getBytes(StandardCharsets.UTF_16)),
				body("no access_token", "{" + rest), body("access_token is null", "{\"access_token\":null," + rest),
				body("access_token is a number", "{\"access_token\":42," + rest),
				body("access_token is an object", "{\"access_token\":{\"value\":\"x\"}," + rest),
				body("access_token is empty", "{\"access_token\":\"\"," + rest),
				body("access_token is blank", "{\"access_token\":\" \"," + rest),
				body("access_token with space", "{\"access_token\":\"a b\"," + rest),
				body("access_token with space at the end", "{\"access_token\":\"a \"," + rest),
				body("access_token with line break", "{\"access_token\":\"a\\r\\nX-Injected: b\"," + rest),
				body("access_token with line feed at the end", "{\"access_token\":\"a\\n\"," + rest),
				body("access_token with tab", "{\"access_token\":\"a\\tb\"," + rest),
				body("access_token with NUL", "{\"access_token\":\"a\\u0000b\"," + rest),
				body("access_token with DEL", "{\"access_token\":\"a\\u007fb\"," + rest),
				body("access_token with umlaut", "{\"access_token\":\"ä\"," + rest),
				body("access_token with wide character", "{\"access_token\":\"\\u010d\\u010a\"," + rest),
				body("no token_type", json.replace("token_type", "type")),
				body("token_type is null", json.replace("\"Bearer\"", "null")),
				body("token_type is empty", json.replace("Bearer", "")),
				body("token_type is a list", json.replace("\"Bearer\"", "[\"Bearer\"]")),
				body("token_type is MAC", json.replace("Bearer", "MAC")),
				body("token_type is DPoP", json.replace("Bearer", "DPoP")), expiresIn("0"), expiresIn("-1"),
				expiresIn("-1e400"), expiresIn("1e400"), expiresIn("\"abc\""), expiresIn("\"\""),
				expiresIn("\" 1800\""), expiresIn("\"0\""), expiresIn("\"-1800\""), expiresIn("\"1800.5\""),
				expiresIn("\"\u0661\""), expiresIn("true"), expiresIn("[1800]"), expiresIn("{}"), expiresIn("NaN"),
				expiresIn("0x10"));
	}

	private static Arguments body(String name, String body) {
		return Arguments.argumentSet(name, (Object) body.getBytes(StandardCharsets.UTF_8));
	}

	private static Arguments expiresIn(String value) {
		return body("expires_in is " + value, TokenApplication.TOKEN_RESPONSE.replace("1800", value));
	}

	@ParameterizedTest
	@CsvSource({ "429,7,PT7S", "503,7,PT7S", "400,7,PT7S", "301,7,PT7S", "503,0,PT0S", "503,' 7 ',PT7S",
			"503,'Thu, 01 Jan 1970 00:00:00 GMT',PT0S", "503,99999999999999999999999,P365D", "503,-1,", "503,7.5,",
			"503,soon,", "503,'',", "503,'٧',", "503,'1, 2',", "503,+7,", "503,," })
	void requestWhenRefusedGivesRetryAfter(int status, @Nullable String header, @Nullable Duration retryAfter) {
		RawServer.Answer answer = (header != null) ? RawServer.response(status, "", "Retry-After: " + header)
				: RawServer.response(status, "");
		assertThat(fail(answer).getRetryAfter()).isEqualTo(retryAfter);
	}

	@Test
	void requestWhenRefusedUntilDateGivesTimeLeft() {
		assertThat(fail(RawServer.response(503, "", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")).getRetryAfter())
			.isGreaterThan(Duration.ofDays(365));
	}

	private PineconeAuthorizationException fail(RawServer.Answer answer) {
		PineconeAuthorizationException[] failure = new PineconeAuthorizationException[1];
		this.server.answer(answer);
		TokenApplication.runner(this.server.url())
			.run((application) -> failure[0] = TokenApplication.authorizeAndFail(application));
		return failure[0];
	}

	private static void assertFailure(PineconeAuthorizationException failure, String code, int status,
			boolean isTransient) {
		assertThat(failure.getError().getErrorCode()).isEqualTo(code);
		assertThat(failure.getStatusCode()).isEqualTo(HttpStatusCode.valueOf(status));
		assertThat(failure.isTransient()).isEqualTo(isTransient);
	}

}
