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

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Objects;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.KeyStores;

/**
 * Application in a JVM of its own that reads host names from a file. Asks for a token,
 * adds the host to the file, and asks again.
 */
public final class UnknownHostApplication {

	private static final String HOST = "login.pinecone.invalid";

	private UnknownHostApplication() {
	}

	/**
	 * Run the application.
	 * @param directory where the file may be written
	 * @return what it printed
	 */
	static String run(Path directory) throws Exception {
		Path hosts = Files.createFile(directory.resolve("hosts"));
		Path keyStore = KeyStores.create(HOST, "dns:" + HOST);
		Path java = Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java");
		try (RawServer server = RawServer.startTlsAt(0, keyStore, TokenApplication.tokenResponse())) {
			Process process = new ProcessBuilder(java.toString(), "-Djdk.net.hosts.file=" + hosts,
					"-XX:TieredStopAtLevel=1", "-cp", Objects.requireNonNull(System.getProperty("java.class.path")),
					UnknownHostApplication.class.getName(), hosts.toString(), KeyStores.certificate(keyStore),
					server.url().replace("localhost", HOST))
				.redirectErrorStream(true)
				.start();
			try {
				return new String(process.getInputStream().readAllBytes());
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	/**
	 * Run in the other JVM.
	 * @param args the file, the certificate to trust and the token URI
	 */
	public static void main(String[] args) {
		Security.setProperty("networkaddress.cache.negative.ttl", "0");
		TokenApplication.runner(args[2])
			.withPropertyValues("pinecone.oauth.connect-timeout=20s", "pinecone.oauth.read-timeout=30s")
			.withPropertyValues("pinecone.oauth.ssl.bundle=token-endpoint",
					"spring.ssl.bundle.pem.token-endpoint.truststore.certificate=" + args[1])
			.run((application) -> {
				PineconeAuthorizationException failure = TokenApplication.authorizeAndFail(application);
				System.out.println(failure.getError().getErrorCode() + " " + failure.getStatusCode() + " "
						+ failure.isTransient());
				Files.writeString(Path.of(args[0]), "127.0.0.1 " + HOST + "\n");
				TokenApplication.authorize(application);
				System.out.println("recovered");
			});
	}

}
