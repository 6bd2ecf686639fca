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

package io.github.pineconeoauth.it;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.testsupport.DeafServer;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the time-outs of the Admin API clients, with each HTTP client. The other
 * time-out is too long for any test each time.
 */
class TimeoutTests {

	private final LoopbackServer server = new LoopbackServer();

	private final CountDownLatch done = new CountDownLatch(1);

	@BeforeEach
	void answerTokenRequests() {
		this.server.on("/oauth/token", (request) -> Response.token("token", 1800));
	}

	@AfterEach
	void closeServer() {
		this.done.countDown();
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("io.github.pineconeoauth.it.RedirectTests#applications")
	void requestWhenConnectionIsNotAcceptedFailsAfterConnectTimeout(HttpLibrary library, AdminClient.Service service)
			throws IOException {
		try (DeafServer deaf = new DeafServer()) {
			assertTimesOut(
					library.runner()
						.withUserConfiguration(service.configuration())
						.withPropertyValues("pinecone.oauth.token-uri=" + this.server.uri("/oauth/token"),
								"pinecone.admin.base-url=http://127.0.0.1:" + deaf.port(),
								"pinecone.admin.connect-timeout=300ms", "pinecone.admin.read-timeout=10m"),
					"(?i)connect(ion)? ?time(d )?out");
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.pineconeoauth.it.RedirectTests#applications")
	void requestWhenThereIsNoAnswerFailsAfterReadTimeout(HttpLibrary library, AdminClient.Service service) {
		this.server.on("/admin", (request) -> new Response(this.done.await(55, TimeUnit.SECONDS) ? 200 : 500, ""));
		assertTimesOut(library.runner()
			.withUserConfiguration(service.configuration())
			.withPropertyValues("pinecone.oauth.token-uri=" + this.server.uri("/oauth/token"),
					"pinecone.admin.base-url=" + this.server.uri(""), "pinecone.admin.connect-timeout=10m",
					"pinecone.admin.read-timeout=300ms"),
				"(?i)time(d )?out");
	}

	private static void assertTimesOut(ApplicationContextRunner runner, String reason) {
		runner.run((application) -> {
			for (AdminClient client : AdminClient.values()) {
				assertThatExceptionOfType(RuntimeException.class).as("%s", client)
					.isThrownBy(() -> client.get(application, "projects"))
					.satisfies((ex) -> assertThat(stackTrace(ex)).containsPattern(reason));
			}
		});
	}

	private static String stackTrace(Throwable ex) {
		StringWriter stackTrace = new StringWriter();
		ex.printStackTrace(new PrintWriter(stackTrace));
		return stackTrace.toString();
	}

}
