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
import java.util.function.BooleanSupplier;

import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;

/**
 * Service accounts of an application with one account, whose token requests and clocks a
 * test controls.
 */
public final class TestServiceAccounts {

	private TestServiceAccounts() {
	}

	public static ServiceAccounts of(ManualTokenRequests tokenRequests, ManualTime time,
			BooleanSupplier nonBlockingThread) {
		SharedToken sharedToken = new SharedToken(AccountName.ofSingle(), tokenRequests, tokenRequests, time, time,
				new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(1),
						Duration.ofSeconds(50), Duration.ofMinutes(1)));
		ServiceAccount account = new ServiceAccount(sharedToken, URI.create("https://login.pinecone.io/oauth/token"),
				URI.create("https://api.pinecone.io"), "2026-07", nonBlockingThread);
		return new ServiceAccounts(Set.of(), (name) -> account);
	}

}
