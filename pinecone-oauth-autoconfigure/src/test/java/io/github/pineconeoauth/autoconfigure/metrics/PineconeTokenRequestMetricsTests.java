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

package io.github.pineconeoauth.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.TokenFetcher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.security.oauth2.core.OAuth2Error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PineconeTokenRequestMetrics}.
 */
class PineconeTokenRequestMetricsTests {

	private static final AccessToken TOKEN = new AccessToken("token", Duration.ofMinutes(30), "id");

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	@Test
	void successIsTimed() {
		TokenFetcher fetcher = decorate(() -> {
			this.clock.add(Duration.ofMillis(300));
			return TOKEN;
		});
		fetcher.fetch();
		fetcher.fetch();
		Timer timer = this.registry.get("pinecone.oauth.token.requests").timer();
		assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("account", "billing"),
				Tag.of("outcome", "success"), Tag.of("error", "none"));
		assertThat(timer.getId().getDescription()).isNotBlank();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(600);
	}

	@ParameterizedTest
	@CsvSource({ "invalid_request, invalid_request", "invalid_client, invalid_client", "access_denied, access_denied",
			"temporarily_unavailable, temporarily_unavailable", "server_error, server_error",
			"invalid_token_response, invalid_token_response", "code-4711, other", "none, other", "other, other" })
	void failureIsTaggedWithItsErrorCodeIfThatIsKnown(String code, String error) {
		PineconeAuthorizationException failure = new PineconeAuthorizationException(new OAuth2Error(code), "pinecone",
				"message", null, null, null);
		assertFailure(failure, error);
	}

	@Test
	void unexpectedFailureIsTaggedAsOther() {
		assertFailure(new IllegalStateException(), "other");
	}

	private void assertFailure(RuntimeException failure, String error) {
		assertThatExceptionOfType(failure.getClass()).isThrownBy(decorate(() -> {
			throw failure;
		})::fetch).satisfies((ex) -> assertThat(ex).isSameAs(failure));
		Timer timer = this.registry.get("pinecone.oauth.token.requests").timer();
		assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("account", "billing"),
				Tag.of("outcome", "failure"), Tag.of("error", error));
		assertThat(timer.count()).isEqualTo(1);
	}

	@Test
	void registryThatThrowsDoesNotFailTheRequest() {
		SimpleMeterRegistry broken = new SimpleMeterRegistry() {

			@Override
			protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
				throw new IllegalStateException("No more timers");
			}

		};
		TokenFetcher fetcher = new PineconeTokenRequestMetrics(broken).decorate(AccountName.ofSingle(), () -> TOKEN);
		assertThat(fetcher.fetch()).isSameAs(TOKEN);
	}

	private TokenFetcher decorate(TokenFetcher fetcher) {
		return new PineconeTokenRequestMetrics(this.registry).decorate(new AccountName("billing", false), fetcher);
	}

}
