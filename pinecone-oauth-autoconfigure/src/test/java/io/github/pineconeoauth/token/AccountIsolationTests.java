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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that service accounts do not affect each other. Some fail at the same time, each
 * in a different way, while others succeed.
 */
class AccountIsolationTests {

	private static final Pattern CLIENT_ID = Pattern.compile("client_id=([^&]*)");

	private final RawServer server = RawServer.start(this::answer);

	private final Map<String, RawServer.Answer> faults = Map.of("refused", RawServer.response(401, ""), "unavailable",
			RawServer.response(503, ""), "reset", RawServer.reset(""), "endless",
			RawServer.flood(RawServer.head(200) + "\r\n", "x".repeat(8191)), "silent", RawServer.silence(""));

	private final AtomicBoolean done = new AtomicBoolean();

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@Test
	void accountsGoOnWhileOthersFail() {
		runner().run((context) -> {
			ServiceAccounts accounts = context.getBean(ServiceAccounts.class);
			accounts.get("silent").sharedToken().get();
			List<CompletableFuture<Integer>> failing = Stream.of("refused", "unavailable", "reset", "endless")
				.map((name) -> CompletableFuture.supplyAsync(() -> fail(accounts.get(name)),
						AccountIsolationTests::start))
				.toList();
			for (int i = 0; i < 5; i++) {
				assertThat(token(accounts, "healthy")).isEqualTo("token-of-healthy");
				assertThat(token(accounts, "default")).isEqualTo("token-of-id");
			}
			this.done.set(true);
			assertThat(failing).allSatisfy((calls) -> assertThat(calls.get(50, TimeUnit.SECONDS)).isPositive());
		});
		assertThat(this.server.requests().stream().map(AccountIsolationTests::clientId))
			.filteredOn((name) -> !this.faults.containsKey(name))
			.containsExactlyInAnyOrder("healthy", "id");
	}

	private ApplicationContextRunner runner() {
		Stream<String> names = Stream.concat(this.faults.keySet().stream(), Stream.of("healthy"));
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.token-uri=" + this.server.url(), "pinecone.oauth.failure-backoff=0",
					"pinecone.oauth.retry.max-retries=0", "pinecone.oauth.connect-timeout=10m",
					"pinecone.oauth.read-timeout=10m", "pinecone.oauth.wait-timeout=10m")
			.withPropertyValues(names.flatMap((name) -> Stream.of("pinecone.accounts." + name + ".client-id=" + name,
					"pinecone.accounts." + name + ".client-secret=secret"))
				.toArray(String[]::new));
	}

	/**
	 * Fail at least once, and until the test is done.
	 */
	private int fail(ServiceAccount account) {
		int calls = 0;
		do {
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(account::token)
				.satisfies((ex) -> assertThat(ex.getClientRegistrationId())
					.isEqualTo("pinecone-" + account.name().value()));
			calls++;
		}
		while (!this.done.get());
		return calls;
	}

	private void answer(RawServer.Connection connection) throws IOException, InterruptedException {
		RawServer.Request request = connection.readRequest();
		connection.unread(request);
		String clientId = clientId(request);
		RawServer.Answer token = RawServer.response(200,
				"{\"access_token\":\"token-of-" + clientId + "\",\"token_type\":\"Bearer\",\"expires_in\":1800}");
		this.faults.getOrDefault(clientId, token).give(connection);
	}

	private static String token(ServiceAccounts accounts, String name) {
		return accounts.get(name).token().accessToken().value();
	}

	private static String clientId(RawServer.Request request) {
		Matcher matcher = CLIENT_ID.matcher(request.body());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	}

}
