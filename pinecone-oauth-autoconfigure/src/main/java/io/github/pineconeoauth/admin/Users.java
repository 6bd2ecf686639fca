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

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Operations on users. See {@link PineconeAdmin} for errors and retries.
 * <p>
 * Use {@link RoleBindings} to read or change the roles of a user, and {@link Invites} to
 * add users.
 *
 * @since 0.1.0
 */
public interface Users {

	/**
	 * Return all users (OpenAPI operation {@code list_users}).
	 * @return the users, unmodifiable and possibly empty
	 * @throws PineconeAdminException if the caller lacks the permission (403)
	 */
	List<User> list();

	/**
	 * Return the users that have an email address (OpenAPI operation {@code list_users}).
	 * @param email the address, case-insensitive
	 * @return the users, usually at most one, unmodifiable and possibly empty
	 * @throws IllegalArgumentException if the address is blank
	 * @throws PineconeAdminException if the address is not valid (400), or the caller
	 * lacks the permission (403)
	 */
	List<User> list(String email);

	/**
	 * Return a page of the users (OpenAPI operation {@code list_users}).
	 * @param email the address, case-insensitive, or {@code null} for all users
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page
	 * @throws PineconeAdminException if the address is not valid, the limit is out of
	 * range or the token has expired (400), or the caller lacks the permission (403)
	 */
	ResultPage<User> page(@Nullable String email, @Nullable Integer limit, @Nullable String token);

	/**
	 * Return a user (OpenAPI operation {@code fetch_user}).
	 * @param id the ID of the user
	 * @return the user
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if it does not exist (404)
	 */
	User get(String id);

	/**
	 * Return a user if it exists (OpenAPI operation {@code fetch_user}).
	 * @param id the ID of the user
	 * @return the user, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Optional<User> find(String id);

	/**
	 * Remove a user from the organization, with all roles in it (OpenAPI operation
	 * {@code delete_user}). The Pinecone account of the user stays. Takes effect at once.
	 * A second call fails with 404.
	 * @param id the ID of the user
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), the user
	 * does not exist (404), or it is the last owner (409)
	 */
	void delete(String id);

}
