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
import java.nio.file.Path;

import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the JVM's proxy properties, with each HTTP client. The hosts of the token
 * endpoint and the Admin API do not exist, so requests only succeed through the proxy.
 */
class ProxyTests {

	private static final String TOKEN_HOST = "login.pinecone.invalid";

	private static final String ADMIN_HOST = "api.pinecone.invalid";

	private static final Path KEY_STORE = KeyStores.create("pinecone", "dns:" + TOKEN_HOST + ",dns:" + ADMIN_HOST);

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer(PineconeServer.https(KEY_STORE));

	private final ForwardProxy proxy = new ForwardProxy(pinecone.port());

	private @Nullable String proxyHost;

	private @Nullable String proxyPort;

	@BeforeEach
	void setProxy() {
		this.proxyHost = System.setProperty("https.proxyHost", "127.0.0.1");
		this.proxyPort = System.setProperty("https.proxyPort", String.valueOf(this.proxy.port()));
	}

	@AfterEach
	void restoreProxy() throws IOException {
		restore("https.proxyHost", this.proxyHost);
		restore("https.proxyPort", this.proxyPort);
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void requestsUseProxyOfTheJvmIfSpringBootConfiguresIt(HttpLibrary library) {
		library.runner()
			.withPropertyValues("pinecone.oauth.token-uri=https://" + TOKEN_HOST + "/oauth/token",
					"pinecone.admin.base-url=https://" + ADMIN_HOST, "pinecone.oauth.ssl.bundle=pinecone",
					"pinecone.admin.ssl.bundle=pinecone",
					"spring.ssl.bundle.jks.pinecone.truststore.location=" + KEY_STORE.toUri(),
					"spring.ssl.bundle.jks.pinecone.truststore.password=" + KeyStores.PASSWORD)
			.run((application) -> {
				application.getBean(OAuth2AuthorizedClientManager.class)
					.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("user").build());
				assertThat(this.proxy.tunnels()).containsExactly(TOKEN_HOST + ":443");
				for (AdminClient client : AdminClient.values()) {
					this.proxy.tunnels().clear();
					if (!isToldOfProxies(library)) {
						assertThatExceptionOfType(RuntimeException.class).as("%s", client)
							.isThrownBy(() -> client.get(application, "projects"))
							.withStackTraceContaining(ADMIN_HOST);
						assertThat(this.proxy.tunnels()).isEmpty();
					}
					else {
						assertThat(client.get(application, "projects").status()).as("%s", client).isEqualTo(200);
						assertThat(this.proxy.tunnels()).containsExactly(ADMIN_HOST + ":443");
					}
				}
			});
	}

	/**
	 * Spring Boot passes these properties to Reactor Netty since 4.1.
	 */
	private static boolean isToldOfProxies(HttpLibrary library) {
		return switch (library) {
			case JETTY -> false;
			case REACTOR -> !SpringBootVersion.getVersion().startsWith("4.0.");
			default -> true;
		};
	}

	private static void restore(String property, @Nullable String value) {
		if (value != null) {
			System.setProperty(property, value);
		}
		else {
			System.clearProperty(property);
		}
	}

}
