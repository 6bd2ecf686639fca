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

package io.github.pineconeoauth.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Operations on invites.
 */
final class Invites {

	private static final Duration LIFETIME = Duration.ofDays(7);

	private static final int MAX_MAILS_PER_HOUR = 100;

	private static final int MAX_ROLE_BINDINGS = 100;

	private final State state;

	private final RoleBindings roleBindings;

	private final Users users;

	Invites(State state, RoleBindings roleBindings, Users users) {
		this.state = state;
		this.roleBindings = roleBindings;
		this.users = users;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_invites", "GET", "/admin/invites", this::list),
				Operation.of("create_invite", "POST", "/admin/invites", this::create),
				Operation.withId("fetch_invite", "GET", "/admin/invites/{id}", this::fetch),
				Operation.withId("delete_invite", "DELETE", "/admin/invites/{id}", this::delete),
				Operation.withId("resend_invite", "POST", "/admin/invites/{id}/resend", this::resend));
	}

	/**
	 * Accept an invite on behalf of its receiver.
	 * @throws IllegalArgumentException if the invite is not pending
	 */
	User accept(String id) {
		Invite invite = this.state.invites().get(id);
		if (invite == null || invite.isProcessed() || invite.isExpired(this.state.now())) {
			throw new IllegalArgumentException("There is no pending invite with this id");
		}
		User user = this.users.add(invite.email(), null);
		this.roleBindings.move(invite, user);
		save(invite.withProcessedAt(this.state.now()));
		return user;
	}

	private Reply list(ApiRequest request) {
		List<Invite.View> invites = this.state.invites()
			.values()
			.stream()
			.filter((invite) -> !invite.isProcessed())
			.map((invite) -> invite.toView(this.state.now()))
			.toList();
		return this.state.pages().list(request, invites, Invite.View::id);
	}

	private Reply create(ApiRequest request) {
		RequestBody body = RequestBody.of(request);
		String email = Users.checkEmail(body.text("email", Users.MAX_EMAIL_LENGTH));
		List<RoleGrant> grants = this.roleBindings.grants(body.objects("role_bindings", 1, MAX_ROLE_BINDINGS));
		if (grants.stream().noneMatch((grant) -> grant.resourceType().equals(RoleGrant.ORGANIZATION))) {
			throw AdminApiException.invalidArgument("An invite needs at least one role on the organization.");
		}
		checkNew(email);
		recordMail();
		Instant now = this.state.now();
		Invite invite = new Invite(State.newId(), email, now.plus(LIFETIME), null, now);
		this.roleBindings.bind(RoleBindings.INVITE, invite.id(), grants);
		return save(invite);
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id).toView(this.state.now()));
	}

	private Reply delete(ApiRequest request, String id) {
		if (find(id).isProcessed()) {
			throw AdminApiException.alreadyExists("Invite has already been accepted and cannot be deleted.");
		}
		this.roleBindings.deleteFor(RoleBindings.INVITE, id);
		this.state.invites().remove(id);
		return Reply.accepted();
	}

	private Reply resend(ApiRequest request, String id) {
		Invite invite = find(id);
		if (invite.isProcessed()) {
			throw AdminApiException.alreadyExists("Invite has already been accepted and cannot be resent.");
		}
		recordMail();
		return save(invite.withExpiresAt(this.state.now().plus(LIFETIME)));
	}

	private void checkNew(String email) {
		if (this.users.findByEmail(email).findAny().isPresent()) {
			throw AdminApiException.alreadyExists("This email already belongs to a member of the organization.");
		}
		this.state.invites()
			.values()
			.stream()
			.filter((invite) -> !invite.isProcessed() && invite.email().equalsIgnoreCase(email))
			.findAny()
			.ifPresent((invite) -> {
				String status = invite.toView(this.state.now()).status();
				throw AdminApiException.alreadyExists("%s %s invite already exists for this email; its ID is %s."
					.formatted(status.equals("pending") ? "A" : "An", status, invite.id()));
			});
	}

	private void recordMail() {
		Deque<Instant> mails = this.state.inviteMails();
		Instant hourAgo = this.state.now().minus(Duration.ofHours(1));
		mails.removeIf((mail) -> !mail.isAfter(hourAgo));
		if (mails.size() >= MAX_MAILS_PER_HOUR) {
			throw AdminApiException
				.resourceExhausted("At most " + MAX_MAILS_PER_HOUR + " invites can be mailed per hour.");
		}
		mails.add(this.state.now());
	}

	private Reply save(Invite invite) {
		this.state.invites().put(invite.id(), invite);
		return Reply.ok(invite.toView(this.state.now()));
	}

	private Invite find(String id) {
		return State.find(this.state.invites(), id, "invite");
	}

}
