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
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a token request logs neither the secret nor the token, at any level.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenRequestLoggingTests {

	private static final List<String> LOGGERS = List.of("org.springframework", "io.github.pineconeoauth", "reactor");

	private final LoggingSystem loggingSystem = LoggingSystem.get(TokenRequestLoggingTests.class.getClassLoader());

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	private final ApplicationContextRunner runner = TokenApplication.runner(this.server.url())
		.withPropertyValues("spring.http.codecs.log-request-details=true");

	@BeforeEach
	void logEverything() {
		LOGGERS.forEach((name) -> this.loggingSystem.setLogLevel(name, LogLevel.TRACE));
	}

	@AfterEach
	void logAsUsual() throws IOException {
		LOGGERS.forEach((name) -> this.loggingSystem.setLogLevel(name, null));
		this.server.close();
	}

	@Test
	void requestWhenSuccessfulLogsNoSecrets(CapturedOutput output) {
		this.runner.run(TokenApplication::authorize);
		assertLoggedWithoutSecrets(output);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void requestWhenFailedLogsNoSecrets(RawServer.Answer answer, CapturedOutput output) {
		this.server.answer(answer);
		this.runner.withPropertyValues("pinecone.oauth.connect-timeout=300ms", "pinecone.oauth.read-timeout=700ms")
			.run(TokenApplication::authorizeAndFail);
		assertLoggedWithoutSecrets(output);
	}

	static Stream<Arguments> failures() {
		String json = TokenApplication.TOKEN_RESPONSE;
		String echo = TokenApplication.CLIENT_SECRET;
		return Stream.of(
				Arguments.argumentSet("echo",
						RawServer.response(401, "{\"error\":\"" + echo + "\",\"error_description\":\"" + echo + "\"}")),
				Arguments.argumentSet("echo in HTML", RawServer.response(400, "<p>" + echo + "</p>")),
				Arguments.argumentSet("echo that is not HTTP",
						(RawServer.Answer) (connection) -> connection
							.write(connection.readRequest().body() + "\r\n\r\n")),
				Arguments.argumentSet("no JSON", RawServer.response(200, json + "}")),
				Arguments.argumentSet("no bearer token", RawServer.response(200, json.replace("Bearer", "MAC"))),
				Arguments.argumentSet("no lifetime", RawServer.response(200, json.replace("1800", "0"))),
				Arguments.argumentSet("redirect", RawServer.response(307, json, "Location: http://localhost:1/")),
				Arguments.argumentSet("half",
						RawServer.bytes(RawServer.head(200) + "Content-Length: 999\r\n\r\n" + json)),
				Arguments.argumentSet("reset", RawServer.reset("")),
				Arguments.argumentSet("time-out", RawServer.silence(RawServer.head(200) + "\r\n" + json)));
	}

	@Test
	void requestWhenErrorResponseHasLineBreaksLogsOneLine(CapturedOutput output) {
		this.server
			.answer(RawServer.response(400, "{\"error\":\"a\\nb\",\"error_description\":\"c\\r\\nd\u2028e\u0085f\"}"));
		this.runner.run(TokenApplication::authorizeAndFail);
		assertThat(output.getOut().split("\\R")).filteredOn((line) -> line.contains("A Pinecone token request failed"))
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("[a b]")
			.endsWith("(c d e f)");
	}

	private void assertLoggedWithoutSecrets(CapturedOutput output) {
		assertThat(output.getOut()).contains("HTTP POST " + this.server.url()).contains("TRACE");
		TokenApplication.assertNoSecrets(output.getAll());
	}

}
