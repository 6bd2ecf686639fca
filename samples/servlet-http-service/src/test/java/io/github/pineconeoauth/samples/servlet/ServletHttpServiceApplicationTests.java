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

import java.net.URI;
import java.util.UUID;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with the embedded Pinecone and a log
 * that leaves nothing out.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "pinecone.client-id=", "pinecone.client-secret=", "logging.level.io.github.pineconeoauth=trace",
				"logging.level.org.springframework.security=trace", "logging.level.web=trace" })
class ServletHttpServiceApplicationTests {

	private TestClient client;

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = new TestClient(port);
	}

	@Test
	void listHasProjectsOfAccount() {
		assertThat(this.client.get("/projects")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].name")
			.asArray()
			.contains("chatbot-prod", "chatbot-staging", "document-search", "sandbox");
	}

	@Test
	void organizationsAreThoseOfAccountWithAllTheirFields() {
		assertThat(this.client.get("/organizations")).hasStatusOk()
			.bodyJson()
			.hasPathSatisfying("$.data[*].name",
					(names) -> assertThat(names).asArray().containsExactly("Example Company"))
			.hasPath("$.data[0].support_tier");
	}

	@Test
	void createAddsProject() {
		String path = create("new-project");
		assertThat(this.client.get(path)).hasStatusOk()
			.bodyJson()
			.hasPathSatisfying("$.id", (id) -> assertThat(id).isEqualTo(path.substring("/projects/".length())))
			.hasPathSatisfying("$.name", (name) -> assertThat(name).isEqualTo("new-project"))
			.hasPath("$.organizationId");
		assertThat(this.client.get("/projects")).bodyText().contains("new-project");
	}

	@Test
	void deleteRemovesProject() {
		String path = create("short-lived-project");
		assertThat(this.client.delete(path)).hasStatus(HttpStatus.ACCEPTED);
		assertThat(this.client.get("/projects")).bodyText().doesNotContain("short-lived-project");
		assertThatProblem(this.client.get(path), HttpStatus.NOT_FOUND, "There is no such project.");
	}

	@Test
	void deleteWhenThereIsNoSuchProjectIsNotFound() {
		assertThatProblem(this.client.delete("/projects/" + UUID.randomUUID()), HttpStatus.NOT_FOUND,
				"There is no such project.");
	}

	@Test
	void deleteWhenIdIsNoUuidIsBadRequest() {
		assertThatProblem(this.client.delete("/projects/sandbox"), HttpStatus.BAD_REQUEST,
				"Failed to convert 'id' with value: 'sandbox'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no JSON", "[]", "{}", """
			{"name":null}""", """
			{"name":""}""" })
	void createWhenThereIsNoNameIsBadRequest(String json) {
		assertThatProblem(this.client.post("/projects", json), HttpStatus.BAD_REQUEST, "Failed to read request");
	}

	@Test
	void createWhenAdminApiRejectsNameIsBadRequest() {
		assertThatProblem(this.client.post("/projects", """
				{"name":"%s"}""".formatted("x".repeat(513))), HttpStatus.BAD_REQUEST,
				"The field name must have 1 to 512 characters.");
	}

	@Test
	void healthIsUpWithTimeToExpiry() {
		assertThat(this.client.get("/actuator/health")).hasStatusOk()
			.bodyJson()
			.hasPathSatisfying("$.components.pinecone.status", (status) -> assertThat(status).isEqualTo("UP"))
			.extractingPath("$.components.pinecone.details.expiresInSeconds")
			.asNumber()
			.satisfies((seconds) -> assertThat(seconds.intValue()).isBetween(1, 1800));
	}

	@Test
	void prometheusHasMetersOfToken() {
		this.client.get("/projects");
		assertThat(this.client.get("/actuator/prometheus")).hasStatusOk()
			.bodyText()
			.contains(
					"pinecone_oauth_token_requests_seconds_count{account=\"default\",error=\"none\",outcome=\"success\"} 1\n")
			.containsPattern("\npinecone_oauth_token_expiry_seconds\\{account=\"default\"} 1\\d{3}\\.");
	}

	@Test
	void endpointsAreOpen(@Autowired ApplicationContext context) {
		assertThat(context.getBeanNamesForType(SecurityFilterChain.class)).isEmpty();
		assertThat(this.client.get("/actuator")).hasStatusOk();
		assertThat(this.client.get("/actuator/health/liveness")).hasStatusOk();
		assertThat(this.client.get("/nowhere")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void neitherAnswersNorLogHaveSecretOrToken(@Autowired EmbeddedPinecone pinecone,
			@Autowired OAuth2AuthorizedClientManager manager, CapturedOutput output) {
		String token = token(manager);
		for (String path : new String[] { "/projects", "/nowhere", "/actuator/health", "/actuator/prometheus" }) {
			assertThat(this.client.get(path)).bodyText().isNotEmpty().doesNotContain(pinecone.clientSecret(), token);
		}
		assertThat(output).contains("TRACE").doesNotContain(pinecone.clientSecret()).doesNotContain(token);
	}

	private static String token(OAuth2AuthorizedClientManager manager) {
		OAuth2AuthorizedClient client = manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("test").build());
		assertThat(client).isNotNull();
		return client.getAccessToken().getTokenValue();
	}

	private String create(String name) {
		RestTestClientResponse response = this.client.post("/projects", """
				{"name":"%s"}""".formatted(name));
		assertThat(response).hasStatus(HttpStatus.CREATED);
		URI location = response.getExchangeResult().getResponseHeaders().getLocation();
		assertThat(location).isNotNull();
		return location.toString();
	}

	private static void assertThatProblem(RestTestClientResponse response, HttpStatus status, String detail) {
		assertThat(response).hasStatus(status)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo(detail);
	}

}
