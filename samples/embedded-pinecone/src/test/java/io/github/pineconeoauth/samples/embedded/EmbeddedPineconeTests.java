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

package io.github.pineconeoauth.samples.embedded;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddedPinecone}.
 */
class EmbeddedPineconeTests {

	private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(20);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final EmbeddedPinecone pinecone = EmbeddedPinecone.start(TOKEN_LIFETIME, this.now::get);

	private final TestClient client = new TestClient(this.pinecone);

	@AfterEach
	void close() {
		this.pinecone.close();
	}

	@Test
	void addressesAreLoopback() throws UnknownHostException {
		assertThat(InetAddress.getByName(this.pinecone.baseUrl().getHost()).isLoopbackAddress()).isTrue();
		assertThat(this.pinecone.tokenUri()).isEqualTo(this.pinecone.baseUrl().resolve("/oauth/token"));
	}

	@Test
	void credentialsWhenStartedTwiceDiffer() {
		try (EmbeddedPinecone other = EmbeddedPinecone.start()) {
			assertThat(other.clientId()).isNotEqualTo(this.pinecone.clientId());
			assertThat(other.clientSecret()).isNotEqualTo(this.pinecone.clientSecret());
		}
	}

	@Test
	void tokenHasLifetimeOfChoice() {
		assertThat(this.client.requestToken(this.client.form()).json().path("expires_in").intValue()).isEqualTo(20);
	}

	@Test
	void tokenWhenLifetimeIsOverIsRefused() {
		String token = this.client.token();
		moveTime(TOKEN_LIFETIME.minusMillis(1));
		assertThat(statusWith(token)).isEqualTo(200);
		moveTime(Duration.ofMillis(1));
		assertThat(statusWith(token)).isEqualTo(401);
		assertThat(statusWith(this.client.token())).isEqualTo(200);
	}

	@Test
	void rotateSecretRefusesOldSecretAndAllTokens() {
		Map<String, String> form = this.client.form();
		String first = this.client.token();
		String second = this.client.token();
		this.pinecone.rotateSecret();
		assertThat(this.client.requestToken(form).status()).isEqualTo(401);
		assertThat(statusWith(first)).isEqualTo(401);
		assertThat(statusWith(second)).isEqualTo(401);
	}

	@Test
	void rotateSecretGivesNewSecretForTheSameClient() {
		String clientId = this.pinecone.clientId();
		String clientSecret = this.pinecone.clientSecret();
		this.pinecone.rotateSecret();
		assertThat(this.pinecone.clientId()).isEqualTo(clientId);
		assertThat(this.pinecone.clientSecret()).isNotEqualTo(clientSecret);
		assertThat(statusWith(this.client.token())).isEqualTo(200);
	}

	@Test
	void listenerIsToldWhatHappensInOrder() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.client.token();
		this.pinecone.addListener(new EmbeddedPineconeListener() {

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
		Map<String, String> form = this.client.form();
		this.client.requestToken(form);
		this.pinecone.rotateSecret();
		this.client.requestToken(form);
		this.client.token();
		assertThat(events).containsExactly("issued for PT20S", "rotated", "refused", "issued for PT20S");
	}

	@Test
	void closeStopsServing() {
		this.pinecone.close();
		this.pinecone.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.client::token);
	}

	private void moveTime(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	private int statusWith(String token) {
		return this.client.exchange(token, "GET", "/admin/projects", null).status();
	}

}
