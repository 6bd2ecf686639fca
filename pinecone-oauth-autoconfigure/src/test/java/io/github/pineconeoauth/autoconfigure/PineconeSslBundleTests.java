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

package io.github.pineconeoauth.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for SSL bundles, against a server whose certificate nobody trusts.
 */
class PineconeSslBundleTests {

	private static final Path KEY_STORE = KeyStores.localhost();

	@RegisterExtension
	static final PineconeServer server = new PineconeServer(PineconeServer.https(KEY_STORE));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withPropertyValues(server.properties())
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.retry.max-retries=0", "spring.http.clients.reactive.connector=jdk",
				"spring.ssl.bundle.jks.localhost.truststore.location=" + KEY_STORE.toUri(),
				"spring.ssl.bundle.jks.localhost.truststore.password=" + KeyStores.PASSWORD,
				"spring.ssl.bundle.jks.localhost.truststore.type=PKCS12");

	@Test
	void tokenRequestWhenBundleIsSetUsesIt() {
		this.contextRunner.withPropertyValues("pinecone.oauth.ssl.bundle=localhost")
			.run((context) -> assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo(PineconeServer.TOKEN));
	}

	@Test
	void tokenRequestWhenOnlyOtherBundlesAreSetDoesNotUseThem() {
		this.contextRunner
			.withPropertyValues("pinecone.admin.ssl.bundle=localhost", "spring.http.clients.ssl.bundle=localhost")
			.run((context) -> assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable")));
	}

	@Test
	void adminWebClientWhenBundleIsSetUsesIt() {
		this.contextRunner.withPropertyValues("pinecone.admin.ssl.bundle=localhost")
			.run((context) -> get(context.getBean("pineconeAdminWebClient", WebClient.class)));
		assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(1);
	}

	@Test
	void adminWebClientWhenBundleOfHttpClientsIsSetUsesIt() {
		this.contextRunner.withPropertyValues("spring.http.clients.ssl.bundle=localhost")
			.run((context) -> get(context.getBean("pineconeAdminWebClient", WebClient.class)));
		assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(1);
	}

	@Test
	void adminWebClientWhenOnlyBundleOfTokenRequestIsSetDoesNotUseIt() {
		this.contextRunner.withPropertyValues("pinecone.oauth.ssl.bundle=localhost")
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> get(context.getBean("pineconeAdminWebClient", WebClient.class))));
	}

	@Test
	void bundleWhenItsFilesChangeIsUsedFromThenOn(@TempDir Path directory) throws IOException {
		Path authority = directory.resolve("authority.pem");
		Files.writeString(authority, KeyStores.certificate(KeyStores.localhost()));
		this.contextRunner
			.withPropertyValues("pinecone.oauth.ssl.bundle=reloading", "pinecone.admin.ssl.bundle=reloading",
					"pinecone.oauth.failure-backoff=0", "spring.ssl.bundle.pem.reloading.reload-on-update=true",
					"spring.ssl.bundle.pem.reloading.truststore.certificate=" + authority.toUri(),
					"spring.ssl.bundle.watch.file.quiet-period=50ms")
			.run((context) -> {
				OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
				WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
				assertThatExceptionOfType(PineconeAuthorizationException.class)
					.isThrownBy(() -> AuthorizedClients.token(manager));
				assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> get(webClient));
				Files.writeString(authority, KeyStores.certificate(KEY_STORE));
				await().ignoreException(PineconeAuthorizationException.class)
					.until(() -> AuthorizedClients.token(manager).equals(PineconeServer.TOKEN));
				await().ignoreException(WebClientRequestException.class).untilAsserted(() -> get(webClient));
			});
	}

	@Test
	void startWhenBundleDoesNotExistFails() {
		this.contextRunner.withPropertyValues("pinecone.oauth.ssl.bundle=missing")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("missing"));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(50));
	}

	/**
	 * With a token of its own, so that the token request does not matter.
	 */
	private static void get(WebClient webClient) {
		webClient.get()
			.uri(PineconeServer.PROJECTS)
			.header(HttpHeaders.AUTHORIZATION, "own")
			.retrieve()
			.toBodilessEntity()
			.block(Duration.ofSeconds(20));
	}

}
