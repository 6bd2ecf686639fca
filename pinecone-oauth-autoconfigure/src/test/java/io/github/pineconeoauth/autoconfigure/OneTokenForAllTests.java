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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all callers of an application share one token and one token request, with
 * real concurrency over a real socket.
 */
class OneTokenForAllTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class, PineconeWebClientAutoConfiguration.class))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.admin.base-url=" + this.server.uri(""),
				"spring.http.clients.reactive.connector=jdk");

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void callersWhenThereIsNoTokenCauseOneTokenRequest() {
		int callersOfAKind = 334;
		CountDownLatch started = new CountDownLatch(callersOfAKind * 3);
		answerTokenRequestsAfter(started);
		this.server.on("/admin/projects", (request) -> new Response(200, request.authorization()));
		this.contextRunner.run((context) -> {
			List<Callable<String>> callers = new ArrayList<>();
			for (int i = 0; i < callersOfAKind; i++) {
				String principal = "user-" + i % 7;
				callers.add(() -> authorize(context, principal));
				callers.add(() -> authorizeReactively(context, principal).block(TIMEOUT));
				callers.add(() -> callAdminApi(context).block(TIMEOUT));
			}
			assertThat(runConcurrently(callers, started)).hasSize(callersOfAKind * 3).containsOnly("Bearer token-1");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
		assertThat(this.server.requests("/admin/projects")).hasSize(callersOfAKind)
			.extracting(Request::authorization)
			.containsOnly("Bearer token-1");
	}

	@Test
	void reactiveCallersWhenThereIsNoTokenCauseOneTokenRequest() {
		int callers = 10_000;
		CountDownLatch started = new CountDownLatch(callers);
		answerTokenRequestsAfter(started);
		this.contextRunner.run((context) -> {
			List<String> tokens = Flux.range(0, callers).flatMap((i) -> Mono.defer(() -> {
				Mono<String> token = authorizeReactively(context, "user-" + i);
				started.countDown();
				return token;
			}).subscribeOn(Schedulers.parallel()), callers).collectList().block(TIMEOUT);
			assertThat(tokens).hasSize(callers).containsOnly("Bearer token-1");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	@Test
	void blockingCallersWhenTheyTakeAllThreadsOfReactorDoNotStarveTheTokenRequest() {
		int callers = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		CountDownLatch started = new CountDownLatch(callers);
		this.server.on(TOKEN, (request) -> Response.token("token-1", 1800));
		this.contextRunner.run((context) -> {
			List<String> tokens = Flux.range(0, callers).flatMap((i) -> Mono.fromCallable(() -> {
				started.countDown();
				assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
				return authorize(context, "user");
			}).subscribeOn(Schedulers.boundedElastic()), callers).collectList().block(TIMEOUT);
			assertThat(tokens).hasSize(callers).containsOnly("Bearer token-1");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	@Test
	void callersWhenInitializationIsLazyCauseOneTokenRequest() {
		this.server.on(TOKEN, (request) -> Response.token("token-1", 1800));
		this.server.on("/admin/projects", (request) -> new Response(200, request.authorization()));
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.imperative.factory=jdk")
			.run((context) -> {
				RestClient restClient = context.getBean("pineconeAdminRestClient", RestClient.class);
				assertThat(restClient.get().uri("/admin/projects").retrieve().body(String.class))
					.isEqualTo("Bearer token-1");
				assertThat(callAdminApi(context).block(TIMEOUT)).isEqualTo("Bearer token-1");
				assertThat(authorize(context, "user")).isEqualTo("Bearer token-1");
				assertThat(authorizeReactively(context, "user").block(TIMEOUT)).isEqualTo("Bearer token-1");
			});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	private void answerTokenRequestsAfter(CountDownLatch latch) {
		this.server.on(TOKEN, (request) -> {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
			return Response.token("token-" + this.server.requests(TOKEN).size(), 1800);
		});
	}

	private static List<String> runConcurrently(List<Callable<String>> callers, CountDownLatch started)
			throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(callers.size());
		try {
			List<String> results = new ArrayList<>();
			for (Future<String> result : executor.invokeAll(callers.stream().map((caller) -> (Callable<String>) () -> {
				started.countDown();
				return caller.call();
			}).toList())) {
				results.add(result.get(50, TimeUnit.SECONDS));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static OAuth2AuthorizeRequest request(String principal) {
		return OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal(principal).build();
	}

	private static String authorize(AssertableApplicationContext context, String principal) {
		OAuth2AuthorizedClient client = context.getBean(OAuth2AuthorizedClientManager.class)
			.authorize(request(principal));
		assertThat(client).isNotNull();
		return "Bearer " + client.getAccessToken().getTokenValue();
	}

	private static Mono<String> authorizeReactively(AssertableApplicationContext context, String principal) {
		return context.getBean(ReactiveOAuth2AuthorizedClientManager.class)
			.authorize(request(principal))
			.map((client) -> "Bearer " + client.getAccessToken().getTokenValue());
	}

	private static Mono<String> callAdminApi(AssertableApplicationContext context) {
		return context.getBean("pineconeAdminWebClient", WebClient.class)
			.get()
			.uri("/admin/projects")
			.retrieve()
			.bodyToMono(String.class);
	}

}
