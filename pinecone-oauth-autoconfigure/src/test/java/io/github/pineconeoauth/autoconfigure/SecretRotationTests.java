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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that no call fails when the secret is rotated: during a renewal, under load, and
 * with each source of secrets. A rotation revokes the old secret and its tokens.
 */
class SecretRotationTests {

	private static final int CALLERS = 20;

	@RegisterExtension
	final LoopbackServer server = new LoopbackServer();

	private final ManualTime time = new ManualTime();

	/**
	 * The secret that the application can read.
	 */
	private final Map<String, Object> known = new ConcurrentHashMap<>(Map.of("pinecone.client-secret", "first"));

	private final AtomicInteger refusals = new AtomicInteger();

	/**
	 * The only secret that the server accepts.
	 */
	private volatile String accepted = "first";

	/**
	 * Responses to token requests wait for this latch.
	 */
	private volatile CountDownLatch released = new CountDownLatch(0);

	/**
	 * Whether token requests are accepted or refused before, rather than after, their
	 * responses wait.
	 */
	private volatile boolean judgedFirst;

	@BeforeEach
	void acceptOneSecretAndItsTokens() {
		this.server.on(LoopbackServer.TOKEN, this::issueToken);
		this.server.on(LoopbackServer.PROJECTS, this::listProjects);
	}

	/**
	 * The renewal either returns a token that is already revoked, or is refused. A third
	 * secret may replace the second one before the token is replaced.
	 */
	@ParameterizedTest
	@CsvSource({ "true, second", "false, second", "true, third" })
	void callsSucceedWhenSecretIsRotatedDuringARenewal(boolean judgedFirst, String last) {
		this.judgedFirst = judgedFirst;
		runner(new MapPropertySource("secrets", this.known)).run((context) -> {
			call(context, ClientKind.REST_CLIENT);
			this.time.advanceSeconds(1500);
			this.released = new CountDownLatch(1);
			assertThat(call(context, ClientKind.WEB_CLIENT)).isEqualTo("token-1-of-first");
			Awaitility.await().until(() -> this.server.tokenRequests().size() == 2);
			rotate("second");
			List<CompletableFuture<String>> calls = start((kind) -> call(context, kind));
			Awaitility.await().atMost(ClientKind.TIMEOUT).until(() -> this.refusals.get() == CALLERS);
			rotate(last);
			this.released.countDown();
			assertThat(calls).allSatisfy((call) -> assertThat(call.get(50, TimeUnit.SECONDS)).endsWith("-of-" + last));
		});
		assertThat(this.server.tokenRequests()).hasSizeBetween(3, 4);
	}

	/**
	 * Shortly after the first token, five seconds after that, and just after a renewal.
	 */
	@Test
	void callsSucceedWhenSecretIsRotatedUnderLoad() {
		runner(new MapPropertySource("secrets", this.known)).run((context) -> {
			call(context, ClientKind.REST_CLIENT);
			AtomicBoolean done = new AtomicBoolean();
			List<CompletableFuture<Integer>> loads = start((kind) -> {
				int calls = 0;
				while (!done.get()) {
					assertThat(call(context, kind)).startsWith("token-");
					calls++;
				}
				return calls;
			});
			this.time.advance(Duration.ofMillis(500));
			rotateAndAwaitNewToken(context, "second");
			this.time.advanceSeconds(5);
			rotateAndAwaitNewToken(context, "third");
			this.time.advanceSeconds(1500);
			awaitToken(context, "token-4-of-third");
			rotateAndAwaitNewToken(context, "fourth");
			done.set(true);
			assertThat(loads).allSatisfy((load) -> assertThat(load.get(50, TimeUnit.SECONDS)).isPositive());
		});
		assertThat(this.server.tokenRequests()).hasSize(5);
	}

	private void rotateAndAwaitNewToken(ApplicationContext context, String secret) {
		int tokens = this.server.tokenRequests().size();
		rotate(secret);
		awaitToken(context, "token-" + (tokens + 1) + "-of-" + secret);
	}

	private static void awaitToken(ApplicationContext context, String token) {
		Awaitility.await().atMost(ClientKind.TIMEOUT).until(() -> call(context, ClientKind.WEB_CLIENT).equals(token));
	}

	@Test
	void callSucceedsOnceALateSecretIsThere() {
		runner(new MapPropertySource("secrets", this.known)).run((context) -> {
			call(context, ClientKind.REST_CLIENT);
			this.accepted = "second";
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> call(context, ClientKind.REST_CLIENT))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
			rotate("second");
			this.time.advanceSeconds(5);
			assertThat(call(context, ClientKind.REST_CLIENT)).isEqualTo("token-3-of-second");
		});
	}

	/**
	 * Like in Kubernetes, the files are links into a directory that is replaced as a
	 * whole.
	 */
	@Test
	void callSucceedsWhenAMountedSecretIsRotated(@TempDir Path directory) throws IOException {
		Path mounted = Files.createDirectory(directory.resolve("pinecone"));
		mount(mounted, "first");
		Files.createSymbolicLink(mounted.resolve("client-secret"), Path.of("..data", "client-secret"));
		runner(new ConfigTreePropertySource("secrets", directory, Option.ALWAYS_READ)).run((context) -> {
			assertThat(call(context, ClientKind.REST_CLIENT)).isEqualTo("token-1-of-first");
			this.accepted = "second";
			mount(mounted, "second");
			assertThat(call(context, ClientKind.WEB_CLIENT)).isEqualTo("token-2-of-second");
		});
	}

	private static void mount(Path directory, String secret) throws IOException {
		Path version = Files.createDirectory(directory.resolve("..version-" + secret));
		Files.writeString(version.resolve("client-secret"), secret + "\n");
		Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
		Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
	}

	@Test
	void callFailsWhileAMountedSecretIsGone(@TempDir Path directory) throws IOException {
		Path secret = Files.writeString(directory.resolve("pinecone.client-secret"), "first");
		runner(new ConfigTreePropertySource("secrets", directory, Option.ALWAYS_READ)).run((context) -> {
			Files.delete(secret);
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> call(context, ClientKind.REST_CLIENT))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
			Files.writeString(secret, "first");
			this.time.advanceSeconds(1);
			assertThat(call(context, ClientKind.REST_CLIENT)).isEqualTo("token-1-of-first");
		});
	}

	private ApplicationContextRunner runner(PropertySource<?> secrets) {
		return TestAutoConfigurations.runner(this.server, this.time)
			.withPropertyValues("pinecone.client-secret=")
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(secrets));
	}

	/**
	 * Replace the secret everywhere, which revokes all tokens.
	 */
	private void rotate(String secret) {
		this.known.put("pinecone.client-secret", secret);
		this.accepted = secret;
	}

	private static String call(ApplicationContext context, ClientKind kind) {
		Response response = kind.get(context, LoopbackServer.PROJECTS, "");
		assertThat(response.status()).isEqualTo(200);
		return response.body();
	}

	/**
	 * Start calls, half of them blocking.
	 */
	private static <T> List<CompletableFuture<T>> start(Function<ClientKind, T> call) {
		return IntStream.range(0, CALLERS)
			.mapToObj((i) -> ClientKind.values()[i % 2])
			.map((kind) -> CompletableFuture.supplyAsync(() -> call.apply(kind), (task) -> new Thread(task).start()))
			.toList();
	}

	private Response issueToken(Request request) throws InterruptedException {
		int number = this.server.tokenRequests().size();
		String secret = request.form().get("client_secret");
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

}
