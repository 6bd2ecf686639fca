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

import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.TokenRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * What requests to the Admin API have in common, over whichever client they go.
 *
 * @param origin the only origin to which the access token is sent
 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
 */
record AdminApi(Origin origin, String apiVersion) {

	/**
	 * In lower case, to which headers would convert it each time.
	 */
	private static final String AUTHORIZATION = HttpHeaders.AUTHORIZATION.toLowerCase(Locale.ROOT);

	AdminApi(URI baseUrl, String apiVersion) {
		this(Origin.of(baseUrl), apiVersion);
	}

	/**
	 * Refuse a request that goes elsewhere. The message leaves out path and query.
	 */
	void check(URI uri) {
		Assert.state(this.origin.matches(uri), () -> "The Pinecone access token is sent to " + this.origin
				+ " only, and this request goes to " + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort());
	}

	/**
	 * Return whether a request brings an authorization of its own, so that it needs no
	 * token.
	 */
	boolean isAuthorized(HttpHeaders headers) {
		return headers.containsHeader(AUTHORIZATION);
	}

	void setAuthorization(HttpHeaders headers, BearerToken token) {
		headers.set(HttpHeaders.AUTHORIZATION, token.authorization());
		setApiVersion(headers);
	}

	void removeAuthorization(HttpHeaders headers) {
		headers.remove(AUTHORIZATION);
	}

	/**
	 * Set the API version where a request does not. Looks for the header just once: each
	 * time its name is converted to lower case.
	 */
	void setApiVersion(HttpHeaders headers) {
		List<String> version = new ArrayList<>(1);
		version.add(this.apiVersion);
		headers.putIfAbsent(TokenRequest.API_VERSION_HEADER, version);
	}

}
