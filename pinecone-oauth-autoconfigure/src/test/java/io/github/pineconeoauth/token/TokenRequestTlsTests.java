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

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for token requests over TLS, with certificates that are made for the occasion.
 */
class TokenRequestTlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path directory;

	private static KeyStore localhost;

	private static KeyStore elsewhere;

	@BeforeAll
	static void makeCertificates() throws Exception {
		localhost = makeCertificate("localhost", "dns:localhost,ip:127.0.0.1");
		elsewhere = makeCertificate("elsewhere", "dns:elsewhere.example");
	}

	@Test
	void requestWhenAuthorityIsUnknownFailsAsUnavailable() throws Exception {
		try (RawServer server = start(localhost)) {
			TokenApplication.runner(server.url()).run((application) -> {
				assertTlsFailure(TokenApplication.authorizeAndFail(application));
				assertThat(server.requests()).isEmpty();
			});
		}
	}

	@Test
	void requestWhenSslBundleKnowsAuthoritySucceeds() throws Exception {
		try (RawServer server = start(localhost)) {
			trusting(localhost, TokenApplication.runner(server.url())).run((application) -> {
				assertThat(TokenApplication.authorize(application)).isNotNull();
				assertThat(server.requests()).hasSize(1);
			});
		}
	}

	@Test
	void requestWhenHostNameIsNotThatOfCertificateFailsAsUnavailable() throws Exception {
		try (RawServer server = start(elsewhere)) {
			trusting(elsewhere, TokenApplication.runner(server.url())).run((application) -> {
				assertTlsFailure(TokenApplication.authorizeAndFail(application));
				assertThat(server.requests()).isEmpty();
			});
		}
	}

	@Test
	void requestWhenServerGetsRightCertificateRecovers() throws Exception {
		int port;
		try (RawServer server = start(elsewhere)) {
			port = server.port();
		}
		ApplicationContextRunner runner = trusting(localhost,
				TokenApplication.runner("https://localhost:" + port + "/oauth/token"));
		runner.run((application) -> {
			try (RawServer wrong = start(elsewhere, port)) {
				assertTlsFailure(TokenApplication.authorizeAndFail(application));
				assertThat(wrong.requests()).isEmpty();
			}
			try (RawServer right = start(localhost, port)) {
				TokenApplication.assertRecovers(application, right);
			}
		});
	}

	@Test
	void requestWhenServerDoesNotSpeakTlsFailsAsUnavailable() throws Exception {
		try (RawServer server = RawServer.start((connection) -> {
			connection.write("HTTP/1.1 400 \r\n\r\n");
			connection.awaitEnd();
		})) {
			TokenApplication.runner(server.url().replace("http:", "https:"))
				.run((application) -> assertTlsFailure(TokenApplication.authorizeAndFail(application)));
		}
	}

	@Test
	void requestWhenServerDoesNotAnswerHandshakeFailsInTime() throws Exception {
		try (RawServer server = RawServer.start(RawServer.Connection::awaitEnd)) {
			TokenApplication.impatientRunner(server.url().replace("http:", "https:")).run((application) -> {
				PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
				assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
				assertThat(server.awaitNoConnections(Duration.ofSeconds(10))).isTrue();
			});
		}
	}

	private static void assertTlsFailure(PineconeAuthorizationException failure) {
		assertThat(failure.getError().getErrorCode()).isEqualTo("temporarily_unavailable");
		assertThat(failure.getStatusCode()).isNull();
		assertThat(failure.isTransient()).isTrue();
		assertThat(failure).hasCauseInstanceOf(SSLException.class).hasMessageContaining("TLS");
	}

	private static ApplicationContextRunner trusting(KeyStore keyStore, ApplicationContextRunner runner)
			throws Exception {
		String certificate = Base64.getEncoder().encodeToString(keyStore.getCertificate("key").getEncoded());
		return runner.withPropertyValues("pinecone.oauth.ssl.bundle=token-endpoint",
				"spring.ssl.bundle.pem.token-endpoint.truststore.certificate=-----BEGIN CERTIFICATE-----\n"
						+ certificate + "\n-----END CERTIFICATE-----\n");
	}

	private static RawServer start(KeyStore keyStore) throws Exception {
		return start(keyStore, 0);
	}

	private static RawServer start(KeyStore keyStore, int port) throws Exception {
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keyStore, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), null, null);
		return RawServer.startOn(RawServer.bind(context.getServerSocketFactory().createServerSocket(), port), "https",
				TokenApplication.tokenResponse());
	}

	private static KeyStore makeCertificate(String name, String subjectAlternativeName) throws Exception {
		Path file = directory.resolve(name + ".p12");
		Path keytool = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "key", "-keyalg", "EC",
				"-dname", "CN=" + name, "-ext", "san=" + subjectAlternativeName, "-validity", "2", "-storetype",
				"PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
		return load(file);
	}

	private static KeyStore load(Path file) throws Exception {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(file)) {
			keyStore.load(input, PASSWORD);
		}
		return keyStore;
	}

}
