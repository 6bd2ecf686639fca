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
 * Pinecone's Admin API, reactive. Never blocks. Thread-safe.
 * <p>
 * The same as {@link PineconeAdmin}, and what that says about calls holds here, too, with
 * error signals: {@link PineconeAdminException}, {@link PineconeAuthorizationException},
 * and {@link WebClientRequestException} for I/O errors. Only arguments that are not valid
 * are thrown. A call is sent when its result is subscribed to, once for each subscriber.
 * <p>
 * Interfaces of this package may get more methods in any release, so implement them in
 * mocks only.
 *
 * @since 0.1.0
 * @see PineconeAdmin
 */
public interface ReactivePineconeAdmin {

	/**
	 * Return access to organizations.
	 * @return the operations
	 */
	ReactiveOrganizations organizations();

	/**
	 * Return access to projects.
	 * @return the operations
	 */
	ReactiveProjects projects();

	/**
	 * Return access to API keys.
	 * @return the operations
	 */
	ReactiveApiKeys apiKeys();

	/**
	 * Return access to service accounts.
	 * @return the operations
	 */
	ReactiveServiceAccounts serviceAccounts();

	/**
	 * Return access to role bindings.
	 * @return the operations
	 */
	ReactiveRoleBindings roleBindings();

	/**
	 * Return access to invites.
	 * @return the operations
	 */
	ReactiveInvites invites();

	/**
	 * Return access to users.
	 * @return the operations
	 */
	ReactiveUsers users();

	/**
	 * Create a new instance over a client. The client has to have a base URL and to send
	 * the token and the API version. Its codecs and status handlers are not used.
	 * @param webClient the client
	 * @param retry the retry settings
	 * @return the new instance
	 * @throws IllegalArgumentException if the client has no absolute base URL
	 */
	static ReactivePineconeAdmin create(WebClient webClient, RetrySettings retry) {
		return new DefaultReactivePineconeAdmin(new WebClientExchange(webClient, retry));
	}

}
