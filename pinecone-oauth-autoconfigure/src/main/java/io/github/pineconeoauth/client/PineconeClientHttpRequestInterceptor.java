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
import java.net.URI;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.SharedToken;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * {@link ClientHttpRequestInterceptor} that puts the shared access token and the API
 * version on requests to the Admin API. Headers that a request already has stay as they
 * are. A request that the Admin API refuses with 401 is sent once more with a new token.
 * Waits only where no usable token is left. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PineconeClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

	private final SharedToken sharedToken;

	private final AdminApi adminApi;

	/**
	 * Create a new interceptor.
	 * @param sharedToken the token to send
	 * @param baseUrl the base URL of the Admin API, to whose origin alone the token is
	 * sent
	 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
	 */
	public PineconeClientHttpRequestInterceptor(SharedToken sharedToken, URI baseUrl, String apiVersion) {
		this.sharedToken = sharedToken;
		this.adminApi = new AdminApi(baseUrl, apiVersion);
	}

	/**
	 * Send the request with the shared access token.
	 * @param request the request
	 * @param body the body of the request
	 * @param execution what sends it
	 * @return the response
	 * @throws IOException where the request cannot be sent
	 * @throws IllegalStateException where the request goes to another origin than the
	 * Admin API's, or where the caller would have to wait for a token on a thread that
	 * must not block
	 * @throws PineconeAuthorizationException where no token can be had
	 */
	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		this.adminApi.check(request.getURI());
		if (this.adminApi.isAuthorized(request.getHeaders())) {
			this.adminApi.setApiVersion(request.getHeaders());
			return execution.execute(request, body);
		}
		BearerToken token = this.sharedToken.block();
		ClientHttpResponse response = execute(request, body, execution, token);
		if (response.getStatusCode().value() != HttpStatus.UNAUTHORIZED.value() || !this.sharedToken.reject(token)) {
			return response;
		}
		response.close();
		return execute(request, body, execution, this.sharedToken.block());
	}

	/**
	 * Leaves the request without the token: were an interceptor before this one to send
	 * it again, the token would pass for the caller's own.
	 */
	private ClientHttpResponse execute(HttpRequest request, byte[] body, ClientHttpRequestExecution execution,
			BearerToken token) throws IOException {
		HttpHeaders headers = request.getHeaders();
		this.adminApi.setAuthorization(headers, token);
		try {
			return execution.execute(request, body);
		}
		finally {
			this.adminApi.removeAuthorization(headers);
		}
	}

}
