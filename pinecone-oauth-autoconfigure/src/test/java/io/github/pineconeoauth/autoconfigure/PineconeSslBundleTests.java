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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for SSL bundles, against a server whose certificate nobody trusts.
 */
class PineconeSslBundleTests {

	private static final Path KEY_STORE = KeyStores.localhost();

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone(KEY_STORE);

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withPropertyValues("pinecone.oauth.failure-backoff=0", "pinecone.oauth.retry.max-retries=0",
				"spring.ssl.bundle.jks.localhost.truststore.location=" + KEY_STORE.toUri(),
				"spring.ssl.bundle.jks.localhost.truststore.password=" + KeyStores.PASSWORD,
				"spring.ssl.bundle.jks.localhost.truststore.type=PKCS12");

	@ParameterizedTest
	@CsvSource({ "pinecone.oauth.ssl.bundle, true, false", "pinecone.admin.ssl.bundle, false, true",
			"spring.http.clients.ssl.bundle, false, true" })
	void bundleIsUsedForTokenRequestOrAdminApi(String property, boolean tokenRequest, boolean adminApi) {
		this.contextRunner.withPropertyValues(property + "=localhost").run((context) -> {
			assertThat(hasToken(context)).isEqualTo(tokenRequest);
			assertThat(reachesAdminApi(context)).isEqualTo(adminApi);
		});
	}

	@Test
	void bundleIsReloadedWhenItsFilesChange(@TempDir Path directory) throws IOException {
		Path authority = directory.resolve("authority.pem");
		Files.writeString(authority, KeyStores.certificate(KeyStores.create("other", "dns:localhost")));
		this.contextRunner
			.withPropertyValues("pinecone.oauth.ssl.bundle=reloading", "pinecone.admin.ssl.bundle=reloading",
					"spring.ssl.bundle.pem.reloading.reload-on-update=true",
					"spring.ssl.bundle.pem.reloading.truststore.certificate=" + authority.toUri(),
					"spring.ssl.bundle.watch.file.quiet-period=50ms")
			.run((context) -> {
				assertThat(hasToken(context) || reachesAdminApi(context)).isFalse();
				Files.writeString(authority, KeyStores.certificate(KEY_STORE));
				Awaitility.await()
					.atMost(ClientKind.TIMEOUT)
					.until(() -> hasToken(context) && reachesAdminApi(context));
			});
	}

	@Test
	void startFailsWhenBundleDoesNotExist() {
		this.contextRunner.withPropertyValues("pinecone.oauth.ssl.bundle=missing")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("missing"));
	}

	private static boolean hasToken(ApplicationContext context) {
		try {
			AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
			return true;
		}
		catch (PineconeAuthorizationException ex) {
			assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
			return false;
		}
	}

	/**
	 * Ask with a token of its own, so that the token request does not matter.
	 */
	private static boolean reachesAdminApi(ApplicationContext context) {
		try {
			context.getBean("pineconeAdminRestClient", RestClient.class)
				.get()
				.uri(LoopbackServer.PROJECTS)
				.header(HttpHeaders.AUTHORIZATION, "own")
				.retrieve()
				.toBodilessEntity();
			return true;
		}
		catch (ResourceAccessException ex) {
			return false;
		}
	}

}
