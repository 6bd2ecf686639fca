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

package io.github.pineconeoauth.samples.inventory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.github.pineconeoauth.admin.CreateApiKeyRequest;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ProjectInventoryApplication}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProjectInventoryApplicationTests {

	private final EmbeddedPinecone pinecone = EmbeddedPinecone.builder()
		.tokenLifetime(Duration.ofHours(2))
		.content(EmbeddedPineconeConfiguration::addExamples)
		.start();

	private final Map<String, String> properties = new HashMap<>(Map.of("pinecone.client-id", this.pinecone.clientId(),
			"pinecone.client-secret", this.pinecone.clientSecret(), "pinecone.oauth.token-uri",
			this.pinecone.tokenUri().toString(), "pinecone.admin.base-url", this.pinecone.baseUrl().toString()));

	@AfterEach
	void close() {
		this.pinecone.close();
	}

	@Test
	void applicationHasNoWebServer() {
		assertThat(new SpringApplication(ProjectInventoryApplication.class).getWebApplicationType())
			.isEqualTo(WebApplicationType.NONE);
	}

	@Test
	void runPrintsInventoryAndNothingElse(CapturedOutput output) {
		assertThat(run()).isZero();
		List<String> lines = output.getAll().lines().toList();
		int last = lines.size() - 1;
		assertThat(lines.subList(0, last)).containsExactly("ORGANIZATION     PROJECT          API KEY            ROLES",
				"Example Company  chatbot-prod     chat-service       DataPlaneViewer",
				"Example Company  chatbot-prod     ingestion          DataPlaneEditor",
				"Example Company  chatbot-prod     terraform          ControlPlaneEditor",
				"Example Company  chatbot-staging  developers         ProjectEditor",
				"Example Company  chatbot-staging  integration-tests  ControlPlaneEditor, DataPlaneEditor",
				"Example Company  document-search  dashboard          ControlPlaneViewer, DataPlaneViewer",
				"Example Company  document-search  search-service     DataPlaneViewer",
				"Example Company  sandbox          -                  -", "",
				"Total: 1 organization, 4 projects, 7 API keys");
		assertThat(lines.get(last)).matches("Access token: 1h59m(\\d+s)? left");
	}

	@Test
	void runSendsOneTokenRequest() {
		assertThat(run()).isZero();
		assertThat(this.pinecone.tokenRequests()).isOne();
	}

	@Test
	void runPrintsNameOfNewApiKeyAndNoSecret(CapturedOutput output) {
		String apiKey;
		String token;
		try (ConfigurableApplicationContext context = start()) {
			apiKey = createApiKey(context.getBean(PineconeAdmin.class), "new-key");
			token = token(context.getBean(OAuth2AuthorizedClientManager.class));
		}
		assertThat(output).doesNotContain("new-key");
		assertThat(run()).isZero();
		assertThat(output).contains("new-key")
			.doesNotContain(apiKey)
			.doesNotContain(token)
			.doesNotContain(this.pinecone.clientSecret());
	}

	@Test
	void runWhenThereAreNoCredentialsSaysFirstThatPineconeIsEmbedded(CapturedOutput output) {
		this.properties.putAll(Map.of("pinecone.client-id", "", "pinecone.client-secret", " "));
		assertThat(run()).isZero();
		List<String> lines = output.getAll().lines().toList();
		assertThat(lines.get(0)).contains("embedded Pinecone", "PINECONE_CLIENT_ID", "PINECONE_CLIENT_SECRET");
		assertThat(lines).contains("Total: 1 organization, 4 projects, 7 API keys");
		assertThat(this.pinecone.tokenRequests()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.client-id", "pinecone.client-secret" })
	void runWhenOneCredentialIsMissingFailsWithAnalysis(String property, CapturedOutput output) {
		this.properties.put(property, "");
		assertThatException().isThrownBy(this::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "'" + property + "' is missing")
			.doesNotContain("embedded Pinecone");
	}

	@Test
	void runWhenCredentialsAreWrongFailsWithOneSentence(CapturedOutput output) {
		this.properties.put("pinecone.client-secret", "wrong-secret");
		assertThat(run()).isOne();
		assertThatOneLine(output).startsWith("No access token:")
			.contains("401", "check pinecone.client-id and pinecone.client-secret")
			.doesNotContain("wrong-secret");
	}

	@Test
	void runWhenAdminApiRefusesFailsWithOneSentence(CapturedOutput output) {
		this.properties.put("pinecone.admin.base-url", this.pinecone.baseUrl() + "/nowhere");
		assertThat(run()).isOne();
		assertThatOneLine(output).startsWith("Error from the Admin API: GET /admin/").contains("failed with 404");
	}

	@Test
	void runWhenAdminApiCannotBeReachedFailsWithOneSentence(CapturedOutput output) {
		EmbeddedPinecone closed = EmbeddedPinecone.start();
		closed.close();
		this.properties.put("pinecone.admin.base-url", closed.baseUrl().toString());
		assertThat(run()).isOne();
		assertThatOneLine(output).startsWith("No response from the Admin API: I/O error on GET request");
	}

	@Test
	void runWhenAnswerIsNotUnderstoodFailsWithOneSentence(CapturedOutput output) throws IOException {
		HttpServer server = serverThatAnswers("no JSON");
		this.properties.put("pinecone.admin.base-url", "http://127.0.0.1:" + server.getAddress().getPort());
		try {
			assertThat(run()).isOne();
		}
		finally {
			server.stop(0);
		}
		assertThatOneLine(output).startsWith("Error from the Admin API: GET /admin/").contains("cannot be read");
	}

	private int run() {
		return ProjectInventoryApplication.run(arguments());
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(ProjectInventoryApplication.class, arguments());
	}

	private String[] arguments() {
		return this.properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	private static String createApiKey(PineconeAdmin admin, String name) {
		String projectId = admin.projects().list().get(0).id();
		return admin.apiKeys().create(projectId, CreateApiKeyRequest.of(name)).value();
	}

	private static String token(OAuth2AuthorizedClientManager manager) {
		OAuth2AuthorizedClient client = manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("test").build());
		assertThat(client).isNotNull();
		return client.getAccessToken().getTokenValue();
	}

	private static HttpServer serverThatAnswers(String answer) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] body = answer.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, (body.length != 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static AbstractStringAssert<?> assertThatOneLine(CapturedOutput output) {
		assertThat(output.getOut()).isEmpty();
		assertThat(output.getErr().lines()).hasSize(1);
		return assertThat(output.getErr());
	}

}
