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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.pineconeoauth.token.BearerToken;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeAuthorizationFailureHandler}.
 */
class PineconeAuthorizationFailureHandlerTests extends AbstractServiceAccountsTests {

	private static final OAuth2AuthorizationException REFUSED = failure("invalid_token", "pinecone");

	private final PineconeAuthorizationFailureHandler handler = new PineconeAuthorizationFailureHandler(
			this.serviceAccounts);

	@Test
	void refusedTokenIsReplacedBeforeTheHandlerReturns() {
		obtainToken("token-1");
		CompletableFuture<Void> handling = CompletableFuture.runAsync(() -> handle(REFUSED),
				(task) -> new Thread(task).start());
		Awaitility.await().atMost(TIMEOUT).until(() -> this.tokenRequests.count() == 2);
		assertThat(handling).isNotDone();
		this.tokenRequests.succeed("token-2", Duration.ofMinutes(30));
		assertThat(handling).succeedsWithin(TIMEOUT);
		assertThat(this.sharedToken.current()).extracting(BearerToken::authorization).isEqualTo("Bearer token-2");
	}

	@Test
	void handlerDoesNotWaitOnThreadThatMustNotBlock() {
		obtainToken("token-1");
		this.nonBlockingThread.set(true);
		handle(REFUSED);
		assertThat(this.tokenRequests.count()).isEqualTo(2);
	}

	@Test
	void handlerReturnsWhenTokenWasReplacedShortlyBefore() {
		refusedTokenIsReplacedBeforeTheHandlerReturns();
		handle(REFUSED);
		assertThat(this.tokenRequests.count()).isEqualTo(2);
	}

	@Test
	void nothingIsReplacedBeforeTheFirstToken() {
		handle(REFUSED);
		assertThat(this.tokenRequests.count()).isZero();
	}

	@ParameterizedTest
	@MethodSource
	void otherFailuresDoNotReplaceTheToken(OAuth2AuthorizationException failure) {
		obtainToken("token-1");
		handle(failure);
		assertThat(this.tokenRequests.count()).isEqualTo(1);
	}

	static Stream<OAuth2AuthorizationException> otherFailuresDoNotReplaceTheToken() {
		return Stream.of(failure("insufficient_scope", "pinecone"), failure("invalid_token", "another"),
				new OAuth2AuthorizationException(new OAuth2Error("invalid_token")));
	}

	private static OAuth2AuthorizationException failure(String code, String registrationId) {
		return new ClientAuthorizationException(new OAuth2Error(code), registrationId);
	}

	private void handle(OAuth2AuthorizationException failure) {
		this.handler.onAuthorizationFailure(failure, new TestingAuthenticationToken("user", "none"), Map.of());
	}

}
