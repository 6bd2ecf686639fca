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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no code of this project pins a virtual thread to its carrier. Up to Java 23,
 * a thread that waits inside a {@code synchronized} block does.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	private static final int CALLERS = 300;

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = LoopbackServer.TOKEN;

	private static final String PROJECTS = LoopbackServer.PROJECTS;

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ManualTime time = new ManualTime();

	private volatile String refused = "";

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server, this.time)
		.withPropertyValues("spring.threads.virtual.enabled=true", "pinecone.oauth.read-timeout=40s");

	/**
	 * Everything is done twice, since threads that wait for a class to be loaded or
	 * initialized are pinned as well.
	 */
	@Test
	void callersWhenTokenIsRequestedRenewedOrRefusedPinNoThread(@TempDir Path directory) throws IOException {
		this.contextRunner.run(this::requestRenewAndReplaceToken);
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			this.contextRunner.run(this::requestRenewAndReplaceToken);
			start(Pinning::new).join();
			recording.stop();
			Path file = directory.resolve("recording.jfr");
			recording.dump(file);
			assertThat(RecordingFile.readAllEvents(file)).extracting(VirtualThreadTests::cause)
				.contains(Pinning.class.getName())
				.noneMatch(VirtualThreadTests::isOurs);
		}
		assertThat(this.server.tokenRequests()).hasSize(6);
	}

	private void requestRenewAndReplaceToken(ApplicationContext context) {
		int tokens = this.server.tokenRequests().size();
		String first = "Bearer token-" + (tokens + 1);
		String second = "Bearer token-" + (tokens + 2);
		String third = "Bearer token-" + (tokens + 3);
		this.server.on(PROJECTS, (request) -> request.authorization().equals(this.refused) ? new Response(401, "")
				: new Response(200, request.authorization()));

		CountDownLatch started = new CountDownLatch(CALLERS);
		this.server.on(TOKEN, (request) -> tokenAfter(started));
		assertThat(call(context, started)).containsOnly(first);

		CountDownLatch answered = new CountDownLatch(1);
		this.server.on(TOKEN, (request) -> tokenAfter(answered));
		this.time.advanceSeconds(1600);
		assertThat(call(context, new CountDownLatch(CALLERS))).containsOnly(first);
		answered.countDown();
		Awaitility.await().atMost(TIMEOUT).until(() -> getProjects(context).equals(second));

		this.time.advanceSeconds(10);
		this.refused = second;
		assertThat(call(context, new CountDownLatch(CALLERS))).containsOnly(third);
	}

	private Response tokenAfter(CountDownLatch latch) throws InterruptedException {
		return latch.await(30, TimeUnit.SECONDS) ? this.server.nextToken() : new Response(500, "");
	}

	private static List<String> call(ApplicationContext context, CountDownLatch started) {
		List<CompletableFuture<String>> answers = Stream.generate(() -> start(() -> {
			started.countDown();
			return getProjects(context);
		})).limit(CALLERS).toList();
		return answers.stream().map((answer) -> answer.orTimeout(50, TimeUnit.SECONDS).join()).toList();
	}

	private static String getProjects(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean("pineconeAdminRestClient", RestClient.class)
			.get()
			.uri(PROJECTS)
			.retrieve()
			.body(String.class));
	}

	private static <T> CompletableFuture<T> start(Callable<T> task) {
		return new VirtualThreadTaskExecutor("caller-").submitCompletable(task);
	}

	/**
	 * Return the class whose code made the JDK wait.
	 */
	private static String cause(RecordedEvent event) {
		return event.getStackTrace()
			.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName())
			.filter((name) -> !name.matches("(java|jdk|sun)\\..*"))
			.findFirst()
			.orElse("");
	}

	private static boolean isOurs(String className) {
		return className.startsWith("io.github.pineconeoauth.")
				&& !className.startsWith(VirtualThreadTests.class.getName());
	}

	/**
	 * Pins the thread that creates the first one: shows that the recording would tell.
	 */
	private static final class Pinning {

		static {
			LockSupport.parkNanos(1_000_000);
		}

	}

}
