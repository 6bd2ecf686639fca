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

package io.github.pineconeoauth.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.test.TestClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EmbeddedPinecone}.
 */
class EmbeddedPineconeTests {

	private static final EmbeddedPinecone pinecone = EmbeddedPinecone.builder()
		.tokenLifetime(Duration.ofSeconds(20))
		.content((content) -> content.addProject("first"))
		.start();

	private final TestClient client = new TestClient(pinecone);

	@AfterEach
	void reset() {
		pinecone.reset();
	}

	@AfterAll
	static void close() {
		pinecone.close();
	}

	@Test
	void addressesAreLoopback() throws UnknownHostException {
		assertThat(InetAddress.getByName(pinecone.baseUrl().getHost()).isLoopbackAddress()).isTrue();
		assertThat(pinecone.tokenUri()).isEqualTo(pinecone.baseUrl().resolve("/oauth/token"));
	}

	@Test
	void invalidArgumentsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.clientSecret("unknown"));
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.rotateSecret("unknown"));
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.revokeTokens("unknown"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> pinecone.addServiceAccount("other", pinecone.clientId(), "secret"));
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.addApiKey("unknown", "key"));
		String projectId = pinecone.addProject("second");
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.addApiKey(projectId, "key", "OrgOwner"));
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.failAdminRequests(0, 500));
	}

	@Test
	void credentialsOfTwoInstancesDiffer() {
		try (EmbeddedPinecone other = EmbeddedPinecone.start()) {
			assertThat(other.clientId()).isNotEqualTo(pinecone.clientId());
			assertThat(other.clientSecret()).isNotEqualTo(pinecone.clientSecret());
		}
	}

	@Test
	void connectionDetailsFollowRotation() {
		PineconeConnectionDetails details = pinecone.connectionDetails();
		String first = details.getClientSecret();
		pinecone.rotateSecret();
		assertThat(details.getClientId()).isEqualTo(pinecone.clientId());
		assertThat(details.getClientSecret()).isEqualTo(pinecone.clientSecret()).isNotEqualTo(first);
		assertThat(details.getTokenUri()).isEqualTo(pinecone.tokenUri());
		assertThat(details.getAdminBaseUrl()).isEqualTo(pinecone.baseUrl());
		assertThat(details.toString()).doesNotContain(pinecone.clientSecret());
	}

	@Test
	void tokenExpiresAfterItsLifetime() {
		assertThat(this.client.requestToken(this.client.tokenParameters()).json().path("expires_in").intValue())
			.isEqualTo(20);
		pinecone.advanceTime(Duration.ofSeconds(20));
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(401);
	}

	@Test
	void tokenLifetimeHoldsForLaterTokensUntilReset() {
		pinecone.tokenLifetime(Duration.ofHours(2));
		assertThat(this.client.requestToken(this.client.tokenParameters()).json().path("expires_in").intValue())
			.isEqualTo(7200);
		pinecone.reset();
		assertThat(this.client.requestToken(this.client.tokenParameters()).json().path("expires_in").intValue())
			.isEqualTo(20);
	}

	@Test
	void tokenLifetimeHasToBePositiveAndInWholeSeconds() {
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.tokenLifetime(Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EmbeddedPinecone.builder().tokenLifetime(Duration.ofMillis(1500)));
	}

	@Test
	void rotateSecretInvalidatesSecretAndTokensOfDefaultAccountOnly() {
		ServiceAccountCredentials other = pinecone.addServiceAccount("other");
		String otherToken = tokenOf(other);
		Map<String, String> parameters = this.client.tokenParameters();
		String clientId = pinecone.clientId();
		pinecone.rotateSecret();
		assertThat(this.client.requestToken(parameters).status()).isEqualTo(401);
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(401);
		assertThat(pinecone.clientId()).isEqualTo(clientId);
		assertThat(statusWith(this.client.token())).isEqualTo(200);
		assertThat(statusWith(otherToken)).isEqualTo(200);
	}

	@Test
	void addServiceAccountTakesChosenCredentials() {
		ServiceAccountCredentials billing = pinecone.addServiceAccount("billing", "billing-id", "billing-secret");
		assertThat(this.client.get("/admin/service-accounts/" + billing.serviceAccountId()).body())
			.contains("billing-id");
		assertThat(statusWith(tokenOf(new ServiceAccountCredentials("", "billing-id", "billing-secret"))))
			.isEqualTo(200);
		assertThat(billing.toString()).doesNotContain("billing-secret");
	}

	@Test
	void rotateSecretOfServiceAccountLeavesOthersAlone() {
		ServiceAccountCredentials billing = pinecone.addServiceAccount("billing");
		String token = tokenOf(billing);
		String secret = pinecone.rotateSecret(billing.clientId());
		assertThat(secret).isEqualTo(pinecone.clientSecret(billing.clientId())).isNotEqualTo(billing.clientSecret());
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(tokenOf(billing)).isEmpty();
		assertThat(statusWith(tokenOf(new ServiceAccountCredentials("", billing.clientId(), secret)))).isEqualTo(200);
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(200);
	}

	@Test
	void revokeTokensLeavesSecretValid() {
		pinecone.revokeTokens();
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(401);
		assertThat(statusWith(this.client.token())).isEqualTo(200);
	}

	@Test
	void revokeTokensOfServiceAccountLeavesOthersAlone() {
		ServiceAccountCredentials billing = pinecone.addServiceAccount("billing");
		String token = tokenOf(billing);
		pinecone.revokeTokens(billing.clientId());
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(statusWith(tokenOf(billing))).isEqualTo(200);
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(200);
	}

	@Test
	void resetKeepsTokensOfServiceAccountsOfTheContent() {
		try (EmbeddedPinecone other = EmbeddedPinecone.builder()
			.content((content) -> content.addServiceAccount("billing", "billing-id", "billing-secret"))
			.start()) {
			TestClient otherClient = new TestClient(other);
			Map<String, String> parameters = TestClient.tokenParameters("billing-id", "billing-secret");
			String token = otherClient.requestToken(parameters).json().path("access_token").stringValue();
			other.rotateSecret("billing-id");
			other.reset();
			assertThat(other.clientSecret("billing-id")).isEqualTo("billing-secret");
			assertThat(otherClient.exchange("Bearer " + token, "2026-07", "GET", "/admin/projects", null).status())
				.isEqualTo(200);
		}
	}

	@Test
	void failedTokenRequestsComeInOrderAndEnd() {
		pinecone.failTokenRequests(1, 429, Duration.ofMillis(1500));
		pinecone.failTokenRequests(1, 503);
		Answer first = this.client.requestToken(this.client.tokenParameters());
		assertThat(first.status()).isEqualTo(429);
		assertThat(first.headers().firstValue("Retry-After")).hasValue("2");
		Answer second = this.client.requestToken(this.client.tokenParameters());
		assertThat(second.status()).isEqualTo(503);
		assertThat(second.headers().firstValue("Retry-After")).isEmpty();
		assertThat(this.client.requestToken(this.client.tokenParameters()).status()).isEqualTo(200);
	}

	@Test
	void failedAdminRequestHasNoEffect() {
		pinecone.failAdminRequests(1, 503);
		pinecone.failAdminRequests(1, 429, "QUOTA_EXCEEDED");
		pinecone.failAdminRequests(1, 429, Duration.ofSeconds(7));
		assertThat(createProject()).returns(503, Answer::status).returns("UNAVAILABLE", Answer::errorCode);
		assertThat(createProject()).returns(429, Answer::status).returns("QUOTA_EXCEEDED", Answer::errorCode);
		Answer third = createProject();
		assertThat(third.errorCode()).isEqualTo("RESOURCE_EXHAUSTED");
		assertThat(third.headers().firstValue("Retry-After")).hasValue("7");
		assertThat(projectNames()).containsExactly("first");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 200, 399, 600 })
	void faultNeedsErrorStatus(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.failAdminRequests(1, status));
		assertThatIllegalArgumentException().isThrownBy(() -> pinecone.failTokenRequests(1, status));
	}

	@Test
	void resetConnectionGivesNoAnswer() {
		pinecone.resetTokenConnections(1);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.client::token)
			.withCauseInstanceOf(IOException.class);
		assertThat(this.client.token()).isNotEmpty();
		pinecone.failAdminRequests(1, 503);
		pinecone.resetAdminConnections(1);
		assertThat(createProject().status()).isEqualTo(503);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::createProject);
		assertThat(projectNames()).containsExactly("first");
	}

	@Test
	void lostResponseBelongsToRequestThatTookEffect() {
		pinecone.loseAdminResponses(1);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::createProject);
		assertThat(projectNames()).containsExactly("first", "new");
	}

	@Test
	void delayPostponesResponses() {
		pinecone.delay(Duration.ofMillis(300));
		long start = System.nanoTime();
		this.client.get("/admin/projects");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void countersIncludeFailedRequests() {
		pinecone.reset();
		pinecone.failTokenRequests(1, 503);
		this.client.requestToken(this.client.tokenParameters());
		this.client.requestToken(Map.of());
		this.client.get("/admin/nothing");
		assertThat(pinecone.tokenRequests()).isEqualTo(2);
		assertThat(pinecone.adminRequests()).isOne();
	}

	@Test
	void recordedRequestsTellWhatWasSentAndAnswered() {
		pinecone.reset();
		this.client.token();
		this.client.post("/admin/projects?x=1", """
				{"name":"new"}""");
		this.client.get("/elsewhere");
		List<RecordedRequest> requests = pinecone.requests();
		assertThat(requests).extracting(RecordedRequest::operation)
			.containsExactly("get_token", "create_project", "unknown");
		assertThat(requests).extracting(RecordedRequest::status).containsExactly(200, 200, 404);
		assertThat(requests.get(1)).returns("POST", RecordedRequest::method)
			.returns("/admin/projects?x=1", RecordedRequest::uri)
			.returns("""
					{"name":"new"}""", RecordedRequest::body)
			.returns("2026-07", (request) -> request.header("X-Pinecone-Api-Version"))
			.returns("Bearer ***", (request) -> request.header("Authorization"))
			.returns(null, (request) -> request.header("X-Unknown"));
	}

	@Test
	void recordedRequestsTellWhichServiceAccountSentThem() {
		ServiceAccountCredentials billing = pinecone.addServiceAccount("billing");
		pinecone.reset();
		ServiceAccountCredentials other = pinecone.addServiceAccount("other");
		statusWith(tokenOf(other));
		this.client.get("/admin/projects");
		statusWith("unknown");
		tokenOf(billing);
		assertThat(pinecone.requests()).extracting(RecordedRequest::clientId)
			.containsExactly(other.clientId(), other.clientId(), pinecone.clientId(), null, billing.clientId());
	}

	@Test
	void recordedRequestsHaveNoSecrets() {
		String secret = pinecone.clientSecret();
		String token = this.client.token();
		String apiKey = this.client.post("/admin/projects/" + pinecone.addProject("second") + "/api-keys", """
				{"name":"key"}""").json().path("value").stringValue();
		this.client.exchange(token, "2026-07", "POST", "/admin/projects?secret=" + secret, """
				{"name":"%s","other":"%s"}""".formatted(token, apiKey));
		this.client.exchange("Basic " + secret, token, "GET", "/admin/projects", null);
		assertThat(pinecone.requests().toString()).doesNotContain(secret).doesNotContain(token).doesNotContain(apiKey);
	}

	@Test
	void listenersHearOfEventsInOrder() {
		List<String> events = new CopyOnWriteArrayList<>();
		pinecone.addListener(new EmbeddedPineconeListener() {

			@Override
			public void tokenIssued(Duration tokenLifetime) {
				events.add("issued for " + tokenLifetime);
			}

			@Override
			public void tokenRefused() {
				events.add("refused");
			}

			@Override
			public void secretRotated() {
				events.add("rotated");
			}

		});
		Map<String, String> parameters = this.client.tokenParameters();
		this.client.requestToken(parameters);
		pinecone.rotateSecret();
		this.client.requestToken(parameters);
		pinecone.failTokenRequests(1, 500);
		this.client.token();
		this.client.token();
		assertThat(events).containsExactly("issued for PT20S", "rotated", "refused", "refused", "issued for PT20S");
	}

	@Test
	void resetRestoresContentCountersAndBehaviour() {
		createProject();
		pinecone.addUser("ada@example.com", "Ada", "OrgMember");
		this.client.delete("/admin/organizations/" + pinecone.organizationId());
		pinecone.failAdminRequests(1, 503);
		pinecone.failTokenRequests(1, 503);
		pinecone.delay(Duration.ofHours(1));
		pinecone.advanceTime(Duration.ofDays(1));
		pinecone.reset();
		assertThat(pinecone.requests()).isEmpty();
		assertThat(pinecone.adminRequests()).isZero();
		assertThat(pinecone.tokenRequests()).isZero();
		assertThat(projectNames()).containsExactly("first");
		assertThat(this.client.get("/admin/users").json().path("data").size()).isOne();
		assertThat(this.client.token()).isNotEmpty();
	}

	@Test
	void resetMakesTokensOfDefaultAccountValidAgain() {
		String otherToken = tokenOf(pinecone.addServiceAccount("other"));
		String secret = pinecone.clientSecret();
		pinecone.rotateSecret();
		String secondToken = this.client.token();
		pinecone.revokeTokens();
		pinecone.reset();
		assertThat(pinecone.clientSecret()).isEqualTo(secret);
		assertThat(this.client.get("/admin/projects").status()).isEqualTo(200);
		assertThat(statusWith(secondToken)).isEqualTo(200);
		assertThat(statusWith(otherToken)).isEqualTo(401);
	}

	@Test
	void closeTwiceStopsServerAndItsThreads() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		EmbeddedPinecone another = EmbeddedPinecone.start();
		new TestClient(another).get("/admin/projects");
		List<Thread> threads = serverThreads(before);
		assertThat(threads).isNotEmpty();
		another.close();
		another.close();
		for (Thread thread : threads) {
			thread.join(30_000);
			assertThat(thread.isAlive()).as(thread.getName()).isFalse();
		}
		assertThat(serverThreads(before)).isEmpty();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> new TestClient(another));
	}

	@Test
	void timesOfContentAreRecent() {
		String createdAt = this.client.get("/admin/projects").json().at("/data/0/created_at").stringValue();
		assertThat(Instant.parse(createdAt)).isBetween(Instant.now().minusSeconds(600), Instant.now());
	}

	private String tokenOf(ServiceAccountCredentials account) {
		return this.client.requestToken(TestClient.tokenParameters(account.clientId(), account.clientSecret()))
			.json()
			.path("access_token")
			.stringValue("");
	}

	private int statusWith(String token) {
		return this.client.exchange("Bearer " + token, "2026-07", "GET", "/admin/projects", null).status();
	}

	private Answer createProject() {
		return this.client.post("/admin/projects", """
				{"name":"new"}""");
	}

	private List<String> projectNames() {
		return this.client.get("/admin/projects")
			.json()
			.path("data")
			.valueStream()
			.map((project) -> project.path("name").stringValue())
			.toList();
	}

	private static List<Thread> serverThreads(Set<Thread> others) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !others.contains(thread) && !thread.getName().startsWith("HttpClient-"))
			.toList();
	}

}
