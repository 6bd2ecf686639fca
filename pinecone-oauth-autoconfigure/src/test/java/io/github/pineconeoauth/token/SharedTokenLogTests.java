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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Marker;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedToken}: what it logs.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedTokenLogTests extends AbstractSharedTokenTests {

	private int read;

	@BeforeEach
	void setRead(CapturedOutput output) {
		this.read = output.length();
	}

	@Test
	void startAndEndOfOutageAreLoggedOnce(CapturedOutput output) {
		obtainAndStartRenewal("token-1");
		assertThat(newLines(output)).isEmpty();
		this.requests.failTransiently(null);
		assertThat(newLines(output)).contains("WARN")
			.contains(
					"Could not obtain a Pinecone access token; the current one is valid for another 300 s. unavailable");
		for (int i = 0; i < 5; i++) {
			this.time.advanceSeconds(30);
			current();
			this.requests.failTransiently(null);
		}
		assertThat(newLines(output)).isEmpty();
		this.time.advanceSeconds(30);
		current();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(newLines(output)).contains("INFO")
			.contains("Obtained a Pinecone access token again after 6 failure(s)");
		this.time.advanceSeconds(1500);
		current();
		this.requests.succeed("token-3", LIFETIME);
		assertThat(newLines(output)).isEmpty();
		assertThat(output).doesNotContain("token-1").doesNotContain("token-2").doesNotContain("token-3");
	}

	@Test
	void accountIsNamedIfThereAreSeveral(CapturedOutput output) {
		TokenLog log = new TokenLog(new AccountName("billing", false), () -> null);
		TokenFailures failures = new TokenFailures(new AccountName("billing", false));
		log.failed(failures.noCredentials(null), true);
		assertThat(newLines(output))
			.contains("Could not obtain a Pinecone access token of account 'billing'; there is no valid one."
					+ " [invalid_client] There are no Pinecone client credentials: pinecone.accounts.billing.client-id");
		log.succeeded(1);
		assertThat(newLines(output))
			.contains("Obtained a Pinecone access token of account 'billing' again after 1 failure(s)");
	}

	@Test
	void failureWithAnotherErrorCodeIsLogged(CapturedOutput output) {
		obtainAndStartRenewal("token-1");
		this.requests.failTransiently(null);
		newLines(output);
		this.time.advanceSeconds(1);
		current();
		this.requests.failLastingly();
		assertThat(newLines(output)).contains("WARN")
			.contains(
					"Could not obtain a Pinecone access token; the current one is valid for another 299 s. wrong secret");
		this.time.advanceSeconds(2);
		current();
		this.requests.failLastingly();
		assertThat(newLines(output)).isEmpty();
	}

	@Test
	void momentFromWhichCallersFailIsLoggedOnce(CapturedOutput output) {
		obtainAndStartRenewal("token-1");
		this.requests.failTransiently(Duration.ofMinutes(10));
		newLines(output);
		this.time.advanceSeconds(269);
		current();
		assertThat(newLines(output)).isEmpty();
		this.time.advanceSeconds(1);
		failure(this.sharedToken.get());
		assertThat(newLines(output)).contains("WARN")
			.contains("Calls now fail because they cannot get a Pinecone access token;"
					+ " the current one is valid for another 30 s");
		failure(this.sharedToken.get());
		this.time.advanceSeconds(330);
		this.sharedToken.get();
		this.requests.failTransiently(null);
		failure(this.sharedToken.get());
		assertThat(newLines(output)).isEmpty();
	}

	@Test
	void failureOfCallerWithoutTokenIsLoggedOnce(CapturedOutput output) {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		assertThat(newLines(output)).containsOnlyOnce("WARN").contains("there is no valid one. unavailable");
		failure(this.sharedToken.get());
		assertThat(newLines(output)).isEmpty();
	}

	@Test
	void callersThatBeginToFailWithARequestAreLogged(CapturedOutput output) {
		obtainAndStartRenewal("token-1");
		this.requests.failTransiently(null);
		this.time.advanceSeconds(300);
		this.sharedToken.get();
		newLines(output);
		this.requests.failTransiently(null);
		assertThat(newLines(output)).containsOnlyOnce("WARN")
			.contains("Calls now fail because they cannot get a Pinecone access token; there is no valid one");
	}

	@Test
	void refusedCallersThatBeginToFailAreLogged(CapturedOutput output) {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.failTransiently(null);
		newLines(output);
		failure(this.sharedToken.replace(refused));
		assertThat(newLines(output)).containsOnlyOnce("WARN").contains("Calls now fail");
	}

	@Test
	void refusedCallersThatFailWithTheRenewalTheyWaitForAreLogged(CapturedOutput output) {
		BearerToken refused = obtainAndStartRenewal("token-1");
		this.requests.failTransiently(null);
		this.time.advanceSeconds(1);
		current();
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		newLines(output);
		this.requests.failTransiently(null);
		failure(replacement);
		assertThat(newLines(output)).containsOnlyOnce("WARN").contains("Calls now fail");
	}

	@Test
	void callersThatWaitTooLongAreLoggedOnce(CapturedOutput output) {
		this.sharedToken.get();
		this.sharedToken.waitedTooLong();
		assertThat(newLines(output)).containsOnlyOnce("WARN").contains("pinecone.oauth.wait-timeout");
		this.sharedToken.waitedTooLong();
		assertThat(newLines(output)).isEmpty();
		this.requests.succeed("token-1", LIFETIME);
		assertThat(newLines(output)).containsOnlyOnce("INFO").contains("Obtained a Pinecone access token again");
		this.time.advanceSeconds(1500);
		current();
		this.requests.succeed("token-2", LIFETIME);
		assertThat(newLines(output)).isEmpty();
	}

	@Test
	void loggingStartsAnewAfterSuccess(CapturedOutput output) {
		this.sharedToken.get();
		this.requests.failTransiently(null);
		this.time.advanceSeconds(1);
		obtain("token-1", LIFETIME);
		newLines(output);
		this.time.advanceSeconds(1500);
		current();
		this.requests.failTransiently(null);
		assertThat(newLines(output)).containsOnlyOnce("WARN").contains("Could not obtain");
	}

	@Test
	void loggerThatThrowsDoesNotAffectCallers() {
		Logger logger = logger();
		LoggerContext context = logger.getLoggerContext();
		context.addTurboFilter(new ThrowingFilter(logger));
		try {
			this.sharedToken.get();
			this.requests.failTransiently(null);
			failure(this.sharedToken.get());
			this.time.advanceSeconds(1);
			obtain("token-1", LIFETIME);
			this.time.advanceSeconds(1500);
			current();
			this.requests.fail(ManualTokenRequests.refused());
			assertThat(current()).isEqualTo("token-1");
		}
		finally {
			context.resetTurboFilterList();
		}
	}

	private String newLines(CapturedOutput output) {
		String lines = output.toString().substring(this.read);
		this.read += lines.length();
		return lines;
	}

	private static Logger logger() {
		return ((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).getLogger(SharedToken.class);
	}

	private static final class ThrowingFilter extends TurboFilter {

		private final Logger target;

		private ThrowingFilter(Logger target) {
			this.target = target;
		}

		@Override
		public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, String format,
				Object @Nullable [] params, @Nullable Throwable t) {
			if (logger == this.target) {
				throw new LinkageError("simulated");
			}
			return FilterReply.NEUTRAL;
		}

	}

}
