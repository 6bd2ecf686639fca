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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.test.Traffic.Fault;
import org.jspecify.annotations.Nullable;

/**
 * State and endpoints behind the HTTP server. Handles one request at a time.
 */
final class Backend {

	private final State state = new State();

	private final RoleBindings roleBindings = new RoleBindings(this.state);

	private final ApiKeys apiKeys = new ApiKeys(this.state, this.roleBindings);

	private final Projects projects = new Projects(this.state, this.apiKeys, this.roleBindings);

	private final Users users = new Users(this.state, this.roleBindings);

	private final Invites invites = new Invites(this.state, this.roleBindings, this.users);

	private final List<EmbeddedPineconeListener> listeners = new CopyOnWriteArrayList<>();

	private final ServiceAccounts serviceAccounts = new ServiceAccounts(this.state, this.roleBindings, this.listeners);

	private final AdminApi adminApi = new AdminApi(this.state,
			Stream
				.of(new Organizations(this.state).operations(), this.projects.operations(), this.apiKeys.operations(),
						this.serviceAccounts.operations(), this.roleBindings.operations(), this.invites.operations(),
						this.users.operations())
				.flatMap((operations) -> operations)
				.toList());

	private final TokenEndpoint tokenEndpoint;

	private final Traffic tokenTraffic = new Traffic();

	private final Traffic adminTraffic = new Traffic();

	private final List<RecordedRequest> requests = new ArrayList<>();

	private final Duration tokenLifetime;

	private final Organization organization;

	private final ServiceAccount defaultAccount;

	private final String firstSecret;

	private Duration delay = Duration.ZERO;

	Backend(Duration tokenLifetime) {
		this.tokenLifetime = tokenLifetime;
		this.tokenEndpoint = new TokenEndpoint(this.state, this.serviceAccounts, this.listeners, tokenLifetime);
		this.organization = new Organization("-" + Secrets.randomText(9), "Example Company", "Enterprise", "Active",
				this.state.now(), "Enterprise");
		this.defaultAccount = new ServiceAccount(State.newId(), "default", Secrets.randomText(16), this.state.now(),
				this.state.now());
		this.firstSecret = this.state.secrets().create();
		seed();
	}

	synchronized <T extends @Nullable Object> T call(Supplier<T> action) {
		return action.get();
	}

	synchronized void run(Runnable action) {
		action.run();
	}

	/**
	 * Restore the initial state. Its accounts get their first secrets back, and their
	 * tokens become valid again.
	 */
	synchronized void reset(Runnable content) {
		this.state.clear();
		this.tokenTraffic.reset();
		this.adminTraffic.reset();
		this.requests.clear();
		this.delay = Duration.ZERO;
		this.tokenEndpoint.tokenLifetime(this.tokenLifetime);
		seed();
		content.run();
		this.state.tokens().restore(this.serviceAccounts.clientIds());
	}

	synchronized Reply answer(ApiRequest request) {
		boolean token = request.path().equals(TokenEndpoint.PATH) && request.method().equals("POST");
		Endpoint endpoint = token ? this.tokenEndpoint : this.adminApi;
		Reply reply = answer(request, token ? this.tokenTraffic : this.adminTraffic, endpoint);
		String operation = token ? TokenEndpoint.OPERATION
				: this.adminApi.find(request).map(Operation::id).orElse("unknown");
		this.requests.add(record(request, operation, endpoint.clientId(request), token ? "" : request.bodyAsText(),
				reply.status()));
		return reply;
	}

	State state() {
		return this.state;
	}

	Projects projects() {
		return this.projects;
	}

	ApiKeys apiKeys() {
		return this.apiKeys;
	}

	ServiceAccounts serviceAccounts() {
		return this.serviceAccounts;
	}

	RoleBindings roleBindings() {
		return this.roleBindings;
	}

	Invites invites() {
		return this.invites;
	}

	Users users() {
		return this.users;
	}

	List<EmbeddedPineconeListener> listeners() {
		return this.listeners;
	}

	TokenEndpoint tokenEndpoint() {
		return this.tokenEndpoint;
	}

	Traffic tokenTraffic() {
		return this.tokenTraffic;
	}

	Traffic adminTraffic() {
		return this.adminTraffic;
	}

	List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	Organization organization() {
		return this.organization;
	}

	ServiceAccount defaultAccount() {
		return this.defaultAccount;
	}

	/**
	 * Return the secret of the default account, or its first secret if a client has
	 * deleted the account.
	 */
	String defaultSecret() {
		return this.state.clientSecrets().getOrDefault(this.defaultAccount.id(), this.firstSecret);
	}

	synchronized Duration delay() {
		return this.delay;
	}

	synchronized void delay(Duration delay) {
		this.delay = delay;
	}

	private void seed() {
		this.state.organization(this.organization);
		this.serviceAccounts.save(this.defaultAccount, this.firstSecret);
		this.roleBindings.bind(RoleBindings.SERVICE_ACCOUNT, this.defaultAccount.id(), onOrganization("OrgManager"));
		User owner = this.users.add("owner@example.com", "Olivia Owner");
		this.roleBindings.bind(RoleBindings.USER, owner.id(), onOrganization(Roles.ORG_OWNER));
	}

	RoleGrant onOrganization(String role) {
		return new RoleGrant(RoleGrant.ORGANIZATION, this.state.organizationId(), role);
	}

	private Reply answer(ApiRequest request, Traffic traffic, Endpoint endpoint) {
		Fault fault = traffic.next();
		if (fault == null) {
			return endpoint.answer(request);
		}
		if (fault.carriedOut()) {
			endpoint.answer(request);
		}
		else if (endpoint == this.tokenEndpoint) {
			this.listeners.forEach(EmbeddedPineconeListener::tokenRefused);
		}
		return (fault.status() == 0) ? Reply.connectionReset()
				: endpoint.failure(fault.status(), fault.code()).withRetryAfter(fault.retryAfter());
	}

	private RecordedRequest record(ApiRequest request, String operation, @Nullable String clientId, String body,
			int status) {
		Secrets secrets = this.state.secrets();
		Map<String, List<String>> headers = request.headers()
			.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(header) -> header.getValue()
						.stream()
						.map((value) -> header.getKey().equals("authorization") ? scheme(value) : secrets.mask(value))
						.toList()));
		return new RecordedRequest(operation, (clientId != null) ? secrets.mask(clientId) : null, request.method(),
				secrets.mask(request.uri()), headers, secrets.mask(body), status);
	}

	private static String scheme(String authorization) {
		int blank = authorization.indexOf(' ');
		return (blank != -1) ? authorization.substring(0, blank) + " ***" : "***";
	}

}
