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

package io.github.pineconeoauth.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.util.Assert;

/**
 * Shared token of a service account, and how to send it. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServiceAccount {

	/**
	 * Maximum number of times that a call is sent if the Admin API refuses its token.
	 */
	public static final int MAX_SENDS = 3;

	private static final Log logger = LogFactory.getLog(ServiceAccount.class);

	/**
	 * Lower case, to save {@link HttpHeaders} a conversion.
	 */
	private static final String AUTHORIZATION = HttpHeaders.AUTHORIZATION.toLowerCase(Locale.ROOT);

	private final SharedToken sharedToken;

	private final AuthorizedClients authorizedClients;

	private final Origin origin;

	private final String apiVersion;

	private final BooleanSupplier nonBlockingThread;

	private final AtomicBoolean foreignRefusalLogged = new AtomicBoolean();

	/**
	 * Create a new service account.
	 * @param sharedToken the token of the service account
	 * @param tokenUri the token endpoint
	 * @param adminBaseUrl the base URL of the Admin API; the token is only sent to its
	 * origin
	 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
	 * @param nonBlockingThread whether the current thread must not block
	 */
	public ServiceAccount(SharedToken sharedToken, URI tokenUri, URI adminBaseUrl, String apiVersion,
			BooleanSupplier nonBlockingThread) {
		this.sharedToken = sharedToken;
		this.authorizedClients = new AuthorizedClients(sharedToken.account().registrationId(), tokenUri);
		this.origin = Origin.of(adminBaseUrl);
		this.apiVersion = apiVersion;
		this.nonBlockingThread = nonBlockingThread;
	}

	/**
	 * Return the name of this service account.
	 * @return the name
	 */
	public AccountName name() {
		return this.sharedToken.account();
	}

	/**
	 * Return the token of this service account.
	 * @return the token
	 */
	public SharedToken sharedToken() {
		return this.sharedToken;
	}

	/**
	 * Return a usable token. Waits if there is none.
	 * @return the token
	 * @throws PineconeAuthorizationException if no token could be obtained
	 * @throws IllegalStateException if the caller would have to wait on a thread that
	 * must not block, such as an event loop
	 */
	public BearerToken token() {
		BearerToken token = this.sharedToken.getIfFresh();
		return (token != null) ? token : await(this.sharedToken.get());
	}

	BearerToken await(CompletableFuture<BearerToken> future) {
		Assert.state(future.isDone() || !this.nonBlockingThread.getAsBoolean(),
				() -> "There is no usable Pinecone access token yet, and thread '" + Thread.currentThread().getName()
						+ "' must not block to wait for one: use the reactive manager or the exchange filter instead");
		return this.sharedToken.await(future);
	}

	/**
	 * Replace a refused token, and wait for the new one unless the current thread must
	 * not block.
	 * @param refused the token that was refused
	 */
	void replace(BearerToken refused) {
		CompletableFuture<BearerToken> replacement = this.sharedToken.replace(refused);
		if (replacement != null && !this.nonBlockingThread.getAsBoolean()) {
			try {
				this.sharedToken.await(replacement);
			}
			catch (PineconeAuthorizationException ex) {
				// The caller gets the 401 anyway
			}
		}
	}

	/**
	 * Return the authorized client of a token.
	 * @param token a token of this service account
	 * @return an authorized client whose registration has no client secret
	 */
	public OAuth2AuthorizedClient authorizedClient(BearerToken token) {
		return this.authorizedClients.get(token);
	}

	/**
	 * Forget the token, its failures and its refusals. Intended for tests that share an
	 * application.
	 */
	public void forgetToken() {
		this.sharedToken.forget();
	}

	/**
	 * Reject a request to an origin other than the Admin API's.
	 * @param uri the URI of the request
	 * @throws IllegalStateException if the request has another origin; the message omits
	 * its path and query
	 */
	public void checkOrigin(URI uri) {
		if (!this.origin.matches(uri)) {
			throw new IllegalStateException(
					"The Pinecone access token is sent to " + this.origin + " only, but this request "
							+ ((uri.getScheme() != null && uri.getHost() != null) ? "goes to " + Origin.of(uri)
									: "has a URL without a scheme or a host: set a base URL on the client,"
											+ " or use an absolute URL"));
		}
	}

	/**
	 * Return whether a request already has an {@code Authorization} header. If so, it
	 * does not get the token.
	 * @param headers the headers of the request
	 * @return whether the header is present
	 */
	public boolean isAuthorized(HttpHeaders headers) {
		return headers.containsHeader(AUTHORIZATION);
	}

	/**
	 * Set the token, and the API version if the request does not have one.
	 * @param headers the headers of the request
	 * @param token the token to set
	 */
	public void authorize(HttpHeaders headers, BearerToken token) {
		headers.set(HttpHeaders.AUTHORIZATION, token.authorization());
		setApiVersion(headers);
	}

	void removeAuthorization(HttpHeaders headers) {
		headers.remove(AUTHORIZATION);
	}

	/**
	 * Set the API version if the request does not have one.
	 * @param headers the headers of the request
	 */
	public void setApiVersion(HttpHeaders headers) {
		List<String> version = new ArrayList<>(1);
		version.add(this.apiVersion);
		headers.putIfAbsent(TokenRequest.API_VERSION_HEADER, version);
	}

	/**
	 * Warn once if the Admin API refuses a request that already had an
	 * {@code Authorization} header. Most likely a customizer for other servers set it.
	 * @param status the status of the response
	 */
	public void checkForeignAuthorization(HttpStatusCode status) {
		if (isRefusal(status) && this.foreignRefusalLogged.compareAndSet(false, true)) {
			logger.warn("Pinecone's Admin API answered 401 to a request that already had an Authorization header"
					+ " and was therefore sent without the Pinecone access token. Check what sets that header");
		}
	}

	/**
	 * Return whether the Admin API refused the token.
	 * @param status the status of the response
	 * @return whether the status is 401
	 */
	public static boolean isRefusal(HttpStatusCode status) {
		return status.value() == HttpStatus.UNAUTHORIZED.value();
	}

}
