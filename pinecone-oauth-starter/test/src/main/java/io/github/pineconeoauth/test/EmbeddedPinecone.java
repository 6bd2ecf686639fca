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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.test.Traffic.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Pinecone's token endpoint and Admin API in this process. Thread-safe.
 * <p>
 * Runs on a free port of the loopback interface. Implements version {@code 2026-07} of
 * Pinecone's OpenAPI documents, including errors such as an invalid token, a limit out of
 * range or a duplicate role binding. Does not check roles: every valid token may do
 * everything.
 * <p>
 * Starts with one organization, a user who is its {@code OrgOwner}, and a service account
 * with the credentials {@link #clientId()} and {@link #clientSecret()}. Add content with
 * HTTP requests, the {@code add...} methods or {@link Builder#content(Consumer)}.
 *
 * @since 0.1.0
 */
public final class EmbeddedPinecone implements AutoCloseable {

	private final Backend backend;

	private Consumer<EmbeddedPinecone> content;

	private final EmbeddedServer server;

	private final URI baseUrl;

	private EmbeddedPinecone(Builder builder) {
		this.backend = new Backend(builder.tokenLifetime);
		this.content = builder.content;
		this.content.accept(this);
		this.server = new EmbeddedServer(this.backend);
		this.baseUrl = this.server.baseUrl();
	}

	/**
	 * Start an embedded Pinecone without projects. Tokens have a lifetime of 30 minutes.
	 * @return the embedded Pinecone, to be closed after use
	 */
	public static EmbeddedPinecone start() {
		return builder().start();
	}

	/**
	 * Return a builder, which can set the token lifetime and add content.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the base URL of the Admin API, for {@code pinecone.admin.base-url}.
	 * @return the base URL, such as {@code http://127.0.0.1:45678}
	 */
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Return the URI of the token endpoint, for {@code pinecone.oauth.token-uri}.
	 * @return the URI of the token endpoint
	 */
	public URI tokenUri() {
		return this.baseUrl.resolve(TokenEndpoint.PATH);
	}

	/**
	 * Return the client id of the default service account.
	 * @return the client id, which never changes
	 */
	public String clientId() {
		return this.backend.defaultAccount().clientId();
	}

	/**
	 * Return the current client secret of the default service account.
	 * @return the client secret
	 */
	public String clientSecret() {
		return this.backend.call(this.backend::defaultSecret);
	}

	/**
	 * Return the current client secret of a service account.
	 * @param clientId the client id of the service account
	 * @return the client secret
	 * @throws IllegalArgumentException if there is no such service account
	 */
	public String clientSecret(String clientId) {
		return this.backend.call(() -> this.backend.serviceAccounts().secretOf(account(clientId)));
	}

	/**
	 * Return details to connect the starter to this embedded Pinecone. They contain the
	 * credentials of the default service account, and the new secret after a rotation.
	 * @return the connection details, to be used as a bean
	 */
	public PineconeConnectionDetails connectionDetails() {
		return new EmbeddedPineconeConnectionDetails(this);
	}

	/**
	 * Return the id of the organization.
	 * @return the id, which is not a UUID
	 */
	public String organizationId() {
		return this.backend.organization().id();
	}

	/**
	 * Add a project.
	 * @param name the name of the project
	 * @return the id of the new project
	 */
	public String addProject(String name) {
		return this.backend.call(() -> this.backend.projects().add(name, 0, false).id());
	}

	/**
	 * Add an API key.
	 * @param projectId the id of its project
	 * @param name the name of the API key
	 * @param roles the roles of the API key, such as {@code DataPlaneViewer}
	 * @return the id of the new API key
	 * @throws IllegalArgumentException if there is no such project or role
	 */
	public String addApiKey(String projectId, String name, String... roles) {
		Assert.isTrue(Roles.API_KEY.containsAll(List.of(roles)), "'roles' must be roles of an API key");
		return this.backend.call(() -> {
			Assert.isTrue(this.backend.state().projects().containsKey(projectId), "There is no project with this id");
			return this.backend.apiKeys().add(projectId, name, List.of(roles)).id();
		});
	}

	/**
	 * Add a user.
	 * @param email the email address of the user
	 * @param name the name of the user, or {@code null} for a user without a name
	 * @param roles the roles of the user in the organization, such as {@code OrgMember}
	 * @return the id of the new user
	 * @throws IllegalArgumentException if there is no such role
	 */
	public String addUser(String email, @Nullable String name, String... roles) {
		Assert.isTrue(Roles.ORGANIZATION.containsAll(List.of(roles)), "'roles' must be roles on an organization");
		return this.backend.call(() -> {
			User user = this.backend.users().add(email, name);
			this.backend.roleBindings()
				.bind(RoleBindings.USER, user.id(), Stream.of(roles).map(this.backend::onOrganization).toList());
			return user.id();
		});
	}

	/**
	 * Accept an invite, as the invited user would. The user gets the role bindings of the
	 * invite.
	 * @param inviteId the id of a pending invite
	 * @return the id of the new user
	 * @throws IllegalArgumentException if there is no pending invite with this id
	 */
	public String acceptInvite(String inviteId) {
		return this.backend.call(() -> this.backend.invites().accept(inviteId).id());
	}

	/**
	 * Add a service account without roles, with generated credentials. If the initial
	 * content adds it, it gets other credentials with each {@linkplain #reset() reset}.
	 * @param name the name of the service account
	 * @return the credentials
	 */
	public ServiceAccountCredentials addServiceAccount(String name) {
		return addServiceAccount(name, Secrets.randomText(16), Secrets.randomText(32));
	}

	/**
	 * Add a service account without roles, with the given credentials. Useful if an
	 * application has these credentials in its properties.
	 * @param name the name of the service account
	 * @param clientId the client id
	 * @param clientSecret the client secret
	 * @return the credentials
	 * @throws IllegalArgumentException if another service account has this client id
	 */
	public ServiceAccountCredentials addServiceAccount(String name, String clientId, String clientSecret) {
		return this.backend.call(() -> {
			Assert.isTrue(this.backend.serviceAccounts().findByClientId(clientId) == null,
					"Another service account has this client id");
			String secret = this.backend.state().secrets().add(clientSecret);
			ServiceAccount account = this.backend.serviceAccounts().add(name, clientId, secret);
			return new ServiceAccountCredentials(account.id(), clientId, secret);
		});
	}

	/**
	 * Rotate the client secret of the default service account. The previous secret and
	 * all tokens of this account are refused from now on.
	 */
	public void rotateSecret() {
		this.backend.run(() -> this.backend.serviceAccounts().rotateSecret(this.backend.defaultAccount()));
	}

	/**
	 * Rotate the client secret of a service account. The previous secret and all tokens
	 * of this account are refused from now on.
	 * @param clientId the client id of the service account
	 * @return the new client secret
	 * @throws IllegalArgumentException if there is no such service account
	 */
	public String rotateSecret(String clientId) {
		return this.backend.call(() -> {
			this.backend.serviceAccounts().rotateSecret(account(clientId));
			return clientSecret(clientId);
		});
	}

	/**
	 * Revoke all access tokens. The Admin API answers 401 to them from now on.
	 */
	public void revokeTokens() {
		this.backend.run(this.backend.state().tokens()::revokeAll);
	}

	/**
	 * Revoke the access tokens of a service account. The Admin API answers 401 to them
	 * from now on.
	 * @param clientId the client id of the service account
	 * @throws IllegalArgumentException if there is no such service account
	 */
	public void revokeTokens(String clientId) {
		this.backend.run(() -> this.backend.state().tokens().revoke(account(clientId).clientId()));
	}

	/**
	 * Set the lifetime of new tokens until the next {@linkplain #reset() reset}.
	 * @param tokenLifetime the lifetime, at least one second and in whole seconds
	 */
	public void tokenLifetime(Duration tokenLifetime) {
		checkTokenLifetime(tokenLifetime);
		this.backend.run(() -> this.backend.tokenEndpoint().tokenLifetime(tokenLifetime));
	}

	/**
	 * Advance the time of this embedded Pinecone, for example to let tokens and invites
	 * expire. The application's own clock does not move.
	 * @param duration how far to advance the time
	 */
	public void advanceTime(Duration duration) {
		Assert.isTrue(!duration.isNegative(), "'duration' must not be negative");
		this.backend.run(() -> this.backend.state().time().advance(duration));
	}

	/**
	 * Fail the next token requests.
	 * @param times the number of token requests to fail, in addition to those already
	 * planned
	 * @param status the HTTP status to answer with, from 400 to 599
	 */
	public void failTokenRequests(int times, int status) {
		this.backend.run(() -> this.backend.tokenTraffic().plan(times, Fault.status(status, null, null)));
	}

	/**
	 * Fail the next token requests, and ask the client to wait.
	 * @param times the number of token requests to fail, in addition to those already
	 * planned
	 * @param status the HTTP status to answer with, from 400 to 599
	 * @param retryAfter the {@code Retry-After} header, sent in whole seconds
	 */
	public void failTokenRequests(int times, int status, Duration retryAfter) {
		this.backend.run(() -> this.backend.tokenTraffic().plan(times, Fault.status(status, null, retryAfter)));
	}

	/**
	 * Reset the connections of the next token requests. No token is issued.
	 * @param times the number of token requests to fail, in addition to those already
	 * planned
	 */
	public void resetTokenConnections(int times) {
		this.backend.run(() -> this.backend.tokenTraffic().plan(times, Fault.connectionReset(false)));
	}

	/**
	 * Fail the next requests to the Admin API. These requests have no effect.
	 * @param times the number of requests to fail, in addition to those already planned
	 * @param status the HTTP status to answer with, from 400 to 599, which determines the
	 * error code
	 */
	public void failAdminRequests(int times, int status) {
		this.backend.run(() -> this.backend.adminTraffic().plan(times, Fault.status(status, null, null)));
	}

	/**
	 * Fail the next requests to the Admin API, and ask the client to wait. These requests
	 * have no effect.
	 * @param times the number of requests to fail, in addition to those already planned
	 * @param status the HTTP status to answer with, from 400 to 599
	 * @param retryAfter the {@code Retry-After} header, sent in whole seconds
	 */
	public void failAdminRequests(int times, int status, Duration retryAfter) {
		this.backend.run(() -> this.backend.adminTraffic().plan(times, Fault.status(status, null, retryAfter)));
	}

	/**
	 * Fail the next requests to the Admin API with an error code. These requests have no
	 * effect.
	 * @param times the number of requests to fail, in addition to those already planned
	 * @param status the HTTP status to answer with, from 400 to 599
	 * @param code the error code, such as {@code QUOTA_EXCEEDED}
	 */
	public void failAdminRequests(int times, int status, String code) {
		this.backend.run(() -> this.backend.adminTraffic().plan(times, Fault.status(status, code, null)));
	}

	/**
	 * Reset the connections of the next requests to the Admin API. These requests have no
	 * effect.
	 * @param times the number of requests to fail, in addition to those already planned
	 */
	public void resetAdminConnections(int times) {
		this.backend.run(() -> this.backend.adminTraffic().plan(times, Fault.connectionReset(false)));
	}

	/**
	 * Process the next requests to the Admin API, but reset their connections instead of
	 * responding.
	 * @param times the number of requests to fail, in addition to those already planned
	 */
	public void loseAdminResponses(int times) {
		this.backend.run(() -> this.backend.adminTraffic().plan(times, Fault.connectionReset(true)));
	}

	/**
	 * Delay all further responses, including those of the token endpoint.
	 * @param delay the delay of each response, or zero to end the delays
	 */
	public void delay(Duration delay) {
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		this.backend.delay(delay);
	}

	/**
	 * Return the number of token requests since the start or the last
	 * {@linkplain #reset() reset}, including failed ones.
	 * @return the number of token requests
	 */
	public int tokenRequests() {
		return this.backend.call(this.backend.tokenTraffic()::requests);
	}

	/**
	 * Return the number of requests to the Admin API since the start or the last
	 * {@linkplain #reset() reset}, including failed ones.
	 * @return the number of requests to the Admin API
	 */
	public int adminRequests() {
		return this.backend.call(this.backend.adminTraffic()::requests);
	}

	/**
	 * Return the requests since the start or the last {@linkplain #reset() reset}.
	 * @return the requests in the order of their arrival, without secrets
	 */
	public List<RecordedRequest> requests() {
		return this.backend.call(this.backend::requests);
	}

	/**
	 * Add a listener. It stays until this embedded Pinecone is closed.
	 * @param listener the listener
	 */
	public void addListener(EmbeddedPineconeListener listener) {
		this.backend.listeners().add(listener);
	}

	/**
	 * Restore the initial content, and forget faults, delays, counters and recorded
	 * requests.
	 * <p>
	 * The default service account, and those that the initial content adds with given
	 * credentials, get their first secrets back. Their tokens become valid again, since
	 * an application keeps them between tests.
	 */
	public void reset() {
		this.backend.reset(() -> this.content.accept(this));
	}

	/**
	 * Stop the server and release its port and threads. A second call has no effect.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * Add content now, and again after each reset.
	 */
	void addContent(Consumer<EmbeddedPinecone> content) {
		this.backend.run(() -> {
			content.accept(this);
			this.content = this.content.andThen(content);
		});
	}

	/**
	 * Return the current client secret of a service account, or {@code null} if there is
	 * no such service account.
	 */
	@Nullable String findClientSecret(String clientId) {
		return this.backend.call(() -> {
			ServiceAccount account = this.backend.serviceAccounts().findByClientId(clientId);
			return (account != null) ? this.backend.serviceAccounts().secretOf(account) : null;
		});
	}

	private ServiceAccount account(String clientId) {
		ServiceAccount account = this.backend.serviceAccounts().findByClientId(clientId);
		if (account == null) {
			throw new IllegalArgumentException("There is no service account with this client id");
		}
		return account;
	}

	private static void checkTokenLifetime(Duration tokenLifetime) {
		Assert.isTrue(tokenLifetime.toSeconds() > 0 && tokenLifetime.toNanosPart() == 0,
				"'tokenLifetime' must be positive and in whole seconds");
	}

	/**
	 * Builds an {@link EmbeddedPinecone}. Not thread-safe.
	 */
	public static final class Builder {

		private Duration tokenLifetime = Duration.ofMinutes(30);

		private Consumer<EmbeddedPinecone> content = (pinecone) -> {
		};

		private Builder() {
		}

		/**
		 * Set the lifetime of tokens, 30 minutes by default.
		 * @param tokenLifetime the lifetime, at least one second and in whole seconds
		 * @return this builder
		 */
		public Builder tokenLifetime(Duration tokenLifetime) {
			checkTokenLifetime(tokenLifetime);
			this.tokenLifetime = tokenLifetime;
			return this;
		}

		/**
		 * Set a callback that adds content on start and after each
		 * {@linkplain EmbeddedPinecone#reset() reset}. It may only call the
		 * {@code add...} methods.
		 * @param content the callback
		 * @return this builder
		 */
		public Builder content(Consumer<EmbeddedPinecone> content) {
			this.content = content;
			return this;
		}

		/**
		 * Start the embedded Pinecone.
		 * @return the embedded Pinecone, to be closed after use
		 */
		public EmbeddedPinecone start() {
			return new EmbeddedPinecone(this);
		}

	}

}
