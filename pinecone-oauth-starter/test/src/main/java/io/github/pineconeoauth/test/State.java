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

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One organization and its resources, in creation order. Not thread-safe.
 */
final class State {

	private final MovableTime time = new MovableTime();

	private final Secrets secrets = new Secrets();

	private final Tokens tokens = new Tokens(this.time, this.secrets);

	private final Map<String, Project> projects = new LinkedHashMap<>();

	private final Map<String, ApiKey> apiKeys = new LinkedHashMap<>();

	private final Map<String, ServiceAccount> serviceAccounts = new LinkedHashMap<>();

	private final Map<String, String> clientSecrets = new LinkedHashMap<>();

	private final Map<String, RoleBinding> roleBindings = new LinkedHashMap<>();

	private final Map<String, Invite> invites = new LinkedHashMap<>();

	private final Deque<Instant> inviteMails = new ArrayDeque<>();

	private final Map<String, User> users = new LinkedHashMap<>();

	private final Pages pages = new Pages();

	private @Nullable Organization organization;

	/**
	 * Forget everything except tokens and secrets.
	 */
	void clear() {
		this.time.reset();
		this.organization = null;
		this.projects.clear();
		this.apiKeys.clear();
		this.serviceAccounts.clear();
		this.clientSecrets.clear();
		this.roleBindings.clear();
		this.invites.clear();
		this.inviteMails.clear();
		this.users.clear();
		this.pages.clear();
	}

	MovableTime time() {
		return this.time;
	}

	Instant now() {
		return this.time.instant();
	}

	Secrets secrets() {
		return this.secrets;
	}

	Tokens tokens() {
		return this.tokens;
	}

	/**
	 * Return the organization, or {@code null} if it has been deleted.
	 */
	@Nullable Organization organization() {
		return this.organization;
	}

	void organization(@Nullable Organization organization) {
		this.organization = organization;
	}

	String organizationId() {
		if (this.organization == null) {
			throw AdminApiException.notFound("organization");
		}
		return this.organization.id();
	}

	Map<String, Project> projects() {
		return this.projects;
	}

	Map<String, ApiKey> apiKeys() {
		return this.apiKeys;
	}

	Map<String, ServiceAccount> serviceAccounts() {
		return this.serviceAccounts;
	}

	/**
	 * Return the client secrets, by the id of their service account.
	 */
	Map<String, String> clientSecrets() {
		return this.clientSecrets;
	}

	Map<String, RoleBinding> roleBindings() {
		return this.roleBindings;
	}

	Map<String, Invite> invites() {
		return this.invites;
	}

	/**
	 * Return the times at which invite emails were sent, oldest first.
	 */
	Deque<Instant> inviteMails() {
		return this.inviteMails;
	}

	Map<String, User> users() {
		return this.users;
	}

	Pages pages() {
		return this.pages;
	}

	static String newId() {
		return UUID.randomUUID().toString();
	}

	/**
	 * Return the resource with the given id.
	 * @throws AdminApiException if there is none
	 */
	static <T> T find(Map<String, T> resources, String id, String what) {
		T resource = resources.get(id);
		if (resource == null) {
			throw AdminApiException.notFound(what);
		}
		return resource;
	}

}
