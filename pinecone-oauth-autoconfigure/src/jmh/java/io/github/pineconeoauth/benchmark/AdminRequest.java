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

package io.github.pineconeoauth.benchmark;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.pineconeoauth.token.TokenRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;

/**
 * Admin API request, like those that a {@code RestClient} creates.
 */
final class AdminRequest implements HttpRequest {

	static final URI BASE_URL = URI.create("https://api.pinecone.io");

	static final URI PROJECTS = BASE_URL.resolve("/admin/projects");

	static final String API_VERSION = "2026-07";

	private static final String AUTHORIZATION = "Bearer " + FreshToken.VALUE;

	private static final List<MediaType> ACCEPT = List.of(MediaType.APPLICATION_JSON);

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes;

	AdminRequest(Map<String, Object> attributes) {
		this.attributes = attributes;
		this.headers.setAccept(ACCEPT);
	}

	/**
	 * Set the headers of every request at minimal cost.
	 */
	static void setConstantHeaders(HttpHeaders headers) {
		headers.set(HttpHeaders.AUTHORIZATION, AUTHORIZATION);
		headers.set(TokenRequest.API_VERSION_HEADER, API_VERSION);
	}

	@Override
	public HttpMethod getMethod() {
		return HttpMethod.GET;
	}

	@Override
	public URI getURI() {
		return PROJECTS;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

}
