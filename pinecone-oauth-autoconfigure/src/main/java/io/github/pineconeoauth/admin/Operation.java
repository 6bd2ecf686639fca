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

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * Operations of the Admin API, named as in its OpenAPI document.
 */
enum Operation {

	LIST_ORGANIZATIONS(HttpMethod.GET, "/admin/organizations"),

	FETCH_ORGANIZATION(HttpMethod.GET, "/admin/organizations/{organization_id}"),

	UPDATE_ORGANIZATION(HttpMethod.PATCH, "/admin/organizations/{organization_id}"),

	DELETE_ORGANIZATION(HttpMethod.DELETE, "/admin/organizations/{organization_id}"),

	LIST_PROJECTS(HttpMethod.GET, "/admin/projects"),

	CREATE_PROJECT(HttpMethod.POST, "/admin/projects"),

	FETCH_PROJECT(HttpMethod.GET, "/admin/projects/{project_id}"),

	UPDATE_PROJECT(HttpMethod.PATCH, "/admin/projects/{project_id}"),

	DELETE_PROJECT(HttpMethod.DELETE, "/admin/projects/{project_id}"),

	LIST_PROJECT_API_KEYS(HttpMethod.GET, "/admin/projects/{project_id}/api-keys"),

	CREATE_API_KEY(HttpMethod.POST, "/admin/projects/{project_id}/api-keys"),

	FETCH_API_KEY(HttpMethod.GET, "/admin/api-keys/{api_key_id}"),

	UPDATE_API_KEY(HttpMethod.PATCH, "/admin/api-keys/{api_key_id}"),

	DELETE_API_KEY(HttpMethod.DELETE, "/admin/api-keys/{api_key_id}"),

	LIST_SERVICE_ACCOUNTS(HttpMethod.GET, "/admin/service-accounts"),

	CREATE_SERVICE_ACCOUNT(HttpMethod.POST, "/admin/service-accounts"),

	FETCH_SERVICE_ACCOUNT(HttpMethod.GET, "/admin/service-accounts/{service_account_id}"),

	UPDATE_SERVICE_ACCOUNT(HttpMethod.PATCH, "/admin/service-accounts/{service_account_id}"),

	DELETE_SERVICE_ACCOUNT(HttpMethod.DELETE, "/admin/service-accounts/{service_account_id}"),

	ROTATE_SERVICE_ACCOUNT_SECRET(HttpMethod.POST, "/admin/service-accounts/{service_account_id}/rotate-secret"),

	LIST_ROLE_BINDINGS(HttpMethod.GET, "/admin/role-bindings"),

	CREATE_ROLE_BINDING(HttpMethod.POST, "/admin/role-bindings"),

	FETCH_ROLE_BINDING(HttpMethod.GET, "/admin/role-bindings/{role_binding_id}"),

	DELETE_ROLE_BINDING(HttpMethod.DELETE, "/admin/role-bindings/{role_binding_id}"),

	LIST_INVITES(HttpMethod.GET, "/admin/invites"),

	CREATE_INVITE(HttpMethod.POST, "/admin/invites"),

	FETCH_INVITE(HttpMethod.GET, "/admin/invites/{invite_id}"),

	DELETE_INVITE(HttpMethod.DELETE, "/admin/invites/{invite_id}"),

	RESEND_INVITE(HttpMethod.POST, "/admin/invites/{invite_id}/resend"),

	LIST_USERS(HttpMethod.GET, "/admin/users"),

	FETCH_USER(HttpMethod.GET, "/admin/users/{user_id}"),

	DELETE_USER(HttpMethod.DELETE, "/admin/users/{user_id}");

	private static final String UNSAFE_CHARACTERS = "/\\?#";

	private final HttpMethod method;

	private final String path;

	Operation(HttpMethod method, String path) {
		this.method = method;
		this.path = path;
	}

	HttpMethod method() {
		return this.method;
	}

	/**
	 * Return the path template.
	 */
	String path() {
		return this.path;
	}

	/**
	 * Return whether the operation can be repeated safely.
	 */
	boolean isIdempotent() {
		return isDelete() || this.method.equals(HttpMethod.GET);
	}

	boolean isDelete() {
		return this.method.equals(HttpMethod.DELETE);
	}

	AdminRequest request() {
		return new AdminRequest(this, this.path, "", null);
	}

	/**
	 * Return a request for one resource.
	 * @param id the ID
	 * @throws IllegalArgumentException if the ID would change the path
	 */
	AdminRequest request(String id) {
		Assert.hasText(id, "The ID must not be blank");
		Assert.isTrue(!id.equals(".") && !id.equals("..") && id.chars().noneMatch(Operation::isUnsafe),
				"The ID must not be . or .. or contain one of / \\ ? #");
		int variable = this.path.indexOf('{');
		String path = this.path.substring(0, variable) + UriUtils.encode(id, StandardCharsets.UTF_8)
				+ this.path.substring(this.path.indexOf('}') + 1);
		return new AdminRequest(this, path, "", null);
	}

	private static boolean isUnsafe(int character) {
		return UNSAFE_CHARACTERS.indexOf(character) >= 0;
	}

}
