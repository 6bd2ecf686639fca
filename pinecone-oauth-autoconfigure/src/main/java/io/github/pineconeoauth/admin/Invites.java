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
 * Operations on invites. See {@link PineconeAdmin} for errors and retries.
 * <p>
 * An organization can send 100 invitation emails per hour. Use {@link RoleBindings} to
 * read or change the roles of an invite.
 *
 * @since 0.1.0
 */
public interface Invites {

	/**
	 * Return all pending and expired invites (OpenAPI operation {@code list_invites}).
	 * Accepted invites are left out.
	 * @return the invites, unmodifiable and possibly empty
	 * @throws PineconeAdminException if the caller lacks the permission (403)
	 */
	List<Invite> list();

	/**
	 * Return a page of the pending and expired invites (OpenAPI operation
	 * {@code list_invites}). Accepted invites are left out.
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page
	 * @throws PineconeAdminException if the limit is out of range or the token has
	 * expired (400), or the caller lacks the permission (403)
	 */
	ResultPage<Invite> page(@Nullable Integer limit, @Nullable String token);

	/**
	 * Return an invite, even an accepted one (OpenAPI operation {@code fetch_invite}).
	 * @param id the ID of the invite
	 * @return the invite
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if it does not exist (404)
	 */
	Invite get(String id);

	/**
	 * Return an invite if it exists, even an accepted one (OpenAPI operation
	 * {@code fetch_invite}).
	 * @param id the ID of the invite
	 * @return the invite, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Optional<Invite> find(String id);

	/**
	 * Invite a user to the organization (OpenAPI operation {@code create_invite}). Sends
	 * an email. A second call fails with 409; only the server's message contains the ID
	 * of the existing invite.
	 * @param request the invite to create
	 * @return the new invite, which can be accepted for 7 days
	 * @throws PineconeAdminException if the request is not valid (400), the caller lacks
	 * the permission (403), or there is an invite or a member with this address (409)
	 */
	Invite create(CreateInviteRequest request);

	/**
	 * Delete a pending or expired invite (OpenAPI operation {@code delete_invite}). Takes
	 * effect at once. If the invite was accepted, delete the user instead. A second call
	 * fails with 404.
	 * @param id the ID of the invite
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), the invite
	 * does not exist (404), or it was accepted (409)
	 */
	void delete(String id);

	/**
	 * Send the email of a pending or expired invite again (OpenAPI operation
	 * {@code resend_invite}). The invite is pending again and expires 7 days from now. A
	 * second call sends another email.
	 * @param id the ID of the invite
	 * @return the updated invite
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), the invite
	 * does not exist (404), it was accepted (409), or too many emails were sent (429)
	 */
	Invite resend(String id);

}
