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
 * Service account and the clients that send its token.
 * <p>
 * Accounts share settings, but neither tokens nor failures. Clients are created once, on
 * first use. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PineconeAccount {

	/**
	 * Return the name of this account.
	 * @return the name, {@code default} for the account of {@code pinecone.client-id}
	 */
	String getName();

	/**
	 * Return the typed Admin API.
	 * @return the API; for the account {@code default}, the bean {@code pineconeAdmin}
	 */
	PineconeAdmin admin();

	/**
	 * Return the reactive typed Admin API.
	 * @return the API; for the account {@code default}, the bean
	 * {@code pineconeReactiveAdmin}
	 * @throws IllegalStateException if WebFlux is not on the classpath
	 */
	ReactivePineconeAdmin reactiveAdmin();

	/**
	 * Return a client with the Admin API's base URL and this account's token.
	 * @return the client; for the account {@code default}, the bean
	 * {@code pineconeAdminRestClient}
	 */
	RestClient restClient();

	/**
	 * Return a reactive client with the Admin API's base URL and this account's token.
	 * @return the client; for the account {@code default}, the bean
	 * {@code pineconeAdminWebClient}
	 * @throws IllegalStateException if WebFlux is not on the classpath
	 */
	WebClient webClient();

}
