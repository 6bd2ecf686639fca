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

package io.github.pineconeoauth.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReloadingHttpClient}.
 */
class ReloadingHttpClientTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

	private int built;

	private final ReloadingHttpClient<String> httpClient = new ReloadingHttpClient<>(client("first"),
			(bundle) -> client("reloaded-" + (++this.built)));

	@Test
	void reloadedClientIsUsedFromThenOnAndStaysOpen() {
		this.httpClient.lease().end();
		assertThat(this.closed).isEmpty();
		reload();
		ReloadingHttpClient<String>.Lease lease = this.httpClient.lease();
		assertThat(lease.client()).isEqualTo("reloaded-1");
		lease.end();
		awaitClosed("first");
	}

	@Test
	void replacedClientIsClosedAfterItsLastExchange() {
		ReloadingHttpClient<String>.Lease one = this.httpClient.lease();
		ReloadingHttpClient<String>.Lease another = this.httpClient.lease();
		reload();
		one.end();
		one.end();
		assertThat(this.closed).isEmpty();
		another.end();
		awaitClosed("first");
	}

	@Test
	void closeClosesCurrentClientAndThoseStillInUse() {
		this.httpClient.lease();
		reload();
		this.httpClient.close();
		assertThat(this.closed).containsExactlyInAnyOrder("first", "reloaded-1");
	}

	@Test
	void reloadedClientIsClosedAfterClose() {
		this.httpClient.close();
		reload();
		awaitClosed("first", "reloaded-1");
	}

	@Test
	void closeWhenOneClientCannotBeClosedClosesTheOthers() {
		ReloadingHttpClient<String> httpClient = new ReloadingHttpClient<>(new OwnedHttpClient<>("broken", () -> {
			throw new IllegalStateException("broken");
		}), (bundle) -> client("reloaded"));
		httpClient.lease();
		httpClient.reload(SslBundle.of(SslStoreBundle.NONE));
		httpClient.close();
		assertThat(this.closed).containsExactly("reloaded");
	}

	private void reload() {
		this.httpClient.reload(SslBundle.of(SslStoreBundle.NONE));
	}

	private void awaitClosed(String... names) {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.closed).containsExactly(names));
	}

	private OwnedHttpClient<String> client(String name) {
		return new OwnedHttpClient<>(name, () -> this.closed.add(name));
	}

}
