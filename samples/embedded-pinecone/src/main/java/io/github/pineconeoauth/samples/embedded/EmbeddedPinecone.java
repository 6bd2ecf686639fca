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

package io.github.pineconeoauth.samples.embedded;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

/**
 * Pinecone's token endpoint and Admin API in this process, on a free port of the loopback
 * interface. Both check requests like the real ones, with credentials that are made up at
 * each start. There is one organization with a few projects and API keys to begin with,
 * and what clients change stays changed until the end.
 * <p>
 * Follows Pinecone's OpenAPI documents of version 2026-04. Not served: changes to
 * organizations, and token requests that are JSON instead of a form.
 *
 * @since 0.1.0
 */
public final class EmbeddedPinecone implements AutoCloseable {

	private static final String LOOPBACK = "127.0.0.1";

	private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(1800);

	private final ServiceAccount serviceAccount;

	private final TokenEndpoint tokenEndpoint;

	private final WireMockServer server;

	private final URI baseUrl;

	private EmbeddedPinecone(Duration tokenLifetime, InstantSource time) {
		this.serviceAccount = new ServiceAccount(tokenLifetime, time);
		this.tokenEndpoint = new TokenEndpoint(this.serviceAccount);
		AdminApi adminApi = new AdminApi(this.serviceAccount, new Organizations(time));
		this.server = server(Stream.concat(this.tokenEndpoint.operations(), adminApi.operations()).toList());
		this.server.start();
		this.baseUrl = URI.create("http://" + LOOPBACK + ":" + this.server.port());
	}

	/**
	 * Start an embedded Pinecone whose tokens live for half an hour.
	 * @return the embedded Pinecone, to be closed at the end
	 */
	public static EmbeddedPinecone start() {
		return start(TOKEN_LIFETIME);
	}

	/**
	 * Start an embedded Pinecone.
	 * @param tokenLifetime how long a token lives, in whole seconds
	 * @return the embedded Pinecone, to be closed at the end
	 */
	public static EmbeddedPinecone start(Duration tokenLifetime) {
		return start(tokenLifetime, InstantSource.system());
	}

	static EmbeddedPinecone start(Duration tokenLifetime, InstantSource time) {
		return new EmbeddedPinecone(tokenLifetime, time);
	}

	/**
	 * Create the server. It keeps no journal, which would hold secrets and tokens.
	 */
	private static WireMockServer server(List<Operation> operations) {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(LOOPBACK)
			.dynamicPort()
			.http2PlainDisabled(true)
			.disableRequestJournal()
			.stubRequestLoggingDisabled(true)
			.extensions(operations.toArray(Operation[]::new)));
		operations.forEach((operation) -> server.stubFor(operation.toStub()));
		return server;
	}

	/**
	 * Add a listener, which is told what happens from now on.
	 * @param listener the listener
	 */
	public void addListener(EmbeddedPineconeListener listener) {
		this.serviceAccount.addListener(listener);
	}

	/**
	 * Return the base URL of the Admin API.
	 * @return what {@code https://api.pinecone.io} is for Pinecone
	 */
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Return the token endpoint.
	 * @return what {@code https://login.pinecone.io/oauth/token} is for Pinecone
	 */
	public URI tokenUri() {
		return this.baseUrl.resolve(TokenEndpoint.PATH);
	}

	/**
	 * Return the service account's client id.
	 * @return the client id
	 */
	public String clientId() {
		return this.serviceAccount.clientId();
	}

	/**
	 * Return the service account's client secret of the moment.
	 * @return the client secret
	 */
	public String clientSecret() {
		return this.serviceAccount.clientSecret();
	}

	/**
	 * Give the service account a new client secret. The one it had and all tokens are
	 * refused from now on.
	 */
	public void rotateSecret() {
		this.serviceAccount.rotateSecret();
	}

	/**
	 * Return how many token requests there have been, with those that were refused.
	 * @return the number of token requests
	 */
	public int tokenRequests() {
		return this.tokenEndpoint.requests();
	}

	/**
	 * Stop the server. What it held is lost.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

}
