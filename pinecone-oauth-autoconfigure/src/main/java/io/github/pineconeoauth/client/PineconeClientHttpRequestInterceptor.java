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

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.BearerToken;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClientResponseException;

/**
 * {@link ClientHttpRequestInterceptor} that adds the access token and the API version.
 * <p>
 * Existing headers are kept. A request that is refused with a 401 is sent again with a
 * new token. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

	private final ServiceAccount serviceAccount;

	/**
	 * Create a new interceptor.
	 * @param serviceAccount the service account whose token to send
	 */
	public PineconeClientHttpRequestInterceptor(ServiceAccount serviceAccount) {
		this.serviceAccount = serviceAccount;
	}

	/**
	 * Send the request with the shared access token. Waits if there is no usable one.
	 * @param request the request
	 * @param body the body of the request
	 * @param execution sends the request
	 * @return the response
	 * @throws IOException if the request cannot be sent
	 * @throws IllegalStateException if the request goes to an origin other than the Admin
	 * API's, or if the caller would have to wait on a thread that must not block
	 * @throws PineconeAuthorizationException if no token could be obtained
	 */
	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		this.serviceAccount.checkOrigin(request.getURI());
		if (this.serviceAccount.isAuthorized(request.getHeaders())) {
			return executeAuthorized(request, body, execution);
		}
		BearerToken token = this.serviceAccount.token();
		for (int sends = 1;; sends++) {
			CompletableFuture<BearerToken> replacement;
			try {
				ClientHttpResponse response = execute(request, body, execution, token);
				replacement = replacement(response.getStatusCode(), token, sends);
				if (replacement == null) {
					return response;
				}
				response.close();
			}
			catch (RestClientResponseException ex) {
				replacement = replacement(ex.getStatusCode(), token, sends);
				if (replacement == null) {
					throw ex;
				}
			}
			token = this.serviceAccount.await(replacement);
		}
	}

	private ClientHttpResponse executeAuthorized(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		this.serviceAccount.setApiVersion(request.getHeaders());
		try {
			ClientHttpResponse response = execution.execute(request, body);
			this.serviceAccount.checkForeignAuthorization(response.getStatusCode());
			return response;
		}
		catch (RestClientResponseException ex) {
			this.serviceAccount.checkForeignAuthorization(ex.getStatusCode());
			throw ex;
		}
	}

	private @Nullable CompletableFuture<BearerToken> replacement(HttpStatusCode status, BearerToken token, int sends) {
		boolean sendAgain = ServiceAccount.isRefusal(status) && sends < ServiceAccount.MAX_SENDS;
		return sendAgain ? this.serviceAccount.sharedToken().replace(token) : null;
	}

	/**
	 * Remove the token afterwards: if an earlier interceptor sends the request again, the
	 * token would look like the caller's own header.
	 */
	private ClientHttpResponse execute(HttpRequest request, byte[] body, ClientHttpRequestExecution execution,
			BearerToken token) throws IOException {
		HttpHeaders headers = request.getHeaders();
		this.serviceAccount.authorize(headers, token);
		try {
			return execution.execute(request, body);
		}
		finally {
			this.serviceAccount.removeAuthorization(headers);
		}
	}

}
