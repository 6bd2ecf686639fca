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

package io.github.pineconeoauth.token;

import java.io.IOException;
import java.nio.file.Path;

import javax.net.ssl.SSLException;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.KeyStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for token requests over TLS, with a certificate that is made for the occasion.
 */
class TokenRequestTlsTests {

	private static final Path LOCALHOST = KeyStores.localhost();

	private final RawServer server = RawServer.startTlsAt(0, LOCALHOST, TokenApplication.tokenResponse());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void requestWhenAuthorityIsUnknownPointsToTls() {
		TokenApplication.runner(this.server.url()).run((application) -> {
			PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
			assertThat(failure).hasCauseInstanceOf(SSLException.class).hasMessageContaining("TLS");
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void requestWhenSslBundleKnowsAuthoritySucceeds() {
		trusting(LOCALHOST, this.server.url()).run((application) -> {
			assertThat(TokenApplication.authorize(application)).isNotNull();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void requestWhenServerSpeaksHttp2AsWellIsSentOverHttp11() {
		trusting(LOCALHOST, this.server.url()).run((application) -> {
			TokenApplication.authorize(application);
			assertThat(this.server.requests().get(0).head()).startsWith("POST /oauth/token HTTP/1.1\r\n");
		});
	}

	private static ApplicationContextRunner trusting(Path keyStore, String tokenUri) {
		return TokenApplication.runner(tokenUri)
			.withPropertyValues("pinecone.oauth.ssl.bundle=token-endpoint",
					"spring.ssl.bundle.pem.token-endpoint.truststore.certificate=" + KeyStores.certificate(keyStore),
					"spring.ssl.bundle.pem.token-endpoint.options.enabled-protocols=TLSv1.3");
	}

}
