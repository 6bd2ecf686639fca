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
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.token.RawServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a closed application context leaves no resources behind. Callers that still
 * wait for a token get it.
 */
class ClosedContextTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	/**
	 * Before Java 21 only the garbage collector closes the JDK's clients.
	 */
	@Test
	void closedContextLeavesNeitherThreadsNorConnections() throws IOException, InterruptedException {
		Set<Thread> before = threads();
		try (RawServer tokenEndpoint = RawServer.start(RawServer.keepAlive(Response.token("token", 1800).body()));
				RawServer adminApi = RawServer.start(RawServer.keepAlive("[]"))) {
			this.contextRunner
				.withPropertyValues("pinecone.oauth.token-uri=" + tokenEndpoint.url(),
						"pinecone.admin.base-url=http://localhost:" + adminApi.port())
				.run(ClosedContextTests::callWithEachClient);
			assertThat(tokenEndpoint.connections()).isEqualTo(1);
			assertThat(adminApi.connections()).isEqualTo(2);
			awaitGarbageCollection(() -> assertThat(threads()).isSubsetOf(before));
			assertThat(tokenEndpoint.awaitNoConnections(ClientKind.TIMEOUT)).isTrue();
			assertThat(adminApi.awaitNoConnections(ClientKind.TIMEOUT)).isTrue();
		}
	}

	private static void callWithEachClient(ApplicationContext context) {
		for (ClientKind kind : ClientKind.values()) {
			kind.get(context, LoopbackServer.PROJECTS, "");
		}
	}

	@Test
	void sslBundleThatOutlivesTheContextKeepsNoClients() {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("admin", SslBundle.of(SslStoreBundle.NONE));
		List<WeakReference<@Nullable Object>> clients = new ArrayList<>();
		this.contextRunner.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("pinecone.admin.ssl.bundle=admin")
			.run((context) -> {
				clients.add(new WeakReference<>(context.getBean("pineconeAdminRestClient")));
				clients.add(new WeakReference<>(context.getBean("pineconeAdminWebClient")));
			});
		awaitGarbageCollection(() -> assertThat(clients).extracting(WeakReference::get).containsOnlyNulls());
		assertThat(bundles.getBundle("admin")).isNotNull();
	}

	@Test
	void callDuringTheCloseHasToken() {
		List<@Nullable String> answers = new ArrayList<>();
		this.contextRunner.run((context) -> {
			RestClient pinecone = context.getBean("pineconeAdminRestClient", RestClient.class);
			((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("lastCall",
					() -> answers.add(pinecone.get().uri(LoopbackServer.PROJECTS).retrieve().body(String.class)));
			assertThat(this.server.requests("/")).isEmpty();
		});
		assertThat(answers).containsExactly("Bearer token-1");
	}

	@Test
	void callerGetsTokenThatArrivesAfterTheClose() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.on(LoopbackServer.TOKEN, (request) -> {
			asked.countDown();
			return closed.await(30, TimeUnit.SECONDS) ? Response.token("token", 1800) : new Response(500, "");
		});
		List<CompletableFuture<String>> tokens = new ArrayList<>();
		this.contextRunner.run((context) -> {
			OAuth2AuthorizedClientManager manager = context.getBean(OAuth2AuthorizedClientManager.class);
			tokens.add(CompletableFuture.supplyAsync(() -> AuthorizedClients.token(manager),
					(task) -> new Thread(task, "caller").start()));
			assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
		});
		closed.countDown();
		assertThat(tokens).singleElement()
			.satisfies((token) -> assertThat(token.get(50, TimeUnit.SECONDS)).isEqualTo("token"));
	}

	private static void awaitGarbageCollection(Runnable assertion) {
		Awaitility.await().atMost(ClientKind.TIMEOUT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
			System.gc();
			assertion.run();
		});
	}

	/**
	 * Return the starter's threads, and the thread that each JDK HTTP client has while it
	 * is used. Other threads of these clients end after a minute.
	 */
	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("pinecone-oauth-.*|HttpClient-.*-SelectorManager"))
			.collect(Collectors.toSet());
	}

}
