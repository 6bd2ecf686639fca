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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.Threads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the HTTP clients of the Admin API are closed, with each HTTP library.
 */
class ClosingTests {

	private static final Path SERVER = KeyStores.localhost();

	private final LoopbackServer tokenEndpoint = new LoopbackServer();

	@BeforeEach
	void answerTokenRequests() {
		this.tokenEndpoint.on("/oauth/token", (request) -> Response.token("token", 1800));
	}

	@AfterEach
	void closeTokenEndpoint() {
		this.tokenEndpoint.close();
	}

	/**
	 * All but the simple one, whose connections belong to the JVM, and the JDK's before
	 * Java 21, which the garbage collector closes.
	 */
	static Stream<HttpLibrary> libraries() {
		return Stream.of(HttpLibrary.values())
			.filter((library) -> library != HttpLibrary.SIMPLE
					&& (library != HttpLibrary.JDK || Runtime.version().feature() >= 21));
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void closedContextLeavesNeitherConnectionsNorThreads(HttpLibrary library) throws Exception {
		Set<Thread> before = threads();
		try (KeepAliveServer adminApi = new KeepAliveServer()) {
			runner(library, adminApi).run((application) -> {
				for (AdminClient client : AdminClient.values()) {
					client.get(application, "projects");
				}
				assertThat(adminApi.connections()).isEqualTo(AdminClient.values().length);
			});
			adminApi.awaitConnections(0);
			Awaitility.await()
				.atMost(AdminClient.TIMEOUT)
				.untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
		}
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void clientsAreClosedOnceIdleWhenSslBundleIsUpdated(HttpLibrary library) throws Exception {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("admin", bundle());
		AdminClient[] clients = AdminClient.values();
		try (KeepAliveServer adminApi = new KeepAliveServer(SERVER)) {
			runner(library, adminApi).withBean(DefaultSslBundleRegistry.class, () -> bundles)
				.withPropertyValues("pinecone.admin.ssl.bundle=admin")
				.run((application) -> {
					List<CompletableFuture<Response>> slow = Stream.of(clients)
						.map((client) -> CompletableFuture.supplyAsync(() -> client.get(application, "slow"),
								(task) -> new Thread(task).start()))
						.toList();
					adminApi.awaitSlowRequests(clients.length);
					bundles.updateBundle("admin", bundle());
					assertProjects(application);
					assertThat(adminApi.connections()).isEqualTo(2 * clients.length);
					adminApi.endSlowAnswers();
					for (CompletableFuture<Response> response : slow) {
						assertThat(response.get(50, TimeUnit.SECONDS)).isEqualTo(new Response(200, "[]"));
					}
					adminApi.awaitConnections(clients.length);
					assertProjects(application);
					assertThat(adminApi.connections()).isEqualTo(clients.length);
				});
		}
	}

	private static void assertProjects(ApplicationContext application) {
		assertThat(AdminClient.values())
			.allSatisfy((client) -> assertThat(client.get(application, "projects").status()).isEqualTo(200));
	}

	private ApplicationContextRunner runner(HttpLibrary library, KeepAliveServer adminApi) {
		return library.runner()
			.withPropertyValues("pinecone.oauth.token-uri=" + this.tokenEndpoint.uri("/oauth/token"),
					"pinecone.admin.base-url=" + adminApi.url());
	}

	/**
	 * Return the threads of Jetty's and of HttpComponents' clients. All clients of
	 * Reactor Netty share theirs, and the JDK's client of the token endpoint is always
	 * there.
	 */
	private static Set<Thread> threads() {
		return Threads.named("HttpClient@.*|httpclient-.*");
	}

	private static SslBundle bundle() {
		return SslBundle.of(
				new JksSslStoreBundle(null,
						JksSslStoreDetails.forLocation(SERVER.toUri().toString()).withPassword(KeyStores.PASSWORD)),
				SslBundleKey.of(KeyStores.PASSWORD));
	}

}
