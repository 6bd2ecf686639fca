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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.KeyStores;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
	void contextWhenClosedLeavesNeitherConnectionsNorThreads(HttpLibrary library) throws Exception {
		Set<Thread> before = threads();
		try (KeepAliveServer adminApi = new KeepAliveServer()) {
			runner(library, adminApi).run((application) -> {
				AdminClient.WEB_CLIENT.get(application, "projects");
				AdminClient.REST_CLIENT.get(application, "projects");
				assertThat(adminApi.connections()).isEqualTo(2);
			});
			adminApi.awaitConnections(0);
			Awaitility.await()
				.atMost(AdminClient.TIMEOUT)
				.untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
		}
	}

	@ParameterizedTest
	@MethodSource("applications")
	void groupWhenContextIsClosedLeavesNoConnections(HttpLibrary library, AdminClient.Service service)
			throws Exception {
		try (KeepAliveServer adminApi = new KeepAliveServer()) {
			runner(library, adminApi).withUserConfiguration(service.configuration()).run((application) -> {
				AdminClient.HTTP_SERVICE.get(application, "projects");
				assertThat(adminApi.connections()).isEqualTo(1);
			});
			adminApi.awaitConnections(0);
		}
	}

	static Stream<Arguments> applications() {
		return libraries().flatMap(
				(library) -> Stream.of(AdminClient.Service.values()).map((service) -> Arguments.of(library, service)));
	}

	static Stream<Arguments> clients() {
		return libraries().flatMap((library) -> Stream.of(AdminClient.WEB_CLIENT, AdminClient.REST_CLIENT)
			.map((client) -> Arguments.of(library, client)));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void clientWhenSslBundleIsUpdatedIsClosedOnceItIsIdle(HttpLibrary library, AdminClient client) throws Exception {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("admin", bundle());
		try (KeepAliveServer adminApi = new KeepAliveServer(SERVER)) {
			runner(library, adminApi).withBean(DefaultSslBundleRegistry.class, () -> bundles)
				.withPropertyValues("pinecone.admin.ssl.bundle=admin")
				.run((application) -> {
					CompletableFuture<Response> slow = CompletableFuture
						.supplyAsync(() -> client.get(application, "slow"), (task) -> new Thread(task).start());
					adminApi.awaitSlowRequest();
					bundles.updateBundle("admin", bundle());
					assertThat(client.get(application, "projects").status()).isEqualTo(200);
					assertThat(adminApi.connections()).isEqualTo(2);
					adminApi.endSlowAnswer();
					assertThat(slow.get(50, TimeUnit.SECONDS)).isEqualTo(new Response(200, "[]"));
					adminApi.awaitConnections(1);
					assertThat(client.get(application, "projects").status()).isEqualTo(200);
					assertThat(adminApi.connections()).isEqualTo(1);
				});
		}
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
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("HttpClient@.*|httpclient-.*"))
			.collect(Collectors.toSet());
	}

	private static SslBundle bundle() {
		return SslBundle.of(
				new JksSslStoreBundle(null,
						JksSslStoreDetails.forLocation(SERVER.toUri().toString()).withPassword(KeyStores.PASSWORD)),
				SslBundleKey.of(KeyStores.PASSWORD));
	}

}
