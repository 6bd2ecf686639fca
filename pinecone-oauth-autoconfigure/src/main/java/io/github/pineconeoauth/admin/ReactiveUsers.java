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
 * Reactive counterpart of {@link Users}. See {@link ReactivePineconeAdmin} for errors and
 * retries.
 *
 * @since 0.1.0
 */
public interface ReactiveUsers {

	/**
	 * Return all users (OpenAPI operation {@code list_users}).
	 * @return the users, with each page requested on demand;
	 * {@link PineconeAdminException} if the caller lacks the permission (403)
	 */
	Flux<User> list();

	/**
	 * Return the users that have an email address (OpenAPI operation {@code list_users}).
	 * @param email the address, case-insensitive
	 * @return the users, usually at most one, with each page requested on demand;
	 * {@link PineconeAdminException} if the address is not valid (400), or the caller
	 * lacks the permission (403)
	 * @throws IllegalArgumentException if the address is blank
	 */
	Flux<User> list(String email);

	/**
	 * Return a page of the users (OpenAPI operation {@code list_users}).
	 * @param email the address, case-insensitive, or {@code null} for all users
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page; {@link PineconeAdminException} if the address is not valid, the
	 * limit is out of range or the token has expired (400), or the caller lacks the
	 * permission (403)
	 */
	Mono<ResultPage<User>> page(@Nullable String email, @Nullable Integer limit, @Nullable String token);

	/**
	 * Return a user (OpenAPI operation {@code fetch_user}).
	 * @param id the ID of the user
	 * @return the user; {@link PineconeAdminException} if it does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<User> get(String id);

	/**
	 * Return a user if it exists (OpenAPI operation {@code fetch_user}).
	 * @param id the ID of the user
	 * @return the user, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<User> find(String id);

	/**
	 * Remove a user from the organization, with all roles in it (OpenAPI operation
	 * {@code delete_user}). The Pinecone account of the user stays. Takes effect at once.
	 * A second call fails with 404.
	 * @param id the ID of the user
	 * @return a {@code Mono} that completes once the server has accepted the request;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), the user
	 * does not exist (404), or it is the last owner (409)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Void> delete(String id);

}
