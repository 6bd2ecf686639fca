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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.Forms;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that an application goes on when its secret is rotated, which revokes the secret
 * and its tokens, against a server that knows one secret at a time.
 */
class SecretRotationTests {

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private final ManualTime time = new ManualTime();

	private final LoopbackServer server = new LoopbackServer();

	/**
	 * The only secret that the server accepts.
	 */
	private volatile String accepted = "first";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withConfiguration(
				AutoConfigurations.of(RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time));

	@BeforeEach
	void acceptOneSecretAndItsTokens() {
		this.server.on(TOKEN, this::issueToken);
		this.server.on(PROJECTS, this::listProjects);
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void callWhenSecretWasRotatedSucceedsAtOnce(Caller caller) {
		AtomicReference<String> known = new AtomicReference<>("first");
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> connectionDetails(known)).run((context) -> {
			assertThat(caller.call(context)).isEqualTo("Bearer token-of-first");
			for (String secret : new String[] { "second", "third" }) {
				this.time.advanceSeconds(5);
				this.accepted = secret;
				known.set(secret);
				assertThat(caller.call(context)).isEqualTo("Bearer token-of-" + secret);
			}
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
		assertThat(this.server.requests(PROJECTS)).hasSize(5);
	}

	@Test
	void callsWhenSecretIsRotatedUnderThemAllSucceedAfterOneTokenRequest() {
		int callers = 500;
		AtomicReference<String> known = new AtomicReference<>("first");
		CountDownLatch refused = new CountDownLatch(callers);
		this.server.on(PROJECTS, (request) -> {
			Response response = listProjects(request);
			if (response.status() == 401) {
				refused.countDown();
				assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
			}
			return response;
		});
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> connectionDetails(known)).run((context) -> {
			Caller.WEB_CLIENT.call(context);
			this.time.advanceSeconds(5);
			this.accepted = "second";
			known.set("second");
			ExecutorService executor = Executors.newFixedThreadPool(callers);
			try {
				List<CompletableFuture<String>> calls = IntStream.range(0, callers)
					.mapToObj((i) -> (i % 2 == 0) ? Caller.WEB_CLIENT : Caller.REST_CLIENT)
					.map((caller) -> CompletableFuture.supplyAsync(() -> String.valueOf(caller.call(context)),
							executor))
					.toList();
				assertThat(calls).allSatisfy(
						(call) -> assertThat(call.get(50, TimeUnit.SECONDS)).isEqualTo("Bearer token-of-second"));
			}
			finally {
				executor.shutdownNow();
			}
		});
		assertThat(this.server.requests(TOKEN)).hasSize(2);
		assertThat(this.server.requests(PROJECTS)).hasSize(1 + 2 * callers);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenRotatedSecretArrivesLateSucceedsOnceItIsThere(Caller caller) {
		AtomicReference<String> known = new AtomicReference<>("first");
		this.contextRunner.withBean(PineconeConnectionDetails.class, () -> connectionDetails(known)).run((context) -> {
			caller.call(context);
			this.time.advanceSeconds(5);
			this.accepted = "second";
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> caller.call(context))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_client"));
			known.set("second");
			this.time.advanceSeconds(1);
			assertThat(caller.call(context)).isEqualTo("Bearer token-of-second");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void callWhenMountedSecretWasRotatedSucceedsAtOnce(Caller caller, @TempDir Path directory) throws IOException {
		Path mounted = Files.createDirectory(directory.resolve("pinecone"));
		mount(mounted, "first");
		for (String name : new String[] { "client-id", "client-secret" }) {
			Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
		}
		PropertySource<?> configTree = new ConfigTreePropertySource("secrets", directory, Option.ALWAYS_READ,
				Option.AUTO_TRIM_TRAILING_NEW_LINE);
		assertGoesOn(caller, configTree, () -> mount(mounted, "second"));
	}

	@ParameterizedTest
	@EnumSource
	void callWhenPropertiesFileWasRewrittenSucceedsAtOnce(Caller caller, @TempDir Path directory) throws IOException {
		Path file = directory.resolve("pinecone.properties");
		write(file, "first");
		assertGoesOn(caller, new ReloadedPropertySource(file), () -> write(file, "second"));
	}

	@Test
	void callWhenMountedSecretIsGoneFailsUntilItIsBack(@TempDir Path directory) throws IOException {
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
			assertThat(Caller.REST_CLIENT.call(context)).isEqualTo("Bearer token-of-first");
		});
	}

	private void assertGoesOn(Caller caller, PropertySource<?> secrets, Runnable rotation) {
		runner(secrets).run((context) -> {
			assertThat(caller.call(context)).isEqualTo("Bearer token-of-first");
			this.time.advanceSeconds(5);
			this.accepted = "second";
			rotation.run();
			assertThat(caller.call(context)).isEqualTo("Bearer token-of-second");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(2);
		assertThat(this.server.requests(PROJECTS)).hasSize(3);
	}

	private ApplicationContextRunner runner(PropertySource<?> secrets) {
		return this.contextRunner
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(secrets))
			.withPropertyValues("pinecone.oauth.token-uri=" + this.server.uri(TOKEN),
					"pinecone.admin.base-url=" + this.server.uri(""));
	}

	private PineconeConnectionDetails connectionDetails(AtomicReference<String> secret) {
		return new PineconeConnectionDetails() {

			@Override
			public String getClientId() {
				return "id";
			}

			@Override
			public @Nullable String getClientSecret() {
				return secret.get();
			}

			@Override
			public URI getTokenUri() {
				return SecretRotationTests.this.server.uri(TOKEN);
			}

			@Override
			public URI getAdminBaseUrl() {
				return SecretRotationTests.this.server.uri("");
			}

		};
	}

	private Response issueToken(Request request) {
		String secret = Forms.parse(request.body()).get("client_secret");
		return this.accepted.equals(secret) ? Response.token("token-of-" + secret, 1800)
				: new Response(401, "{\"error\":\"invalid_client\"}");
	}

	private Response listProjects(Request request) {
		boolean authorized = request.authorization().equals("Bearer token-of-" + this.accepted);
		return new Response(authorized ? 200 : 401, request.authorization());
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
