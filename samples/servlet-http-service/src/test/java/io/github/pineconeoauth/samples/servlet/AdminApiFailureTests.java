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

package io.github.pineconeoauth.samples.servlet;

import java.time.Duration;

import io.github.pineconeoauth.test.AutoConfigureEmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with an Admin API that fails.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "pinecone.admin.retry.max-retries=0")
@AutoConfigureEmbeddedPinecone
class AdminApiFailureTests {

	@Autowired
	private EmbeddedPinecone pinecone;

	private TestClient client;

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = new TestClient(port);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 409, 412, 422, 429 })
	void listHasStatusAndReasonOfAdminApiThatRefusesIt(int status) {
		this.pinecone.failAdminRequests(1, status);
		assertThatProblem(this.client.get("/projects"), status, "This failure was requested by the test.");
	}

	@Test
	void listHasRetryAfterOfAdminApi() {
		this.pinecone.failAdminRequests(1, 429, Duration.ofSeconds(7));
		assertThat(this.client.get("/projects")).hasStatus(HttpStatus.TOO_MANY_REQUESTS).hasHeader("Retry-After", "7");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 500, 503 })
	void listIsBadGatewayWhenAdminApiFails(int status) {
		this.pinecone.failAdminRequests(3, status);
		assertThatBadGateway(this.client.get("/projects"));
	}

	@Test
	void listIsBadGatewayWhenAdminApiSendsNoResponse() {
		this.pinecone.resetAdminConnections(3);
		assertThatBadGateway(this.client.get("/projects"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 503 })
	void organizationsAreBadGatewayWhenAdminApiFails(int status) {
		this.pinecone.failAdminRequests(1, status);
		assertThatBadGateway(this.client.get("/organizations"));
	}

	private static void assertThatBadGateway(RestTestClientResponse response) {
		assertThatProblem(response, 502, "The call to Pinecone's Admin API failed.");
	}

	private static void assertThatProblem(RestTestClientResponse response, int status, String detail) {
		assertThat(response).hasStatus(status)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo(detail);
	}

}
