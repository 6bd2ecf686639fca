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
 * Reactive counterpart of {@link Invites}. See {@link ReactivePineconeAdmin} for errors
 * and retries.
 *
 * @since 0.1.0
 */
public interface ReactiveInvites {

	/**
	 * Return all pending and expired invites (OpenAPI operation {@code list_invites}).
	 * Accepted invites are left out.
	 * @return the invites, with each page requested on demand;
	 * {@link PineconeAdminException} if the caller lacks the permission (403)
	 */
	Flux<Invite> list();

	/**
	 * Return a page of the pending and expired invites (OpenAPI operation
	 * {@code list_invites}). Accepted invites are left out.
	 * @param limit the maximum number of items, from 1 to 100, or {@code null} for the
	 * server's default of 100
	 * @param token the {@linkplain ResultPage#nextToken() token} of the previous page, or
	 * {@code null} for the first page
	 * @return the page; {@link PineconeAdminException} if the limit is out of range or
	 * the token has expired (400), or the caller lacks the permission (403)
	 */
	Mono<ResultPage<Invite>> page(@Nullable Integer limit, @Nullable String token);

	/**
	 * Return an invite, even an accepted one (OpenAPI operation {@code fetch_invite}).
	 * @param id the ID of the invite
	 * @return the invite; {@link PineconeAdminException} if it does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Invite> get(String id);

	/**
	 * Return an invite if it exists, even an accepted one (OpenAPI operation
	 * {@code fetch_invite}).
	 * @param id the ID of the invite
	 * @return the invite, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Invite> find(String id);

	/**
	 * Invite a user to the organization (OpenAPI operation {@code create_invite}). Sends
	 * an email. A second call fails with 409; only the server's message contains the ID
	 * of the existing invite.
	 * @param request the invite to create
	 * @return the new invite, which can be accepted for 7 days;
	 * {@link PineconeAdminException} if the request is not valid (400), the caller lacks
	 * the permission (403), or there is an invite or a member with this address (409)
	 */
	Mono<Invite> create(CreateInviteRequest request);

	/**
	 * Delete a pending or expired invite (OpenAPI operation {@code delete_invite}). Takes
	 * effect at once. If the invite was accepted, delete the user instead. A second call
	 * fails with 404.
	 * @param id the ID of the invite
	 * @return a {@code Mono} that completes once the server has accepted the request;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), the invite
	 * does not exist (404), or it was accepted (409)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Void> delete(String id);

	/**
	 * Send the email of a pending or expired invite again (OpenAPI operation
	 * {@code resend_invite}). The invite is pending again and expires 7 days from now. A
	 * second call sends another email.
	 * @param id the ID of the invite
	 * @return the updated invite; {@link PineconeAdminException} if the caller lacks the
	 * permission (403), the invite does not exist (404), it was accepted (409), or too
	 * many emails were sent (429)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Invite> resend(String id);

}
