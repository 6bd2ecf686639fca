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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedToken#forget()}.
 */
class SharedTokenForgetTests extends AbstractSharedTokenTests {

	@Test
	void nextCallerRequestsNewToken() {
		obtain("token-1", LIFETIME);
		this.sharedToken.forget();
		assertThat(this.sharedToken.current()).isNull();
		assertThat(this.sharedToken.timeToExpiry()).isNull();
		obtain("token-2", LIFETIME);
	}

	@Test
	void failureHoldsNobodyBack() {
		this.sharedToken.get();
		this.requests.failTransiently(Duration.ofHours(1));
		this.sharedToken.forget();
		assertThat(this.sharedToken.lastFailure()).isNull();
		obtain("token", LIFETIME);
	}

	@Test
	void earlierReplacementsHoldNobodyBack() {
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(obtain("token-1", LIFETIME));
		this.requests.succeed("token-2", LIFETIME);
		assertThat(value(replacement)).isEqualTo("token-2");
		this.sharedToken.forget();
		BearerToken refused = obtain("token-3", LIFETIME);
		assertThat(this.sharedToken.replace(refused)).isNotNull().isNotDone();
	}

	@Test
	void waitingCallersFailAndTheirTokenRequestHasNoEffect() {
		BearerToken refused = obtainAndStartRenewal("token-1");
		CompletableFuture<BearerToken> waiting = this.sharedToken.replace(refused);
		this.sharedToken.forget();
		assertThat(failure(waiting).isTransient()).isTrue();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(this.sharedToken.current()).isNull();
		obtain("token-3", LIFETIME);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void nextFailureIsLogged(CapturedOutput output) {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		this.sharedToken.forget();
		int before = output.length();
		this.sharedToken.get();
		this.requests.failTransiently(null);
		assertThat(output.toString().substring(before)).contains("Could not obtain a Pinecone access token");
	}

}
