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

import java.nio.file.Path;
import java.util.List;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for SSL bundles that are updated while the application runs, with each HTTP
 * library. The server has a certificate that no JVM trusts, and demands one itself.
 */
class SslBundleTests {

	private static final Path SERVER = KeyStores.localhost();

	private static final Path CLIENT = KeyStores.localhost();

	private static final SslBundle UNTRUSTING = bundle(CLIENT, CLIENT);

	private static final SslBundle ANONYMOUS = bundle(null, SERVER);

	private static final SslBundle GOOD = bundle(CLIENT, SERVER);

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer(PineconeServer.https(SERVER)
		.needClientAuth(true)
		.trustStoreType("PKCS12")
		.trustStorePath(CLIENT.toString())
		.trustStorePassword(KeyStores.PASSWORD));

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

	@ParameterizedTest
	@EnumSource
	void updatedBundleIsUsedFromThenOn(HttpLibrary library) {
		this.bundles.registerBundle("oauth", GOOD);
		this.bundles.registerBundle("admin", UNTRUSTING);
		runner(library).run((application) -> {
			for (AdminClient client : AdminClient.values()) {
				assertThatExceptionOfType(RuntimeException.class).as("%s", client)
					.isThrownBy(() -> client.get(application, "projects"))
					.withStackTraceContaining("SSLHandshakeException");
			}
			this.bundles.updateBundle("admin", GOOD);
			for (AdminClient client : AdminClient.values()) {
				assertThat(client.get(application, "projects").status()).as("%s", client).isEqualTo(200);
			}
		});
	}

	@Test
	void updatedBundleOfTokenEndpointIsUsedFromThenOn() {
		this.bundles.registerBundle("oauth", UNTRUSTING);
		this.bundles.registerBundle("admin", GOOD);
		runner(HttpLibrary.JDK).run((application) -> {
			for (SslBundle refused : List.of(UNTRUSTING, ANONYMOUS)) {
				this.bundles.updateBundle("oauth", refused);
				assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> authorize(application))
					.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable"));
			}
			this.bundles.updateBundle("oauth", GOOD);
			authorize(application);
			assertThat(pinecone.tokenRequests()).hasSize(1);
		});
	}

	@Test
	void updatedBundleOfHttpServiceGroupIsUsedFromThenOn() {
		this.bundles.registerBundle("oauth", GOOD);
		this.bundles.registerBundle("admin", GOOD);
		this.bundles.registerBundle("group", ANONYMOUS);
		runner(HttpLibrary.JDK).withPropertyValues("spring.http.serviceclient.pinecone.ssl.bundle=group")
			.run((application) -> {
				assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> AdminClient.HTTP_SERVICE.get(application, "projects"))
					.withStackTraceContaining("SSL");
				this.bundles.updateBundle("group", GOOD);
				assertThat(AdminClient.HTTP_SERVICE.get(application, "projects").status()).isEqualTo(200);
			});
	}

	private ApplicationContextRunner runner(HttpLibrary library) {
		return library.runner(pinecone)
			.withBean(DefaultSslBundleRegistry.class, () -> this.bundles)
			.withPropertyValues("pinecone.oauth.ssl.bundle=oauth", "pinecone.admin.ssl.bundle=admin");
	}

	private static void authorize(ApplicationContext application) {
		application.getBean(OAuth2AuthorizedClientManager.class)
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("user").build());
	}

	private static SslBundle bundle(@Nullable Path keyStore, Path trustStore) {
		return SslBundle.of(new JksSslStoreBundle((keyStore != null) ? details(keyStore) : null, details(trustStore)),
				SslBundleKey.of(KeyStores.PASSWORD));
	}

	private static JksSslStoreDetails details(Path store) {
		return JksSslStoreDetails.forLocation(store.toUri().toString()).withPassword(KeyStores.PASSWORD);
	}

}
