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

package io.github.pineconeoauth.account;

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;

import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A service account and the clients that send its token. It shares with other accounts
 * its settings, but neither token nor failures. Each client is created when it is first
 * asked for, and is the same from then on. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PineconeAccount {

	/**
	 * Return the name of this account.
	 * @return the name, {@code default} for that of {@code pinecone.client-id}
	 */
	String getName();

	/**
	 * Return the typed Admin API.
	 * @return for the account {@code default}, the bean {@code pineconeAdmin}
	 */
	PineconeAdmin admin();

	/**
	 * Return the typed Admin API for reactive applications.
	 * @return for the account {@code default}, the bean {@code pineconeReactiveAdmin}
	 * @throws IllegalStateException if the application has no WebFlux
	 */
	ReactivePineconeAdmin reactiveAdmin();

	/**
	 * Return a client with the base URL of the Admin API that sends the token.
	 * @return for the account {@code default}, the bean {@code pineconeAdminRestClient}
	 */
	RestClient restClient();

	/**
	 * Return a reactive client with the base URL of the Admin API that sends the token.
	 * @return for the account {@code default}, the bean {@code pineconeAdminWebClient}
	 * @throws IllegalStateException if the application has no WebFlux
	 */
	WebClient webClient();

}
