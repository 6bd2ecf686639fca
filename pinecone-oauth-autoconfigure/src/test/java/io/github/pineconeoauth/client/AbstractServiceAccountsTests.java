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

package io.github.pineconeoauth.client;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class for tests of what uses the service accounts of an application with one
 * account. The test controls its token requests and its clocks.
 */
public abstract class AbstractServiceAccountsTests {

	protected static final Duration TIMEOUT = Duration.ofSeconds(50);

	protected final ManualTime time = new ManualTime();

	protected final ManualTokenRequests tokenRequests = new ManualTokenRequests();

	protected final AtomicBoolean nonBlockingThread = new AtomicBoolean();

	protected final SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), this.tokenRequests,
			this.tokenRequests, this.time, this.time, new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30),
					Duration.ofSeconds(1), TIMEOUT, Duration.ofMinutes(1)));

	protected final ServiceAccounts serviceAccounts = new ServiceAccounts(Set.of(),
			(name) -> new ServiceAccount(this.sharedToken, URI.create("https://login.pinecone.io/oauth/token"),
					URI.create("https://api.pinecone.io"), "2026-07", this.nonBlockingThread::get));

	protected void obtainToken(String token) {
		CompletableFuture<BearerToken> future = this.sharedToken.get();
		this.tokenRequests.succeed(token, Duration.ofMinutes(30));
		assertThat(future).isCompleted();
	}

}
