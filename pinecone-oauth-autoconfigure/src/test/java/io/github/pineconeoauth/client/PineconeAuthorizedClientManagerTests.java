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

package io.github.pineconeoauth.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeAuthorizedClientManager}.
 */
class PineconeAuthorizedClientManagerTests extends AbstractServiceAccountsTests {

	private final PineconeAuthorizedClientManager manager = new PineconeAuthorizedClientManager(this.serviceAccounts);

	@Test
	void authorizeReturnsTokenWithItsLifetimeAndWithoutSecret() {
		Instant requestedAt = this.time.instant();
		obtainToken("token-1");
		OAuth2AuthorizedClient client = authorize("user");
		assertThat(client).isNotNull();
		assertThat(client.getPrincipalName()).isEqualTo("id");
		assertThat(client.getAccessToken().getTokenValue()).isEqualTo("token-1");
		assertThat(client.getAccessToken().getIssuedAt()).isEqualTo(requestedAt);
		assertThat(client.getAccessToken().getExpiresAt()).isEqualTo(requestedAt.plus(Duration.ofMinutes(30)));
		assertThat(client.getClientRegistration().getRegistrationId()).isEqualTo("pinecone");
		assertThat(client.getClientRegistration().getClientId()).isEqualTo("id");
		assertThat(client.getClientRegistration().getClientSecret()).isEmpty();
	}

	@Test
	void authorizeCreatesOneClientForEachTokenWhoeverThePrincipalIs() {
		obtainToken("token-1");
		OAuth2AuthorizedClient client = authorize("user");
		assertThat(authorize("another user")).isSameAs(client);
		this.time.advanceSeconds(1800);
		obtainToken("token-2");
		assertThat(authorize("user")).isNotSameAs(client)
			.extracting((renewed) -> renewed.getAccessToken().getTokenValue())
			.isEqualTo("token-2");
	}

	@Test
	void authorizeReturnsNullForAnotherRegistration() {
		assertThat(this.manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("another").principal("user").build())).isNull();
		assertThat(this.tokenRequests.count()).isZero();
	}

	@Test
	void authorizeThrowsFailureOfTheTokenRequest() {
		CompletableFuture<@Nullable OAuth2AuthorizedClient> client = authorizeOnAnotherThread();
		this.tokenRequests.failTransiently(Duration.ofSeconds(3));
		assertThat(client).failsWithin(TIMEOUT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(PineconeAuthorizationException.class,
					(ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(3)));
	}

	@Test
	void interruptedCallerDoesNotAffectOthers() throws InterruptedException {
		CompletableFuture<@Nullable OAuth2AuthorizedClient> patient = authorizeOnAnotherThread();
		FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> authorize("user"))
				.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable"));
			return Thread.currentThread().isInterrupted();
		});
		Thread thread = new Thread(interrupted);
		thread.start();
		thread.interrupt();
		assertThat(interrupted).succeedsWithin(TIMEOUT).isEqualTo(true);
		assertThat(patient).isNotDone();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(patient).succeedsWithin(TIMEOUT);
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	@Test
	void authorizeWaitsOnNoThreadThatMustNotBlock() {
		this.nonBlockingThread.set(true);
		assertThatIllegalStateException().isThrownBy(() -> authorize("user"))
			.withMessageContaining("thread '" + Thread.currentThread().getName() + "' must not block");
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(authorize("user")).isNotNull();
	}

	private @Nullable OAuth2AuthorizedClient authorize(String principal) {
		return this.manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal(principal).build());
	}

	private CompletableFuture<@Nullable OAuth2AuthorizedClient> authorizeOnAnotherThread() {
		CompletableFuture<@Nullable OAuth2AuthorizedClient> client = CompletableFuture
			.supplyAsync(() -> authorize("user"), (task) -> new Thread(task).start());
		Awaitility.await().atMost(TIMEOUT.toSeconds(), TimeUnit.SECONDS).until(() -> this.tokenRequests.count() == 1);
		return client;
	}

}
