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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.Forms;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that no call fails when the secret is rotated, which revokes the old secret and
 * its tokens, at the worst moments.
 */
class SecretRotationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final int CALLERS = 20;

	/**
	 * The age, in seconds, at which a token of half an hour is renewed at the latest.
	 */
	private static final long RENEWAL = 1500;

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private final ManualTime time = new ManualTime();

	private final LoopbackServer server = new LoopbackServer();

	/**
	 * The secret that the application can read.
	 */
	private final AtomicReference<String> known = new AtomicReference<>("first");

	private final AtomicInteger refusals = new AtomicInteger();

	/**
	 * The only secret that the server accepts.
	 */
	private volatile String accepted = "first";

	/**
	 * What responses to token requests wait for.
	 */
	private volatile CountDownLatch released = new CountDownLatch(0);

	/**
	 * Whether token requests are judged before their responses are held back.
	 */
	private volatile boolean judgedFirst;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time))
		.withPropertyValues("spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk");

	@BeforeEach
	void acceptOneSecretAndItsTokens() {
		this.server.on(TOKEN, this::issueToken);
		this.server.on(PROJECTS, this::listProjects);
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void callsSucceedWhenSecretIsRotatedShortlyAfterTheFirstToken() {
		run((context) -> {
			assertThat(Caller.REST_CLIENT.call(context)).isEqualTo("token-1-of-first");
			this.time.advance(Duration.ofMillis(500));
			rotate("second");
			assertThat(callConcurrently(context)).containsOnly("token-2-of-second");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(2);
	}

	@Test
	void callsSucceedWhenSecretIsRotatedJustAfterARenewal() {
		run((context) -> {
			Caller.REST_CLIENT.call(context);
			this.time.advanceSeconds(RENEWAL);
			Caller.WEB_CLIENT.call(context);
			Awaitility.await().atMost(TIMEOUT).until(() -> "token-2-of-first".equals(Caller.REST_CLIENT.call(context)));
			rotate("second");
			assertThat(callConcurrently(context)).containsOnly("token-3-of-second");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@Test
	void callsSucceedWhenRotationRevokesTheTokenOfARenewalUnderWay() {
		this.judgedFirst = true;
		run((context) -> {
			startRenewal(context);
			rotate("second");
			assertThat(callConcurrently(context, this::release)).containsOnly("token-3-of-second");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@Test
	void callsSucceedWhenRotationHasARenewalUnderWayRefused() {
		run((context) -> {
			startRenewal(context);
			rotate("second");
			assertThat(callConcurrently(context, this::release)).allMatch((token) -> token.endsWith("-of-second"));
		});
		assertThat(this.server.requests(TOKEN)).hasSizeBetween(3, 4);
	}

	@Test
	void callsSucceedWhenSecretIsRotatedAgainBeforeTheReplacementIsRequested() {
		this.judgedFirst = true;
		run((context) -> {
			startRenewal(context);
			rotate("second");
			assertThat(callConcurrently(context, () -> {
				rotate("third");
				release();
			})).containsOnly("token-3-of-third");
		});
	}

	@Test
	void callsSucceedWhenSecretIsRotatedUnderLoad() {
		run((context) -> {
			Caller.REST_CLIENT.call(context);
			AtomicBoolean done = new AtomicBoolean();
			List<CompletableFuture<Integer>> loads = start((caller) -> {
				int calls = 0;
				while (!done.get()) {
					assertThat(caller.call(context)).startsWith("token-");
					calls++;
				}
				return calls;
			});
			for (String secret : List.of("second", "third")) {
				this.time.advanceSeconds(5);
				rotate(secret);
				Awaitility.await()
					.atMost(TIMEOUT)
					.until(() -> String.valueOf(Caller.WEB_CLIENT.call(context)).endsWith("-of-" + secret));
			}
			done.set(true);
			assertThat(loads).allSatisfy((load) -> assertThat(load.get(50, TimeUnit.SECONDS)).isPositive());
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@Test
	void callSucceedsOnceALateSecretIsThere() {
		run((context) -> {
			Caller.REST_CLIENT.call(context);
			this.accepted = "second";
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> Caller.REST_CLIENT.call(context))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
			this.known.set("second");
			this.time.advanceSeconds(5);
			assertThat(Caller.REST_CLIENT.call(context)).isEqualTo("token-3-of-second");
		});
	}

	@Test
	void callSucceedsWhenAMountedSecretIsRotated(@TempDir Path directory) throws IOException {
		Path mounted = Files.createDirectory(directory.resolve("pinecone"));
		mount(mounted, "first");
		for (String name : new String[] { "client-id", "client-secret" }) {
			Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
		}
		PropertySource<?> configTree = new ConfigTreePropertySource("secrets", directory, Option.ALWAYS_READ);
		assertGoesOn(configTree, () -> mount(mounted, "second"));
	}

	@Test
	void callSucceedsWhenAPropertiesFileIsRewritten(@TempDir Path directory) {
		Path file = directory.resolve("pinecone.properties");
		write(file, "first");
		assertGoesOn(new ReloadedPropertySource(file), () -> write(file, "second"));
	}

	@Test
	void callFailsWhileAMountedSecretIsGone(@TempDir Path directory) throws IOException {
		Path secret = directory.resolve("pinecone.client-secret");
		Files.writeString(directory.resolve("pinecone.client-id"), "id");
		Files.writeString(secret, "first");
		PropertySource<?> configTree = new ConfigTreePropertySource("secrets", directory, Option.ALWAYS_READ);
		runner(configTree).run((context) -> {
			Files.delete(secret);
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> Caller.REST_CLIENT.call(context))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
			Files.writeString(secret, "first");
			this.time.advanceSeconds(1);
			assertThat(Caller.REST_CLIENT.call(context)).isEqualTo("token-1-of-first");
		});
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.contextRunner
			.withBean(PineconeConnectionDetails.class,
					() -> new RotatedConnectionDetails(this.known::get, this.server.uri(TOKEN), this.server.uri("")))
			.run(test);
	}

	/**
	 * Replace the secret everywhere, which revokes all tokens.
	 */
	private void rotate(String secret) {
		this.known.set(secret);
		this.accepted = secret;
	}

	/**
	 * Obtain a token, and let its renewal begin with the secret of now.
	 */
	private void startRenewal(AssertableApplicationContext context) {
		Caller.REST_CLIENT.call(context);
		this.time.advanceSeconds(RENEWAL);
		this.released = new CountDownLatch(1);
		assertThat(Caller.WEB_CLIENT.call(context)).isEqualTo("token-1-of-first");
		Awaitility.await().atMost(TIMEOUT).until(() -> this.server.requests(TOKEN).size() == 2);
	}

	private void release() {
		this.released.countDown();
	}

	private static List<String> callConcurrently(AssertableApplicationContext context) {
		return results(start((caller) -> String.valueOf(caller.call(context))));
	}

	/**
	 * Make calls, and do something once all of them have been refused.
	 */
	private List<String> callConcurrently(AssertableApplicationContext context, Runnable whenRefused) {
		List<CompletableFuture<String>> calls = start((caller) -> String.valueOf(caller.call(context)));
		Awaitility.await().atMost(TIMEOUT).until(() -> this.refusals.get() == CALLERS);
		whenRefused.run();
		return results(calls);
	}

	/**
	 * Start calls of which one half blocks.
	 */
	private static <T> List<CompletableFuture<T>> start(Function<Caller, T> call) {
		return IntStream.range(0, CALLERS)
			.mapToObj((i) -> (i % 2 == 0) ? Caller.WEB_CLIENT : Caller.REST_CLIENT)
			.map((caller) -> CompletableFuture.supplyAsync(() -> call.apply(caller),
					(task) -> new Thread(task).start()))
			.toList();
	}

	private static List<String> results(List<CompletableFuture<String>> calls) {
		return calls.stream().map((call) -> call.orTimeout(50, TimeUnit.SECONDS).join()).toList();
	}

	private void assertGoesOn(PropertySource<?> secrets, Runnable rotation) {
		runner(secrets).run((context) -> {
			assertThat(Caller.REST_CLIENT.call(context)).isEqualTo("token-1-of-first");
			this.accepted = "second";
			rotation.run();
			assertThat(Caller.WEB_CLIENT.call(context)).isEqualTo("token-2-of-second");
		});
		assertThat(this.server.requests(PROJECTS)).hasSize(3);
	}

	private ApplicationContextRunner runner(PropertySource<?> secrets) {
		return this.contextRunner
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(secrets))
			.withPropertyValues("pinecone.oauth.token-uri=" + this.server.uri(TOKEN),
					"pinecone.admin.base-url=" + this.server.uri(""));
	}

	private Response issueToken(Request request) throws InterruptedException {
		int number = this.server.requests(TOKEN).size();
		String secret = Forms.parse(request.body()).get("client_secret");
		boolean accepted = this.accepted.equals(secret);
		assertThat(this.released.await(30, TimeUnit.SECONDS)).isTrue();
		if (!this.judgedFirst) {
			accepted = this.accepted.equals(secret);
		}
		return accepted ? Response.token("token-" + number + "-of-" + secret, 1800)
				: new Response(401, "{\"error\":\"invalid_client\"}");
	}

	private Response listProjects(Request request) {
		if (request.authorization().endsWith("-of-" + this.accepted)) {
			return new Response(200, request.authorization().substring("Bearer ".length()));
		}
		this.refusals.incrementAndGet();
		return new Response(401, "");
	}

	/**
	 * Mount a secret as Kubernetes does: the files are links into a directory that is
	 * replaced as a whole.
	 */
	private static void mount(Path directory, String secret) {
		try {
			Path version = Files.createDirectory(directory.resolve("..version-" + secret));
			Files.writeString(version.resolve("client-id"), "id\n");
			Files.writeString(version.resolve("client-secret"), secret + "\n");
			Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
			Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String secret) {
		try {
			Files.writeString(file, "pinecone.client-id=id\npinecone.client-secret=" + secret + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private enum Caller {

		WEB_CLIENT {

			@Override
			@Nullable String call(AssertableApplicationContext context) {
				return context.getBean("pineconeAdminWebClient", WebClient.class)
					.get()
					.uri(PROJECTS)
					.retrieve()
					.bodyToMono(String.class)
					.block();
			}

		},

		REST_CLIENT {

			@Override
			@Nullable String call(AssertableApplicationContext context) {
				return context.getBean("pineconeAdminRestClient", RestClient.class)
					.get()
					.uri(PROJECTS)
					.retrieve()
					.body(String.class);
			}

		};

		abstract @Nullable String call(AssertableApplicationContext context);

	}

	private record RotatedConnectionDetails(Supplier<String> secret, URI tokenUri,
			URI adminBaseUrl) implements PineconeConnectionDetails {

		@Override
		public String getClientId() {
			return "id";
		}

		@Override
		public String getClientSecret() {
			return this.secret.get();
		}

		@Override
		public URI getTokenUri() {
			return this.tokenUri;
		}

		@Override
		public URI getAdminBaseUrl() {
			return this.adminBaseUrl;
		}

	}

	/**
	 * Reads its file each time.
	 */
	private static final class ReloadedPropertySource extends PropertySource<Path> {

		ReloadedPropertySource(Path file) {
			super("secrets", file);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			try {
				return PropertiesLoaderUtils.loadProperties(new FileSystemResource(this.source)).getProperty(name);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
