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
 * {@link ReactivePineconeAdmin} that uses a {@code WebClient}.
 */
final class DefaultReactivePineconeAdmin implements ReactivePineconeAdmin {

	private final ReactiveOrganizations organizations;

	private final ReactiveProjects projects;

	private final ReactiveApiKeys apiKeys;

	private final ReactiveServiceAccounts serviceAccounts;

	private final ReactiveRoleBindings roleBindings;

	private final ReactiveInvites invites;

	private final ReactiveUsers users;

	DefaultReactivePineconeAdmin(WebClientExchange exchange) {
		this.organizations = new DefaultReactiveOrganizations(exchange);
		this.projects = new DefaultReactiveProjects(exchange);
		this.apiKeys = new DefaultReactiveApiKeys(exchange);
		this.serviceAccounts = new DefaultReactiveServiceAccounts(exchange);
		this.roleBindings = new DefaultReactiveRoleBindings(exchange);
		this.invites = new DefaultReactiveInvites(exchange);
		this.users = new DefaultReactiveUsers(exchange);
	}

	@Override
	public ReactiveOrganizations organizations() {
		return this.organizations;
	}

	@Override
	public ReactiveProjects projects() {
		return this.projects;
	}

	@Override
	public ReactiveApiKeys apiKeys() {
		return this.apiKeys;
	}

	@Override
	public ReactiveServiceAccounts serviceAccounts() {
		return this.serviceAccounts;
	}

	@Override
	public ReactiveRoleBindings roleBindings() {
		return this.roleBindings;
	}

	@Override
	public ReactiveInvites invites() {
		return this.invites;
	}

	@Override
	public ReactiveUsers users() {
		return this.users;
	}

}
