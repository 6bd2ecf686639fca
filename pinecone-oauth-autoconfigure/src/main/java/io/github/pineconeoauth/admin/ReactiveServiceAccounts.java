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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reactive counterpart of {@link ServiceAccounts}. See {@link ReactivePineconeAdmin} for
 * errors and retries.
 *
 * @since 0.1.0
 */
public interface ReactiveServiceAccounts {

	/**
	 * Return all service accounts, without their secrets (OpenAPI operation
	 * {@code list_service_accounts}).
	 * @return the service accounts, with each page requested on demand;
	 * {@link PineconeAdminException} if the caller lacks the permission (403)
	 */
	Flux<ServiceAccount> list();

	/**
	 * Return a page of the service accounts, without their secrets (OpenAPI operation
	 * {@code list_service_accounts}).
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page; {@link PineconeAdminException} if the limit is out of range or
	 * the token has expired (400), or the caller lacks the permission (403)
	 */
	Mono<ResultPage<ServiceAccount>> page(@Nullable Integer limit, @Nullable String token);

	/**
	 * Return a service account, without its secret (OpenAPI operation
	 * {@code fetch_service_account}).
	 * @param id the ID of the service account
	 * @return the service account; {@link PineconeAdminException} if it does not exist
	 * (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ServiceAccount> get(String id);

	/**
	 * Return a service account if it exists, without its secret (OpenAPI operation
	 * {@code fetch_service_account}).
	 * @param id the ID of the service account
	 * @return the service account, or empty if it does not exist or is hidden from the
	 * caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ServiceAccount> find(String id);

	/**
	 * Create a service account with its roles (OpenAPI operation
	 * {@code create_service_account}). Its client secret cannot be read again. A second
	 * call creates another service account with the same name.
	 * @param request the service account to create
	 * @return the new service account and its client secret;
	 * {@link PineconeAdminException} if the request is not valid (400), or the caller
	 * lacks the permission (403)
	 */
	Mono<ServiceAccountWithSecret> create(CreateServiceAccountRequest request);

	/**
	 * Rename a service account (OpenAPI operation {@code update_service_account}). A
	 * second call has no further effect.
	 * @param id the ID of the service account
	 * @param request what to change
	 * @return the updated service account; {@link PineconeAdminException} if the request
	 * is not valid (400), the caller lacks the permission (403), or the service account
	 * to change does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ServiceAccount> update(String id, UpdateServiceAccountRequest request);

	/**
	 * Delete a service account (OpenAPI operation {@code delete_service_account}). Its
	 * tokens are revoked within seconds. If the application itself uses this service
	 * account, all its further calls fail. Takes effect at once and cannot be undone. A
	 * second call fails with 404.
	 * @param id the ID of the service account
	 * @return a {@code Mono} that completes once the server has accepted the request;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), or the
	 * service account to delete does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Void> delete(String id);

	/**
	 * Rotate the client secret of a service account (OpenAPI operation
	 * {@code rotate_service_account_secret}). The new secret cannot be read again. The
	 * old secret and all tokens of the service account are revoked within seconds. If the
	 * application itself uses this service account, it must use the new secret from now
	 * on. Each call creates another secret.
	 * @param id the ID of the service account
	 * @return the service account and its new client secret;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), or the
	 * service account to rotate does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ServiceAccountWithSecret> rotateSecret(String id);

}
