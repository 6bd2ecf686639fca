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

import java.io.IOException;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with an Admin API that fails.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AdminApiFailureTests {

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private static final StubAdminApi adminApi = StubAdminApi.start();

	private TestClient client;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("pinecone.client-id", pinecone::clientId);
		registry.add("pinecone.client-secret", pinecone::clientSecret);
		registry.add("pinecone.oauth.token-uri", pinecone::tokenUri);
		registry.add("pinecone.admin.base-url", adminApi::baseUrl);
	}

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = new TestClient(port);
	}

	@AfterAll
	static void close() {
		adminApi.close();
		pinecone.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 409, 412, 422, 429 })
	void listWhenAdminApiRefusesRequestHasItsStatusAndReason(int status) {
		adminApi.answer(status, """
				{"status":%d,"error":{"code":"SOME_CODE","message":"Some reason."}}""".formatted(status));
		assertThatProblem(this.client.get("/projects"), status, "Some reason.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "[]", "{}", """
			{"error":"some_code"}""" })
	void listWhenAdminApiGivesNoReasonHasItsStatus(String body) {
		adminApi.answer(404, body);
		assertThatProblem(this.client.get("/projects"), 404, "Pinecone's Admin API refused the request.");
	}

	@Test
	void listWhenAdminApiWantsToBeLeftAlonePassesThatOn() {
		adminApi.answer(429, "", "Retry-After", "7");
		assertThat(this.client.get("/projects")).hasStatus(HttpStatus.TOO_MANY_REQUESTS).hasHeader("Retry-After", "7");
	}

	@ParameterizedTest
	@CsvSource({ "302, ''", "401, ''", "403, ''", "500, ''", "503, ''", "200, ''", "200, no JSON", "200, {}" })
	void listWhenAdminApiFailsIsBadGateway(int status, String body) {
		adminApi.answer(status, body);
		assertThatBadGateway(this.client.get("/projects"));
	}

	@Test
	void createWhenAnswerIsEmptyIsBadGateway() {
		adminApi.answer(200, "");
		assertThatBadGateway(this.client.post("/projects", """
				{"name":"any"}"""));
	}

	@Test
	void listWhenThereIsNoAnswerIsBadGateway() throws IOException {
		adminApi.hangUp();
		assertThatBadGateway(this.client.get("/projects"));
	}

	private static void assertThatBadGateway(RestTestClientResponse response) {
		assertThatProblem(response, 502, "Pinecone's Admin API did not do what it was asked for.");
	}

	private static void assertThatProblem(RestTestClientResponse response, int status, String detail) {
		assertThat(response).hasStatus(status)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo(detail);
	}

}
