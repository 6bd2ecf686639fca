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

import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Client for Pinecone's Admin API. Thread-safe.
 * <p>
 * Rules for all calls:
 * <ul>
 * <li>A call throws a {@link PineconeAdminException} if the response is an error or
 * cannot be read, a {@link PineconeAuthorizationException} if no token can be obtained,
 * and a {@link ResourceAccessException} if there is no response.</li>
 * <li>GET and DELETE are retried after 429, 500, 502, 503, 504 and I/O errors. POST and
 * PATCH are only retried after 429. Nothing is retried after the code
 * {@code QUOTA_EXCEEDED}. Each page of a list is retried on its own. Retries wait for
 * {@code Retry-After}; if it is longer than {@link RetrySettings#maxBackoff()}, the call
 * fails at once. If a DELETE is retried after a 5xx or an I/O error, a 404 counts as
 * success. An interrupt ends the retries. If no retry succeeds, the last failure is
 * thrown.</li>
 * <li>An ID that is blank, {@code .} or {@code ..}, or contains one of {@code / \ ? #},
 * causes an {@link IllegalArgumentException}, and no request is sent.</li>
 * <li>If a resource is hidden from the service account, the server answers 404.</li>
 * </ul>
 * <p>
 * Methods may be added to the interfaces of this package in any release, so implement
 * them only in mocks.
 *
 * @since 0.1.0
 * @see ReactivePineconeAdmin
 */
public interface PineconeAdmin {

	/**
	 * Return the operations on organizations.
	 * @return the operations
	 */
	Organizations organizations();

	/**
	 * Return the operations on projects.
	 * @return the operations
	 */
	Projects projects();

	/**
	 * Return the operations on API keys.
	 * @return the operations
	 */
	ApiKeys apiKeys();

	/**
	 * Return the operations on service accounts.
	 * @return the operations
	 */
	ServiceAccounts serviceAccounts();

	/**
	 * Return the operations on role bindings.
	 * @return the operations
	 */
	RoleBindings roleBindings();

	/**
	 * Return the operations on invites.
	 * @return the operations
	 */
	Invites invites();

	/**
	 * Return the operations on users.
	 * @return the operations
	 */
	Users users();

	/**
	 * Create an instance that uses the given client. The client must have a base URL and
	 * must send the token and the API version. Its message converters and status handlers
	 * are not used.
	 * @param restClient the client
	 * @param retry the retry settings
	 * @return the new instance
	 * @throws IllegalArgumentException if the client has no absolute base URL
	 */
	static PineconeAdmin create(RestClient restClient, RetrySettings retry) {
		return new DefaultPineconeAdmin(new RestClientExchange(restClient, retry));
	}

}
