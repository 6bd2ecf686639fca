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

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all callers of an application share one token and one token request, with
 * real concurrency over a real socket.
 */
class OneTokenForAllTests {

	private static final int CALLERS = 200;

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@Test
	void callersOfAllKindsShareOneTokenRequest() {
		CountDownLatch started = new CountDownLatch(CALLERS);
		this.server.on(LoopbackServer.TOKEN,
				(request) -> started.await(30, TimeUnit.SECONDS) ? this.server.nextToken() : new Response(500, ""));
		ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
		this.contextRunner.run((context) -> {
			List<CompletableFuture<String>> tokens = IntStream.range(0, CALLERS)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
					started.countDown();
					return token(context, i);
				}, threads))
				.toList();
			assertThat(tokens)
				.allSatisfy((token) -> assertThat(token.get(50, TimeUnit.SECONDS)).isEqualTo("Bearer token-1"));
		});
		threads.shutdownNow();
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	/**
	 * Call as one kind of caller, depending on the index, and as one of several users.
	 */
	private static String token(ApplicationContext context, int i) {
		String user = "user-" + i % 7;
		return switch (i % 4) {
			case 0 -> authorize(context, user);
			case 1 -> Objects.requireNonNull(authorizeReactively(context, user).block(ClientKind.TIMEOUT));
			case 2 -> ClientKind.REST_CLIENT.get(context, LoopbackServer.PROJECTS, "").body();
			default -> ClientKind.WEB_CLIENT.get(context, LoopbackServer.PROJECTS, "").body();
		};
	}

	@Test
	void manyReactiveCallersShareOneTokenRequest() {
		int callers = 10_000;
		CountDownLatch started = new CountDownLatch(callers);
		this.server.on(LoopbackServer.TOKEN,
				(request) -> started.await(30, TimeUnit.SECONDS) ? this.server.nextToken() : new Response(500, ""));
		this.contextRunner.run((context) -> {
			List<String> tokens = Flux.range(0, callers).flatMap((i) -> Mono.defer(() -> {
				Mono<String> token = authorizeReactively(context, "user-" + i);
				started.countDown();
				return token;
			}).subscribeOn(Schedulers.parallel()), callers).collectList().block(ClientKind.TIMEOUT);
			assertThat(tokens).hasSize(callers).containsOnly("Bearer token-1");
		});
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	@Test
	void callersThatTakeAllThreadsOfReactorDoNotStarveTheTokenRequest() {
		int callers = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		CountDownLatch started = new CountDownLatch(callers);
		this.contextRunner.run((context) -> {
			List<String> tokens = Flux.range(0, callers).flatMap((i) -> Mono.fromCallable(() -> {
				started.countDown();
				assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
				return authorize(context, "user");
			}).subscribeOn(Schedulers.boundedElastic()), callers).collectList().block(ClientKind.TIMEOUT);
			assertThat(tokens).hasSize(callers).containsOnly("Bearer token-1");
		});
	}

	@Test
	void callersShareOneTokenWhenInitializationIsLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(IntStream.range(0, 4).mapToObj((i) -> token(context, i)))
				.containsOnly("Bearer token-1"));
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	private static OAuth2AuthorizeRequest request(String principal) {
		return OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal(principal).build();
	}

	private static String authorize(ApplicationContext context, String principal) {
		OAuth2AuthorizedClient client = context.getBean(OAuth2AuthorizedClientManager.class)
			.authorize(request(principal));
		return "Bearer " + Objects.requireNonNull(client).getAccessToken().getTokenValue();
	}

	private static Mono<String> authorizeReactively(ApplicationContext context, String principal) {
		return context.getBean(ReactiveOAuth2AuthorizedClientManager.class)
			.authorize(request(principal))
			.map((client) -> "Bearer " + client.getAccessToken().getTokenValue());
	}

}
