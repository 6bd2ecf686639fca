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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.Threads;
import io.github.pineconeoauth.token.RawServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
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

	/**
	 * In a JVM of its own, which keeps nothing that is only softly reachable.
	 */
	@Test
	void classLoaderOfClosedApplicationIsCollected(@TempDir Path directory) throws IOException, InterruptedException {
		this.server.on(LoopbackServer.PROJECTS, new Response(200, "{\"data\":[]}"));
		Path log = directory.resolve("log");
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:SoftRefLRUPolicyMSPerMB=0",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp",
				ClassLoaderOfApplication.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
				ClassLoaderOfApplication.class.getName(), System.getProperty("java.class.path"),
				Application.class.getName()));
		Stream.of(this.server.properties()).map("--"::concat).forEach(command::add);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("PINECONE") || name.startsWith("SPRING"));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(Files.readString(log)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(this.server.requests(LoopbackServer.PROJECTS)).hasSize(2);
		assertThat(this.server.tokenRequests()).hasSize(1);
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
		return Threads.named("pinecone-oauth-.*|HttpClient-.*-SelectorManager");
	}

	/**
	 * An application that starts, calls the Admin API and ends.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class, WebClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class,
			PineconeAdminAutoConfiguration.class })
	public static class Application {

		public static void run(String[] arguments, Runnable started) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setBannerMode(Banner.Mode.OFF);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				started.run();
				context.getBean(PineconeAdmin.class).projects().list();
				context.getBean(ReactivePineconeAdmin.class).projects().list().blockLast(ClientKind.TIMEOUT);
			}
			// Reactor's threads are the application's, and it ends with them
			Schedulers.shutdownNow();
		}

		/**
		 * Threads that do not stay for a minute, as those of the JDK's HTTP client do.
		 */
		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> connectorCustomizer() {
			return (builder) -> builder.withExecutor(new SimpleAsyncTaskExecutor("http-"));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> requestFactoryCustomizer() {
			return (builder) -> builder.withExecutor(new SimpleAsyncTaskExecutor("http-"));
		}

	}

}
