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

package io.github.pineconeoauth.client.reactive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.AbstractServiceAccountsTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeReactiveAuthorizedClientManager}.
 */
class PineconeReactiveAuthorizedClientManagerTests extends AbstractServiceAccountsTests {

	private final PineconeReactiveAuthorizedClientManager manager = new PineconeReactiveAuthorizedClientManager(
			this.serviceAccounts);

	@BeforeEach
	void doNotBlock() {
		this.nonBlockingThread.set(true);
	}

	@Test
	void authorizeAsksForATokenOnceSubscribed() {
		Mono<OAuth2AuthorizedClient> client = authorize("pinecone", "user");
		assertThat(this.tokenRequests.count()).isZero();
		CompletableFuture<@Nullable OAuth2AuthorizedClient> subscription = client.toFuture();
		assertThat(this.tokenRequests.count()).isEqualTo(1);
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(subscription).succeedsWithin(TIMEOUT)
			.extracting((authorized) -> authorized.getAccessToken().getTokenValue())
			.isEqualTo("token-1");
	}

	@Test
	void authorizeCreatesOneClientForEachTokenWhoeverThePrincipalIs() {
		obtainToken("token-1");
		OAuth2AuthorizedClient client = authorize("pinecone", "user").block(TIMEOUT);
		assertThat(client).isNotNull();
		assertThat(client.getClientRegistration().getClientSecret()).isEmpty();
		assertThat(authorize("pinecone", "another user").block(TIMEOUT)).isSameAs(client);
		this.time.advanceSeconds(1800);
		obtainToken("token-2");
		assertThat(authorize("pinecone", "user").block(TIMEOUT)).isNotSameAs(client);
	}

	@Test
	void authorizeIsEmptyForAnotherRegistration() {
		StepVerifier.create(authorize("another", "user")).expectComplete().verify(TIMEOUT);
		assertThat(this.tokenRequests.count()).isZero();
	}

	@Test
	void authorizeSignalsFailureOfTheTokenRequest() {
		StepVerifier.create(authorize("pinecone", "user"))
			.then(() -> this.tokenRequests.failTransiently(Duration.ofSeconds(3)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(PineconeAuthorizationException.class,
					(failure) -> assertThat(failure.getRetryAfter()).isEqualTo(Duration.ofSeconds(3))))
			.verify(TIMEOUT);
	}

	@Test
	void cancelledSubscriberDoesNotAffectOthers() {
		CompletableFuture<@Nullable OAuth2AuthorizedClient> patient = authorize("pinecone", "user").toFuture();
		authorize("pinecone", "user").subscribe().dispose();
		this.tokenRequests.succeed("token-1", Duration.ofMinutes(30));
		assertThat(patient).succeedsWithin(TIMEOUT);
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	private Mono<OAuth2AuthorizedClient> authorize(String registrationId, String principal) {
		return this.manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registrationId).principal(principal).build());
	}

}
