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

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.pineconeoauth.admin.CreateProjectRequest;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that no HTTP client repeats a request of the typed Admin API by itself.
 */
class HiddenRetryTests {

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@ParameterizedTest
	@EnumSource
	void errorIsNotRepeatedByTheHttpClient(HttpLibrary library) {
		assertRequests(library, PineconeServer.response(503).withHeader("Retry-After", "0"), 0, 1);
		assertRequests(library, PineconeServer.response(429).withHeader("Retry-After", "0"), 0, 1);
		assertRequests(library, PineconeServer.response(429).withHeader("Retry-After", "0"), 2, 3);
	}

	/**
	 * The JDK's client repeats a read whose connection turns out to be closed, which only
	 * a system property of the whole JVM can change. {@code HttpURLConnection} even
	 * repeats a POST request, unless the system property {@code sun.net.http.retryPost}
	 * forbids it.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIMPLE")
	void lostConnectionIsNotRepeatedByTheHttpClient(HttpLibrary library) {
		assertRequests(library, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), 0, 1);
		assertRequests(library, aResponse().withFault(Fault.EMPTY_RESPONSE), 0, 1);
	}

	private static void assertRequests(HttpLibrary library, ResponseDefinitionBuilder response, int retries,
			int requests) {
		library.runner(pinecone)
			.withPropertyValues("pinecone.admin.retry.max-retries=" + retries,
					"pinecone.admin.retry.initial-backoff=1ms")
			.run((application) -> {
				PineconeAdmin admin = application.getBean(PineconeAdmin.class);
				ReactivePineconeAdmin reactiveAdmin = application.getBean(ReactivePineconeAdmin.class);
				CreateProjectRequest request = CreateProjectRequest.of("name");
				pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(200).withBody("{}"));
				admin.projects().list();
				reactiveAdmin.projects().list().collectList().block(AdminClient.TIMEOUT);
				pinecone.on(PineconeServer.PROJECTS, response);
				assertRequests(() -> admin.projects().create(request), requests);
				assertRequests(() -> reactiveAdmin.projects().create(request).block(AdminClient.TIMEOUT), requests);
				if (retries == 0 && library != HttpLibrary.JDK) {
					assertRequests(() -> admin.projects().list(), requests);
					assertRequests(() -> reactiveAdmin.projects().list().blockLast(AdminClient.TIMEOUT), requests);
				}
			});
	}

	private static void assertRequests(ThrowingCallable call, int requests) {
		pinecone.forgetRequests();
		assertThatException().isThrownBy(call);
		assertThat(pinecone.requests(PineconeServer.PROJECTS)).hasSize(requests);
	}

}
