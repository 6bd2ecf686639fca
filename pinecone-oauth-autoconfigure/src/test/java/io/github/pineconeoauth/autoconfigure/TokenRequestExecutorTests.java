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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenRequestExecutor}.
 */
class TokenRequestExecutorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final ObservationRegistry observations = TestObservationRegistry.create();

	@Test
	void threadsInheritTheObservationAndNothingElse() {
		InheritableThreadLocal<@Nullable String> threadLocal = new InheritableThreadLocal<>();
		AtomicReference<@Nullable String> inherited = new AtomicReference<>("nothing");
		AtomicReference<@Nullable Observation> observation = new AtomicReference<>();
		AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
		CompletableFuture<Void> end = new CompletableFuture<>();
		threadLocal.set("the user");
		Observation caller = Observation.start("caller", this.observations);
		try {
			caller.scoped(() -> new TokenRequestExecutor(this.observations).execute(() -> {
				inherited.set(threadLocal.get());
				observation.set(this.observations.getCurrentObservation());
				thread.set(Thread.currentThread());
				end.complete(null);
			}));
			assertThat(end).succeedsWithin(TIMEOUT);
		}
		finally {
			threadLocal.remove();
			caller.stop();
		}
		assertThat(inherited).hasValue(null);
		assertThat(observation).hasValue(caller);
		assertThat(thread.get()).isNotNull()
			.satisfies((started) -> assertThat(started.isDaemon()).isTrue())
			.extracting(Thread::getName)
			.isEqualTo("pinecone-oauth-token");
	}

	@Test
	void tasksRunEvenIfObservationHandlerFails() {
		ObservationRegistry observations = ObservationRegistry.create();
		Thread thread = Thread.currentThread();
		observations.observationConfig().observationHandler(new ObservationHandler<Context>() {

			@Override
			public void onScopeOpened(Context context) {
				Assert.state(Thread.currentThread() == thread, "Not the thread of a request");
			}

			@Override
			public boolean supportsContext(Context context) {
				return true;
			}

		});
		CompletableFuture<Void> end = new CompletableFuture<>();
		Observation.start("caller", observations)
			.scoped(() -> new TokenRequestExecutor(observations).execute(() -> end.complete(null)));
		assertThat(end).succeedsWithin(TIMEOUT);
	}

	@Test
	void tasksThatBlockHoldBackNoOthers() {
		TokenRequestExecutor executor = new TokenRequestExecutor(this.observations);
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		for (int i = 0; i < 100; i++) {
			executor.execute(blocked::join);
		}
		CompletableFuture<Void> end = new CompletableFuture<>();
		executor.execute(() -> end.complete(null));
		assertThat(end).succeedsWithin(TIMEOUT);
		blocked.complete(null);
	}

}
