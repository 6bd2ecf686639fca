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
 * Pinecone's Admin API, blocking. Thread-safe.
 * <p>
 * What all calls have in common:
 * <ul>
 * <li>An answer other than a success is a {@link PineconeAdminException}, and so is a
 * success that cannot be read. A call that gets no token fails with a
 * {@link PineconeAuthorizationException}, and one that gets no answer with what the
 * client throws, a {@link ResourceAccessException}.</li>
 * <li>A call, or each page of a list, is sent again after 429, 500, 502, 503, 504 and I/O
 * errors if it reads or deletes something, and after 429 alone if it creates or changes
 * something: all else might create it twice. A call that fails with the code
 * {@code QUOTA_EXCEEDED} is not sent again. {@code Retry-After} is honoured. If a
 * deletion is sent again and answered with 404, the first attempt has succeeded. The last
 * failure is the one that surfaces. An interrupt ends the wait for a retry: the call
 * fails with the failure before it, and the thread stays interrupted.</li>
 * <li>An ID that would change the URL is an {@link IllegalArgumentException} before
 * anything is sent: a blank one, {@code .}, {@code ..}, or one that contains {@code /},
 * {@code \}, {@code ?} or {@code #}.</li>
 * <li>What the service account may not see does not exist for it: 404.</li>
 * </ul>
 * <p>
 * Interfaces of this package may get more methods in any release, so implement them in
 * mocks only.
 *
 * @since 0.1.0
 * @see ReactivePineconeAdmin
 */
public interface PineconeAdmin {

	/**
	 * Return access to organizations.
	 * @return the operations
	 */
	Organizations organizations();

	/**
	 * Return access to projects.
	 * @return the operations
	 */
	Projects projects();

	/**
	 * Return access to API keys.
	 * @return the operations
	 */
	ApiKeys apiKeys();

	/**
	 * Return access to service accounts.
	 * @return the operations
	 */
	ServiceAccounts serviceAccounts();

	/**
	 * Return access to role bindings.
	 * @return the operations
	 */
	RoleBindings roleBindings();

	/**
	 * Return access to invites.
	 * @return the operations
	 */
	Invites invites();

	/**
	 * Return access to users.
	 * @return the operations
	 */
	Users users();

	/**
	 * Create a new instance over a client. The client has to have a base URL and to send
	 * the token and the API version. Its message converters and status handlers are not
	 * used.
	 * @param restClient the client
	 * @param retry the retry settings
	 * @return the new instance
	 * @throws IllegalArgumentException if the client has no absolute base URL
	 */
	static PineconeAdmin create(RestClient restClient, RetrySettings retry) {
		return new DefaultPineconeAdmin(new RestClientExchange(restClient, retry));
	}

}
