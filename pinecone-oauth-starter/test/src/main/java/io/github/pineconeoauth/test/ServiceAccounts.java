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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Operations on service accounts.
 */
final class ServiceAccounts {

	private static final int MAX_NAME_LENGTH = 80;

	private static final int MAX_ROLE_BINDINGS = 100;

	private final State state;

	private final RoleBindings roleBindings;

	private final List<EmbeddedPineconeListener> listeners;

	ServiceAccounts(State state, RoleBindings roleBindings, List<EmbeddedPineconeListener> listeners) {
		this.state = state;
		this.roleBindings = roleBindings;
		this.listeners = listeners;
	}

	Stream<Operation> operations() {
		return Stream.of(Operation.of("list_service_accounts", "GET", "/admin/service-accounts", this::list),
				Operation.of("create_service_account", "POST", "/admin/service-accounts", this::create),
				Operation.withId("fetch_service_account", "GET", "/admin/service-accounts/{id}", this::fetch),
				Operation.withId("update_service_account", "PATCH", "/admin/service-accounts/{id}", this::update),
				Operation.withId("delete_service_account", "DELETE", "/admin/service-accounts/{id}", this::delete),
				Operation.withId("rotate_service_account_secret", "POST", "/admin/service-accounts/{id}/rotate-secret",
						this::rotateSecret));
	}

	void save(ServiceAccount account, String clientSecret) {
		this.state.serviceAccounts().put(account.id(), account);
		this.state.clientSecrets().put(account.id(), clientSecret);
	}

	ServiceAccount add(String name, String clientId, String clientSecret) {
		ServiceAccount account = new ServiceAccount(State.newId(), name, clientId, this.state.now(), this.state.now());
		save(account, clientSecret);
		return account;
	}

	boolean isAuthentic(String clientId, String clientSecret) {
		ServiceAccount account = findByClientId(clientId);
		return account != null && clientSecret.equals(this.state.clientSecrets().get(account.id()));
	}

	@Nullable ServiceAccount findByClientId(String clientId) {
		return this.state.serviceAccounts()
			.values()
			.stream()
			.filter((account) -> account.clientId().equals(clientId))
			.findFirst()
			.orElse(null);
	}

	Set<String> clientIds() {
		return this.state.serviceAccounts()
			.values()
			.stream()
			.map(ServiceAccount::clientId)
			.collect(Collectors.toUnmodifiableSet());
	}

	String secretOf(ServiceAccount account) {
		return State.find(this.state.clientSecrets(), account.id(), "secret");
	}

	void rotateSecret(ServiceAccount account) {
		this.state.clientSecrets().put(account.id(), this.state.secrets().create());
		this.state.tokens().revoke(account.clientId());
		this.listeners.forEach(EmbeddedPineconeListener::secretRotated);
	}

	private Reply list(ApiRequest request) {
		return this.state.pages().list(request, this.state.serviceAccounts().values(), ServiceAccount::id);
	}

	private Reply create(ApiRequest request) {
		RequestBody body = RequestBody.of(request);
		String name = body.text("name", MAX_NAME_LENGTH);
		List<RoleGrant> grants = this.roleBindings.grants(body.objects("role_bindings", 0, MAX_ROLE_BINDINGS));
		ServiceAccount account = add(name, Secrets.randomText(16), this.state.secrets().create());
		this.roleBindings.bind(RoleBindings.SERVICE_ACCOUNT, account.id(), grants);
		return Reply.created(withSecret(account));
	}

	private Reply fetch(ApiRequest request, String id) {
		return Reply.ok(find(id));
	}

	private Reply update(ApiRequest request, String id) {
		ServiceAccount account = find(id);
		String name = RequestBody.of(request).optionalText("name", MAX_NAME_LENGTH);
		if (name == null) {
			return Reply.ok(account);
		}
		ServiceAccount updated = account.updated(name, this.state.now());
		this.state.serviceAccounts().put(id, updated);
		return Reply.ok(updated);
	}

	private Reply delete(ApiRequest request, String id) {
		ServiceAccount account = find(id);
		this.roleBindings.deleteFor(RoleBindings.SERVICE_ACCOUNT, id);
		this.state.tokens().revoke(account.clientId());
		this.state.clientSecrets().remove(id);
		this.state.serviceAccounts().remove(id);
		return Reply.accepted();
	}

	private Reply rotateSecret(ApiRequest request, String id) {
		ServiceAccount account = find(id);
		rotateSecret(account);
		return Reply.ok(withSecret(account));
	}

	private ServiceAccountWithSecret withSecret(ServiceAccount account) {
		return new ServiceAccountWithSecret(account, secretOf(account));
	}

	private ServiceAccount find(String id) {
		return State.find(this.state.serviceAccounts(), id, "service account");
	}

	record ServiceAccountWithSecret(ServiceAccount serviceAccount, String clientSecret) {

		@Override
		public String toString() {
			return "ServiceAccountWithSecret[serviceAccount=" + this.serviceAccount + ", clientSecret=***]";
		}

	}

}
