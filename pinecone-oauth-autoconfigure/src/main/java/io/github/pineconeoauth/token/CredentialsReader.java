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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Reads credentials from a source that may block, fail or never return.
 */
final class CredentialsReader {

	/**
	 * Maximum number of reads that may hang at the same time.
	 */
	private static final int MAX_READS = 3;

	private final TokenFailures failures;

	private final Supplier<@Nullable ClientCredentials> source;

	private final Executor executor;

	private final Duration timeout;

	private final Semaphore reads = new Semaphore(MAX_READS);

	CredentialsReader(TokenFailures failures, Supplier<@Nullable ClientCredentials> source, Executor executor,
			Duration timeout) {
		this.failures = failures;
		this.source = source;
		this.executor = executor;
		this.timeout = timeout;
	}

	/**
	 * Read the credentials.
	 * @throws PineconeAuthorizationException if there are none
	 */
	ClientCredentials read() {
		ClientCredentials credentials;
		try {
			credentials = BoundedCall.call(this::readSource, this.executor, this.timeout);
		}
		catch (Throwable ex) {
			throw this.failures.noCredentials((ex instanceof ExecutionException) ? ex.getCause() : ex);
		}
		if (credentials == null) {
			throw this.failures.noCredentials(null);
		}
		return credentials;
	}

	/**
	 * Release the permit before the caller gets the result. Otherwise, the caller's next
	 * read might find no permit.
	 */
	private @Nullable ClientCredentials readSource() {
		Assert.state(this.reads.tryAcquire(), () -> MAX_READS + " earlier reads have not returned yet");
		try {
			return this.source.get();
		}
		finally {
			this.reads.release();
		}
	}

}
