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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.TokenEndpointFaultTests.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that service accounts do not affect each other. Healthy accounts of an
 * application are under load until there was a call of an account for each fault of the
 * token endpoint.
 * <p>
 * A fault without a connection would affect all accounts. Such faults follow each other
 * at the end, when the healthy accounts have their tokens.
 */
class AccountIsolationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	private static final List<String> HEALTHY = List.of("healthy-1", "healthy-2", "healthy-3");

	private static final Pattern CLIENT_ID = Pattern.compile("client_id=([^&]*)");

	private final Map<String, Fault> faults = new LinkedHashMap<>();

	private final List<RawServer.Request> requests = new ArrayList<>();

	private final CountDownLatch done = new CountDownLatch(1);

	AccountIsolationTests() {
		TokenEndpointFaultTests.all().forEach((fault) -> this.faults.put("fault-" + this.faults.size(), fault));
	}

	@Test
	void accountsGoOnWhileOthersFailInEachWay() throws Exception {
		RawServer server = RawServer.startTlsAt(0, TokenEndpointFaultTests.LOCALHOST, this::answer);
		runner(server).run((context) -> {
			ServiceAccounts accounts = context.getBean(ServiceAccounts.class);
			List<CompletableFuture<Integer>> loads = new ArrayList<>();
			loads.add(start(() -> succeed(accounts.get("default"), "id")));
			List<CompletableFuture<BearerToken>> late = new ArrayList<>();
			this.faults.forEach((name, fault) -> {
				if (fault.answer() != null && fault.isLate()) {
					late.add(accounts.get(name).sharedToken().get());
				}
				else if (fault.answer() != null) {
					loads.add(start(() -> fail(accounts.get(name))));
				}
			});
			HEALTHY.forEach((name) -> loads.add(start(() -> succeed(accounts.get(name), name))));
			try (server) {
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> clientIds(server).containsAll(clientIdsWithConnection()));
				assertThat(late).noneMatch((call) -> call.isDone() && !call.isCompletedExceptionally());
			}
			this.requests.addAll(server.requests());
			failWithoutConnections(accounts, server.port());
			this.done.countDown();
			assertThat(loads)
				.allSatisfy((calls) -> assertThat(calls.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPositive());
		});
		assertThat(this.requests.stream().map(AccountIsolationTests::clientId))
			.filteredOn((name) -> !this.faults.containsKey(name))
			.containsExactlyInAnyOrder("healthy-1", "healthy-2", "healthy-3", "id");
	}

	/**
	 * Return the client ids of all accounts but those that get no connection.
	 */
	private Set<String> clientIdsWithConnection() {
		Set<String> clientIds = new HashSet<>(HEALTHY);
		clientIds.add("id");
		this.faults.forEach((name, fault) -> {
			if (fault.answer() != null) {
				clientIds.add(name);
			}
		});
		return clientIds;
	}

	private void failWithoutConnections(ServiceAccounts accounts, int port) throws Exception {
		for (Map.Entry<String, Fault> entry : this.faults.entrySet()) {
			Fault fault = entry.getValue();
			ServiceAccount account = accounts.get(entry.getKey());
			if (fault.answer() == null) {
				try (RawServer faulty = fault.endpoint().startAt(port)) {
					if (fault.isLate()) {
						account.sharedToken().get();
						Awaitility.await().atMost(PATIENCE).until(() -> faulty.connections() > 0);
					}
					else {
						assertFails(account);
					}
					this.done.await(300, TimeUnit.MILLISECONDS);
					this.requests.addAll(faulty.requests());
				}
			}
		}
	}

	private ApplicationContextRunner runner(RawServer server) {
		Stream<String> names = Stream.concat(this.faults.keySet().stream(), HEALTHY.stream());
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.token-uri=" + server.url(), "pinecone.oauth.failure-backoff=0",
					"pinecone.oauth.retry.max-retries=0", "pinecone.oauth.connect-timeout=10m",
					"pinecone.oauth.read-timeout=10m", "pinecone.oauth.wait-timeout=10m",
					"pinecone.oauth.ssl.bundle=token-endpoint", TokenEndpointFaultTests.trustedCertificates())
			.withPropertyValues(names.flatMap((name) -> Stream.of("pinecone.accounts." + name + ".client-id=" + name,
					"pinecone.accounts." + name + ".client-secret=secret"))
				.toArray(String[]::new));
	}

	/**
	 * Get a token, and then the same one until the test is done, without waiting.
	 */
	private int succeed(ServiceAccount account, String clientId) throws InterruptedException {
		BearerToken token = account.token();
		assertThat(token.accessToken().value()).isEqualTo("token-of-" + clientId);
		int calls = 0;
		do {
			assertThat(account.sharedToken().get()).isCompletedWithValue(token);
			calls++;
		}
		while (!this.done.await(5, TimeUnit.MILLISECONDS));
		return calls;
	}

	/**
	 * Fail at least once, and until the test is done.
	 */
	private int fail(ServiceAccount account) throws InterruptedException {
		int calls = 0;
		do {
			assertFails(account);
			calls++;
		}
		while (!this.done.await(1, TimeUnit.SECONDS));
		return calls;
	}

	private static void assertFails(ServiceAccount account) {
		assertThatExceptionOfType(PineconeAuthorizationException.class).as(account.name().value())
			.isThrownBy(account::token)
			.satisfies(
					(ex) -> assertThat(ex.getClientRegistrationId()).isEqualTo("pinecone-" + account.name().value()));
	}

	private void answer(RawServer.Connection connection) throws IOException, InterruptedException {
		RawServer.Request request = connection.readRequest();
		connection.unread(request);
		String clientId = clientId(request);
		Fault fault = this.faults.get(clientId);
		RawServer.Answer answer = (fault != null) ? fault.answer() : RawServer.response(200,
				"{\"access_token\":\"token-of-" + clientId + "\",\"token_type\":\"Bearer\",\"expires_in\":1800}");
		assertThat(answer).isNotNull();
		answer.give(connection);
	}

	private static Set<String> clientIds(RawServer server) {
		return server.requests().stream().map(AccountIsolationTests::clientId).collect(Collectors.toSet());
	}

	private static String clientId(RawServer.Request request) {
		Matcher matcher = CLIENT_ID.matcher(request.body());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static CompletableFuture<Integer> start(Callable<Integer> load) {
		CompletableFuture<Integer> calls = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				calls.complete(load.call());
			}
			catch (Throwable ex) {
				calls.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return calls;
	}

}
