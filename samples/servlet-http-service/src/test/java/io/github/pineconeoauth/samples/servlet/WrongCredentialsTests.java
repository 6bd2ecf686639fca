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

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with credentials that Pinecone refuses.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WrongCredentialsTests {

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.start();

	private static final String WRONG_SECRET = "wrong-secret";

	private TestClient client;

	@DynamicPropertySource
	static void wrongCredentials(DynamicPropertyRegistry registry) {
		registry.add("pinecone.client-id", pinecone::clientId);
		registry.add("pinecone.client-secret", () -> WRONG_SECRET);
		registry.add("pinecone.oauth.token-uri", pinecone::tokenUri);
		registry.add("pinecone.admin.base-url", pinecone::baseUrl);
	}

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = new TestClient(port);
	}

	@AfterAll
	static void close() {
		pinecone.close();
	}

	@Test
	void listIsUnavailableWithProblemDetail() {
		assertThat(this.client.get("/projects")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isStrictlyEqualTo("""
					{
						"title": "Service Unavailable",
						"status": 503,
						"detail": "Could not obtain an access token for Pinecone's Admin API.",
						"instance": "/projects",
						"error": "access_denied"
					}""");
	}

	@Test
	void healthIsDownWithErrorCode() {
		assertThat(this.client.get("/actuator/health")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyJson()
			.hasPathSatisfying("$.components.pinecone.status", (status) -> assertThat(status).isEqualTo("DOWN"))
			.hasPathSatisfying("$.components.pinecone.details.error",
					(error) -> assertThat(error).isEqualTo("access_denied"));
	}

	@Test
	void livenessAndReadinessAreUp() {
		this.client.get("/projects");
		assertThat(this.client.get("/actuator/health/liveness")).hasStatusOk();
		assertThat(this.client.get("/actuator/health/readiness")).hasStatusOk();
	}

	@Test
	void prometheusHasFailure() {
		this.client.get("/projects");
		assertThat(this.client.get("/actuator/prometheus")).bodyText()
			.contains(
					"pinecone_oauth_token_requests_seconds_count{account=\"default\",error=\"access_denied\",outcome=\"failure\"}");
	}

	@Test
	void noOutputHasSecret(CapturedOutput output) {
		for (String path : new String[] { "/projects", "/actuator/health", "/actuator/prometheus" }) {
			assertThat(this.client.get(path)).bodyText().doesNotContain(WRONG_SECRET);
		}
		assertThat(output).contains("check pinecone.client-id and pinecone.client-secret").doesNotContain(WRONG_SECRET);
	}

}
