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

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * Request to the Admin API. Encodes its URL itself, since clients may leave a plus sign
 * unencoded.
 *
 * @param operation the operation
 * @param path the encoded path
 * @param query the encoded query, possibly empty
 * @param body the JSON body, or {@code null}
 */
record AdminRequest(Operation operation, String path, String query, byte @Nullable [] body) {

	AdminRequest withQuery(String name, @Nullable Object value) {
		if (value == null) {
			return this;
		}
		String parameter = name + "=" + UriUtils.encode(value.toString(), StandardCharsets.UTF_8);
		String query = this.query.isEmpty() ? parameter : this.query + "&" + parameter;
		return new AdminRequest(this.operation, this.path, query, this.body);
	}

	AdminRequest withPage(@Nullable Integer limit, @Nullable String token) {
		return withQuery("limit", limit).withQuery("paginationToken", token);
	}

	AdminRequest withFilter(RoleBindingFilter filter) {
		return withQuery("principal_type", filter.principalType()).withQuery("principal_id", filter.principalId())
			.withQuery("resource_type", filter.resourceType())
			.withQuery("resource_id", filter.resourceId())
			.withQuery("role", filter.role());
	}

	/**
	 * Return a copy with a body.
	 * @throws IllegalArgumentException if an update changes nothing
	 */
	AdminRequest withBody(Object body) {
		byte[] json = AdminJson.write(body);
		Assert.isTrue(json.length > "{}".length() || !this.operation.method().equals(HttpMethod.PATCH),
				"The update must change something");
		return new AdminRequest(this.operation, this.path, this.query, json);
	}

	/**
	 * Return the absolute URL.
	 * @param baseUrl the base URL, without a trailing slash
	 */
	URI url(String baseUrl) {
		return URI.create(this.query.isEmpty() ? baseUrl + this.path : baseUrl + this.path + "?" + this.query);
	}

	/**
	 * Check the base URL of a client.
	 * @return the base URL, without a trailing slash
	 */
	static String baseUrl(URI baseUrl) {
		Assert.isTrue(baseUrl.isAbsolute() && baseUrl.getHost() != null && baseUrl.getRawQuery() == null,
				"The client must have an absolute base URL without a query");
		String url = baseUrl.toString();
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

}
