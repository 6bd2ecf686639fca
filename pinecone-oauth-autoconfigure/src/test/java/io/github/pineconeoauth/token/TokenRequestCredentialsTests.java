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

package io.github.pineconeoauth.token;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where a token request gets its credentials, and what they do not end up in.
 */
class TokenRequestCredentialsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String SECRET = TokenApplication.CLIENT_SECRET;

	private final RawServer server = RawServer.start(TokenApplication.tokenResponse());

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void requestWhenCredentialsChangeSendsNewOnes() {
		Iterator<String> ids = List.of("id-1", "id-2").iterator();
		Iterator<String> secrets = List.of("secret-1", "secret-2").iterator();
		Mono<OAuth2AuthorizedClient> request = request(ids::next, secrets::next);
		assertSucceeds(request);
		assertSucceeds(request);
		assertThat(this.server.requests()).extracting(RawServer.Request::body)
			.satisfiesExactly((body) -> assertThat(body).contains("client_id=id-1", "client_secret=secret-1"),
					(body) -> assertThat(body).contains("client_id=id-2", "client_secret=secret-2"));
	}

	@Test
	void requestWhenNotSubscribedDoesNotAskForCredentials() {
		AtomicInteger asked = new AtomicInteger();
		request(() -> "id-" + asked.incrementAndGet(), () -> SECRET);
		assertThat(asked).hasValue(0);
	}

	@Test
	void requestWhenRetriedDoesNotAskForCredentialsAgain() {
		AtomicInteger asked = new AtomicInteger();
		this.server.answer(RawServer.response(503, ""), TokenApplication.tokenResponse());
		assertSucceeds(request(() -> "id", () -> SECRET + asked.incrementAndGet()));
		assertThat(this.server.requests()).hasSize(2);
		assertThat(asked).hasValue(1);
	}

	@ParameterizedTest
	@MethodSource("unusableCredentials")
	void requestWhenCredentialsCannotBeHadFailsWithoutRequestAndAsksAgain(Supplier<@Nullable String> clientId,
			Supplier<@Nullable String> clientSecret) {
		AtomicInteger asked = new AtomicInteger();
		Mono<OAuth2AuthorizedClient> request = request(
				() -> (asked.incrementAndGet() <= 2) ? clientId.get() : TokenApplication.CLIENT_ID,
				() -> (asked.get() <= 2) ? clientSecret.get() : SECRET);
		for (int i = 1; i <= 2; i++) {
			StepVerifier.create(request)
				.expectErrorSatisfies((ex) -> assertThat(ex)
					.isInstanceOfSatisfying(PineconeAuthorizationException.class, (failure) -> {
						assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_client");
						assertThat(failure.getClientRegistrationId()).isEqualTo("pinecone");
						assertThat(failure.getStatusCode()).isNull();
						assertThat(failure.getRetryAfter()).isNull();
						assertThat(failure).hasMessageContaining("credentials");
						TokenApplication.assertNoSecrets(failure.toString());
					}))
				.verify(PATIENCE);
			assertThat(asked).hasValue(i);
		}
		assertThat(this.server.requests()).isEmpty();
		assertSucceeds(request);
	}

	static Stream<Arguments> unusableCredentials() {
		Supplier<@Nullable String> id = () -> TokenApplication.CLIENT_ID;
		Supplier<@Nullable String> secret = () -> SECRET;
		Supplier<@Nullable String> none = () -> null;
		Supplier<@Nullable String> blank = () -> " \n";
		Supplier<@Nullable String> failing = () -> {
			throw new IllegalStateException("The vault is closed");
		};
		Supplier<@Nullable String> broken = () -> {
			throw new NoClassDefFoundError("org/example/Vault");
		};
		return Stream.of(Arguments.argumentSet("id is null", none, secret),
				Arguments.argumentSet("id is blank", blank, secret),
				Arguments.argumentSet("id throws", failing, secret), Arguments.argumentSet("secret is null", id, none),
				Arguments.argumentSet("secret is blank", id, blank),
				Arguments.argumentSet("secret throws", id, failing),
				Arguments.argumentSet("secret throws an error", id, broken));
	}

	@Test
	void requestWhenCredentialsBlockDoesNotBlockSubscriber() {
		CountDownLatch subscribed = new CountDownLatch(1);
		Mono<OAuth2AuthorizedClient> request = request(() -> Mono.just("id").delayElement(Duration.ofMillis(1)).block(),
				() -> {
					awaitUninterruptibly(subscribed);
					return SECRET;
				});
		Mono<OAuth2AuthorizedClient> onNonBlockingThread = Mono.<OAuth2AuthorizedClient>create((sink) -> {
			assertThat(Schedulers.isInNonBlockingThread()).isTrue();
			sink.onDispose(request.subscribe(sink::success, sink::error));
			subscribed.countDown();
		}).subscribeOn(Schedulers.parallel());
		StepVerifier.create(onNonBlockingThread).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@Test
	void requestWhenCredentialsHangFailsInTimeAndHoldsOneThread() {
		CountDownLatch released = new CountDownLatch(1);
		AtomicInteger hanging = new AtomicInteger();
		Mono<OAuth2AuthorizedClient> request = request(() -> {
			hanging.incrementAndGet();
			awaitUninterruptibly(released);
			hanging.decrementAndGet();
			return TokenApplication.CLIENT_ID;
		}, () -> SECRET);
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(request)
				.expectErrorSatisfies(
						(ex) -> assertThat(ex).isInstanceOfSatisfying(PineconeAuthorizationException.class,
								(failure) -> assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_client")))
				.verify(PATIENCE);
			assertThat(hanging).hasValue(1);
		}
		assertThat(this.server.requests()).isEmpty();
		released.countDown();
		assertSucceeds(request);
		assertThat(hanging).hasValue(0);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void requestWhenSubscribedStartsOneThreadOnSubscriber() {
		AtomicInteger started = new AtomicInteger();
		InheritableThreadLocal<Thread> subscriber = new InheritableThreadLocal<>() {

			@Override
			protected Thread childValue(Thread parentValue) {
				if (Thread.currentThread() == parentValue) {
					started.incrementAndGet();
				}
				return parentValue;
			}

		};
		Mono<OAuth2AuthorizedClient> request = request(() -> TokenApplication.CLIENT_ID, () -> SECRET);
		subscriber.set(Thread.currentThread());
		try {
			CompletableFuture<@Nullable OAuth2AuthorizedClient> client = request.toFuture();
			assertThat(started).hasValue(1);
			assertThat(client).succeedsWithin(PATIENCE);
		}
		finally {
			subscriber.remove();
		}
	}

	@Test
	void requestWhenCancelledWhileCredentialsBlockSendsNothing() {
		CountDownLatch blocking = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		Mono<OAuth2AuthorizedClient> request = request(() -> {
			if (asked.incrementAndGet() == 1) {
				blocking.countDown();
				awaitUninterruptibly(cancelled);
			}
			return TokenApplication.CLIENT_ID;
		}, () -> SECRET);
		Disposable subscription = request.subscribe();
		awaitUninterruptibly(blocking);
		subscription.dispose();
		cancelled.countDown();
		assertSucceeds(request);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void clientWhenAuthorizedDoesNotCarrySecret() {
		OAuth2AuthorizedClient client = request(() -> TokenApplication.CLIENT_ID, () -> SECRET).block(PATIENCE);
		assertThat(client).isNotNull();
		assertThat(client.getClientRegistration().getRegistrationId()).isEqualTo("pinecone");
		assertThat(client.getClientRegistration().getClientId()).isEqualTo(TokenApplication.CLIENT_ID);
		assertThat(client.getClientRegistration().getClientSecret()).isEmpty();
		assertThat(client.getPrincipalName()).isEqualTo(TokenApplication.CLIENT_ID);
		assertThat(client.getRefreshToken()).isNull();
		TokenApplication.assertNoSecrets(client.toString() + client.getClientRegistration() + client.getAccessToken());
	}

	private Mono<OAuth2AuthorizedClient> request(Supplier<@Nullable String> clientId,
			Supplier<@Nullable String> clientSecret) {
		WebClient webClient = WebClient.builder().clientConnector(new JdkClientHttpConnector()).build();
		TokenRequest.Settings settings = new TokenRequest.Settings(URI.create(this.server.url()), "audience", "2026-04",
				Duration.ofSeconds(2), 1, Duration.ofMillis(1), Duration.ofMillis(1));
		return new TokenRequest(webClient, settings, clientId, clientSecret, ObservationRegistry.NOOP).toMono();
	}

	private static void assertSucceeds(Mono<OAuth2AuthorizedClient> request) {
		StepVerifier.create(request).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
