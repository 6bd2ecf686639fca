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

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.token.RawServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
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
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is left of an application context when it is closed: nothing, but for
 * those who still wait for a token.
 */
class ClosedContextTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
				PineconeWebClientAutoConfiguration.class))
		.withPropertyValues(properties(this.server.uri(TOKEN).toString(), this.server.uri("").toString()));

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token-" + this.server.requests(TOKEN).size(), 1800));
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void contextsWhenClosedLeaveNeitherThreadsNorConnections() throws IOException, InterruptedException {
		int contexts = 4;
		Set<Thread> before = threads();
		try (RawServer tokenEndpoint = RawServer.start(RawServer.keepAlive(Response.token("token", 1800).body()));
				RawServer adminApi = RawServer.start(RawServer.keepAlive("[]"))) {
			ApplicationContextRunner contextRunner = this.contextRunner
				.withPropertyValues(properties(tokenEndpoint.url(), "http://localhost:" + adminApi.port()));
			for (int i = 0; i < contexts; i++) {
				contextRunner.run((context) -> {
					restClient(context).get().uri(PROJECTS).retrieve().toBodilessEntity();
					webClient(context).get().uri(PROJECTS).retrieve().toBodilessEntity().block(TIMEOUT);
				});
			}
			assertThat(tokenEndpoint.connections()).isEqualTo(contexts);
			assertThat(adminApi.connections()).isEqualTo(contexts * 2);
			awaitGarbageCollection(() -> assertThat(threads()).isSubsetOf(before));
			assertThat(tokenEndpoint.awaitNoConnections(TIMEOUT)).isTrue();
			assertThat(adminApi.awaitNoConnections(TIMEOUT)).isTrue();
		}
	}

	/**
	 * As in a servlet container, where each application has a class loader, and the
	 * libraries are in it. The one of the last application does not matter: the JDK may
	 * remember what was last. The JDK's timer for all applications keeps the class loader
	 * of the first thread that needs it, which is the test's here.
	 */
	@Test
	void classLoadersWhenTheirContextsAreClosedAreCollected() throws Exception {
		new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.NANOSECONDS).join();
		List<WeakReference<ClassLoader>> classLoaders = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			classLoaders.add(runInClassLoaderOfItsOwn());
		}
		assertThat(this.server.requests(TOKEN)).hasSize(classLoaders.size());
		assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization)
			.containsExactly("Bearer token-1", "Bearer token-2");
		awaitGarbageCollection(() -> assertThat(classLoaders.get(0).get()).isNull());
	}

	@Test
	void clientsWhenTheirSslBundleOutlivesTheContextAreCollected() {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("admin", SslBundle.of(SslStoreBundle.NONE));
		List<WeakReference<Object>> clients = new ArrayList<>();
		this.contextRunner.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("pinecone.admin.ssl.bundle=admin")
			.run((context) -> {
				clients.add(new WeakReference<>(restClient(context)));
				clients.add(new WeakReference<>(webClient(context)));
			});
		awaitGarbageCollection(() -> assertThat(clients).extracting(WeakReference::get).containsOnlyNulls());
		assertThat(bundles.getBundle("admin")).isNotNull();
	}

	@Test
	void callWhenContextIsBeingClosedHasToken() {
		AtomicReference<@Nullable String> lastAnswer = new AtomicReference<>();
		this.contextRunner.withUserConfiguration(LastCallConfiguration.class)
			.withBean("lastAnswer", AtomicReference.class, () -> lastAnswer)
			.run((context) -> assertThat(this.server.requests(TOKEN)).isEmpty());
		assertThat(lastAnswer).hasValue("Bearer token-1");
	}

	@Test
	void callerWhenContextIsClosedInTheMeantimeGetsToken() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		this.server.on(TOKEN, (request) -> {
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
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
			System.gc();
			assertion.run();
		});
	}

	/**
	 * Return the threads of ours and those of the JDK's HTTP clients, of which each has
	 * one as long as it is used. Their other threads end after a minute.
	 */
	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("pinecone-oauth-.*|HttpClient-.*-SelectorManager"))
			.collect(Collectors.toSet());
	}

	private WeakReference<ClassLoader> runInClassLoaderOfItsOwn() throws Exception {
		try (URLClassLoader classLoader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			String[] arguments = properties(this.server.uri(TOKEN).toString(), this.server.uri("").toString());
			CompletableFuture<Void> end = CompletableFuture.runAsync(() -> Application.start(classLoader, arguments),
					(task) -> {
						Thread thread = new Thread(task, "main");
						thread.setContextClassLoader(classLoader);
						thread.start();
					});
			end.get(60, TimeUnit.SECONDS);
			return new WeakReference<>(classLoader);
		}
	}

	private static URL[] classPath() throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return urls.toArray(URL[]::new);
	}

	private static String[] properties(String tokenUri, String baseUrl) {
		return new String[] { "pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + tokenUri, "pinecone.admin.base-url=" + baseUrl,
				"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk" };
	}

	private static RestClient restClient(ApplicationContext context) {
		return context.getBean("pineconeAdminRestClient", RestClient.class);
	}

	private static WebClient webClient(ApplicationContext context) {
		return context.getBean("pineconeAdminWebClient", WebClient.class);
	}

	/**
	 * An application that starts, calls the Admin API and ends.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
			PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class })
	public static class Application {

		static void start(ClassLoader classLoader, String[] properties) {
			try {
				classLoader.loadClass(Application.class.getName())
					.getMethod("main", String[].class)
					.invoke(null, (Object) properties);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		public static void main(String[] properties) {
			SpringApplication application = new SpringApplication(Application.class);
			application.setBannerMode(Banner.Mode.OFF);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			application.setWebApplicationType(WebApplicationType.NONE);
			String[] arguments = List.of(properties).stream().map("--"::concat).toArray(String[]::new);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				restClient(context).get().uri(PROJECTS).retrieve().toBodilessEntity();
			}
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

	@Configuration(proxyBeanMethods = false)
	static class LastCallConfiguration {

		@Bean
		DisposableBean lastCall(@Qualifier("pineconeAdminRestClient") RestClient pinecone,
				AtomicReference<@Nullable String> lastAnswer) {
			return () -> lastAnswer
				.set(Objects.requireNonNull(pinecone.get().uri(PROJECTS).retrieve().body(String.class)));
		}

	}

}
