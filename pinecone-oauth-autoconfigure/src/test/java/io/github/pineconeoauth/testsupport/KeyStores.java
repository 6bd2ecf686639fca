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

package io.github.pineconeoauth.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.springframework.util.Assert;

/**
 * Creates key stores.
 */
public final class KeyStores {

	/**
	 * The password of all key stores.
	 */
	public static final String PASSWORD = "password";

	private static final String ALIAS = "key";

	private KeyStores() {
	}

	/**
	 * Create a PKCS 12 key store with a self-signed certificate for {@code localhost}.
	 * @return the file, which is deleted when the JVM ends
	 */
	public static Path localhost() {
		return create("localhost", "dns:localhost,ip:127.0.0.1");
	}

	/**
	 * Create a PKCS 12 key store with a self-signed certificate.
	 * @param name the name of its owner
	 * @param hosts the hosts that it is for, such as {@code dns:localhost}
	 * @return the file, which is deleted when the JVM ends
	 */
	public static Path create(String name, String hosts) {
		try {
			Path directory = Files.createTempDirectory("pinecone-oauth-");
			Path file = directory.resolve(name + ".p12");
			directory.toFile().deleteOnExit();
			file.toFile().deleteOnExit();
			Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
			Process process = new ProcessBuilder(keytool.toString(), "-J-XX:TieredStopAtLevel=1", "-genkeypair",
					"-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-ext",
					"SAN=" + hosts, "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
					file.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			Assert.state(process.waitFor() == 0, output);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a context for a server with the certificate of a key store.
	 * @param file the key store
	 * @return the context
	 */
	public static SSLContext serverContext(Path file) {
		try {
			KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keyManagers.init(load(file), PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keyManagers.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the certificate of a key store.
	 * @param file the key store
	 * @return the certificate in PEM format
	 */
	public static String certificate(Path file) {
		try {
			return "-----BEGIN CERTIFICATE-----\n"
					+ Base64.getEncoder().encodeToString(load(file).getCertificate(ALIAS).getEncoded())
					+ "\n-----END CERTIFICATE-----\n";
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(file)) {
			keyStore.load(input, PASSWORD.toCharArray());
		}
		return keyStore;
	}

}
