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

package io.github.pineconeoauth.admin;

import io.github.pineconeoauth.PineconeAuthorizationException;

import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Reactive client for Pinecone's Admin API. Never blocks. Thread-safe.
 * <p>
 * The rules of {@link PineconeAdmin} apply. Failures are error signals:
 * {@link PineconeAdminException}, {@link PineconeAuthorizationException}, and
 * {@link WebClientRequestException} for I/O errors. Only {@link IllegalArgumentException}
 * is thrown directly. Each subscription sends a request.
 * <p>
 * Methods may be added to the interfaces of this package in any release, so implement
 * them only in mocks.
 *
 * @since 0.1.0
 * @see PineconeAdmin
 */
public interface ReactivePineconeAdmin {

	/**
	 * Return the operations on organizations.
	 * @return the operations
	 */
	ReactiveOrganizations organizations();

	/**
	 * Return the operations on projects.
	 * @return the operations
	 */
	ReactiveProjects projects();

	/**
	 * Return the operations on API keys.
	 * @return the operations
	 */
	ReactiveApiKeys apiKeys();

	/**
	 * Return the operations on service accounts.
	 * @return the operations
	 */
	ReactiveServiceAccounts serviceAccounts();

	/**
	 * Return the operations on role bindings.
	 * @return the operations
	 */
	ReactiveRoleBindings roleBindings();

	/**
	 * Return the operations on invites.
	 * @return the operations
	 */
	ReactiveInvites invites();

	/**
	 * Return the operations on users.
	 * @return the operations
	 */
	ReactiveUsers users();

	/**
	 * Create an instance that uses the given client. The client must have a base URL and
	 * must send the token and the API version. Its codecs and status handlers are not
	 * used.
	 * @param webClient the client
	 * @param retry the retry settings
	 * @return the new instance
	 * @throws IllegalArgumentException if the client has no absolute base URL
	 */
	static ReactivePineconeAdmin create(WebClient webClient, RetrySettings retry) {
		return new DefaultReactivePineconeAdmin(new WebClientExchange(webClient, retry));
	}

}
