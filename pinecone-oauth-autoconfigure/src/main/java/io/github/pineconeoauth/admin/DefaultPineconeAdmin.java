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

/**
 * {@link PineconeAdmin} that uses a {@code RestClient}.
 */
final class DefaultPineconeAdmin implements PineconeAdmin {

	private final Organizations organizations;

	private final Projects projects;

	private final ApiKeys apiKeys;

	private final ServiceAccounts serviceAccounts;

	private final RoleBindings roleBindings;

	private final Invites invites;

	private final Users users;

	DefaultPineconeAdmin(RestClientExchange exchange) {
		this.organizations = new DefaultOrganizations(exchange);
		this.projects = new DefaultProjects(exchange);
		this.apiKeys = new DefaultApiKeys(exchange);
		this.serviceAccounts = new DefaultServiceAccounts(exchange);
		this.roleBindings = new DefaultRoleBindings(exchange);
		this.invites = new DefaultInvites(exchange);
		this.users = new DefaultUsers(exchange);
	}

	@Override
	public Organizations organizations() {
		return this.organizations;
	}

	@Override
	public Projects projects() {
		return this.projects;
	}

	@Override
	public ApiKeys apiKeys() {
		return this.apiKeys;
	}

	@Override
	public ServiceAccounts serviceAccounts() {
		return this.serviceAccounts;
	}

	@Override
	public RoleBindings roleBindings() {
		return this.roleBindings;
	}

	@Override
	public Invites invites() {
		return this.invites;
	}

	@Override
	public Users users() {
		return this.users;
	}

}
