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

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Operations on users.
 */
final class Users {

	static final int MAX_EMAIL_LENGTH = 254;

	private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

	private final State state;

	private final RoleBindings roleBindings;

	Users(State state, RoleBindings roleBindings) {
		this.state = state;
		this.roleBindings = roleBindings;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_users", "GET", "/admin/users", this::list),
				Operation.withId("fetch_user", "GET", "/admin/users/{id}", this::fetch),
				Operation.withId("delete_user", "DELETE", "/admin/users/{id}", this::delete));
	}

	User add(String email, @Nullable String name) {
		User user = new User(State.newId(), email, name);
		this.state.users().put(user.id(), user);
		return user;
	}

	Stream<User> findByEmail(String email) {
		return this.state.users().values().stream().filter((user) -> user.email().equalsIgnoreCase(email));
	}

	static String checkEmail(String email) {
		if (email.length() > MAX_EMAIL_LENGTH || !EMAIL.matcher(email).matches()) {
			throw AdminApiException.invalidArgument("This is not an email address.");
		}
		return email;
	}

	private Reply list(ApiRequest request) {
		String email = request.parameter("email");
		List<User> users = (email != null) ? findByEmail(checkEmail(email)).toList()
				: List.copyOf(this.state.users().values());
		return this.state.pages().list(request, users, User::id);
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply delete(ApiRequest request, String id) {
		find(id);
		if (this.roleBindings.isLastOwner(RoleBindings.USER, id)) {
			throw RoleBindings.lastOwner();
		}
		this.roleBindings.deleteFor(RoleBindings.USER, id);
		this.state.users().remove(id);
		return Reply.accepted();
	}

	private User find(String id) {
		return State.find(this.state.users(), id, "user");
	}

}
