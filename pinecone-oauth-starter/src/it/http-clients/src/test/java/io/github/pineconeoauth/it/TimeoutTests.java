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
import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.pineconeoauth.testsupport.DeafServer;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the time-outs of the Admin API clients, with each HTTP library. The other
 * time-out is too long for any test.
 */
class TimeoutTests {

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@ParameterizedTest
	@EnumSource
	void callFailsAfterConnectTimeoutWhenConnectionIsNotAccepted(HttpLibrary library) throws IOException {
		try (DeafServer server = new DeafServer()) {
			assertTimesOut(library, server.port(), "connect-timeout", "(?i)connect(ion)? ?time(d )?out");
		}
	}

	@ParameterizedTest
	@EnumSource
	void callFailsAfterReadTimeoutWhenServerDoesNotAnswer(HttpLibrary library) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertTimesOut(library, server.getLocalPort(), "read-timeout", "(?i)time(d )?out");
		}
	}

	private static void assertTimesOut(HttpLibrary library, int port, String timeout, String reason) {
		library.runner()
			.withPropertyValues("pinecone.oauth.token-uri=" + pinecone.tokenUri(),
					"pinecone.admin.base-url=http://127.0.0.1:" + port, "spring.http.clients.connect-timeout=10m",
					"spring.http.clients.read-timeout=10m", "pinecone.admin." + timeout + "=100ms")
			.run((application) -> {
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
