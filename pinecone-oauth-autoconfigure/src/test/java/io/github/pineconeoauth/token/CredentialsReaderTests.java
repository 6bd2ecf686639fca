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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CredentialsReader}.
 */
class CredentialsReaderTests {

	private static final ClientCredentials CREDENTIALS = new ClientCredentials("id", "secret");

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger hanging = new AtomicInteger();

	@AfterEach
	void release() {
		this.released.countDown();
	}

	@Test
	void credentialsAreReadOnAnotherThread() {
		Thread caller = Thread.currentThread();
		assertThat(reader(() -> (Thread.currentThread() != caller) ? CREDENTIALS : null).read()).isEqualTo(CREDENTIALS);
	}

	@Test
	void missingCredentialsFail() {
		assertThat(fail(reader(() -> null))).hasNoCause();
	}

	@Test
	void causeIsKeptWhenSourceThrows() {
		NoClassDefFoundError error = new NoClassDefFoundError("org/example/Vault");
		assertThat(fail(reader(() -> {
			throw error;
		}))).hasCause(error);
	}

	@Test
	void causeIsKeptWhenThreadIsRejected() {
		CredentialsReader reader = new CredentialsReader(new TokenFailures(AccountName.ofSingle()), () -> CREDENTIALS,
				(task) -> {
					throw new RejectedExecutionException("full");
				}, Duration.ofSeconds(30));
		for (int i = 0; i < 5; i++) {
			assertThat(fail(reader)).hasRootCauseMessage("full");
		}
	}

	@Test
	void hangingReadsFailInTimeAndAtMostThreeAreTried() {
		CredentialsReader reader = new CredentialsReader(new TokenFailures(AccountName.ofSingle()), this::hang,
				CredentialsReaderTests::execute, Duration.ofMillis(20));
		for (int i = 0; i < 5; i++) {
			fail(reader);
		}
		assertThat(fail(reader)).hasRootCauseMessage("3 earlier reads have not returned yet");
		Awaitility.await().untilAsserted(() -> assertThat(this.hanging).hasValue(3));
	}

	@Test
	void credentialsAreReadAgainWhileEarlierReadsHang() {
		AtomicInteger reads = new AtomicInteger();
		CredentialsReader reader = new CredentialsReader(new TokenFailures(AccountName.ofSingle()),
				() -> (reads.incrementAndGet() < 3) ? hang() : CREDENTIALS, CredentialsReaderTests::execute,
				Duration.ofSeconds(1));
		fail(reader);
		fail(reader);
		assertThat(reader.read()).isEqualTo(CREDENTIALS);
		assertThat(reader.read()).isEqualTo(CREDENTIALS);
		assertThat(this.hanging).hasValue(2);
	}

	@Test
	void credentialsAreReadAgainOnceHangingReadsReturn() {
		CredentialsReader reader = new CredentialsReader(new TokenFailures(AccountName.ofSingle()), this::hang,
				CredentialsReaderTests::execute, Duration.ofMillis(20));
		for (int i = 0; i < 4; i++) {
			fail(reader);
		}
		this.released.countDown();
		Awaitility.await()
			.ignoreException(PineconeAuthorizationException.class)
			.untilAsserted(() -> assertThat(reader.read()).isEqualTo(CREDENTIALS));
	}

	private static CredentialsReader reader(Supplier<@Nullable ClientCredentials> source) {
		return new CredentialsReader(new TokenFailures(AccountName.ofSingle()), source, CredentialsReaderTests::execute,
				Duration.ofSeconds(30));
	}

	private static void execute(Runnable task) {
		Thread thread = new Thread(task, "credentials");
		thread.setDaemon(true);
		thread.start();
	}

	private static PineconeAuthorizationException fail(CredentialsReader reader) {
		PineconeAuthorizationException failure = assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(reader::read)
			.actual();
		assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_client");
		assertThat(failure).hasMessageContaining("credentials");
		return failure;
	}

	/**
	 * Ignores interruption, as a vault's client might.
	 */
	private ClientCredentials hang() {
		this.hanging.incrementAndGet();
		while (this.released.getCount() > 0) {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				// Goes on
			}
		}
		return CREDENTIALS;
	}

}
