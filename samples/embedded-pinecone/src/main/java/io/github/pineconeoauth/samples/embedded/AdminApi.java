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

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathTemplate;

/**
 * The Admin API. Answers one request at a time.
 */
final class AdminApi {

	private static final String ORGANIZATIONS = "/admin/organizations";

	private static final String ORGANIZATION = ORGANIZATIONS + "/{id}";

	private static final String PROJECTS = "/admin/projects";

	private static final String PROJECT = PROJECTS + "/{id}";

	private static final String PROJECT_API_KEYS = PROJECT + "/api-keys";

	private static final String API_KEY = "/admin/api-keys/{id}";

	private static final int LAST = 100;

	private final ServiceAccount serviceAccount;

	private final Organizations organizations;

	AdminApi(ServiceAccount serviceAccount, Organizations organizations) {
		this.serviceAccount = serviceAccount;
		this.organizations = organizations;
	}

	Stream<Operation> operations() {
		return Stream.of(operation("list_organizations", get(urlPathTemplate(ORGANIZATIONS)), this::listOrganizations),
				operation("fetch_organization", get(urlPathTemplate(ORGANIZATION)), this::fetchOrganization),
				operation("list_projects", get(urlPathTemplate(PROJECTS)), this::listProjects),
				operation("create_project", post(urlPathTemplate(PROJECTS)), this::createProject),
				operation("fetch_project", get(urlPathTemplate(PROJECT)), this::fetchProject),
				operation("update_project", patch(urlPathTemplate(PROJECT)), this::updateProject),
				operation("delete_project", delete(urlPathTemplate(PROJECT)), this::deleteProject),
				operation("list_project_api_keys", get(urlPathTemplate(PROJECT_API_KEYS)), this::listApiKeys),
				operation("create_api_key", post(urlPathTemplate(PROJECT_API_KEYS)), this::createApiKey),
				operation("fetch_api_key", get(urlPathTemplate(API_KEY)), this::fetchApiKey),
				operation("update_api_key", patch(urlPathTemplate(API_KEY)), this::updateApiKey),
				operation("delete_api_key", delete(urlPathTemplate(API_KEY)), this::deleteApiKey),
				operation("anything_else", any(anyUrl()).atPriority(LAST), this::refuse));
	}

	private Operation operation(String id, MappingBuilder requests, Function<Request, Reply> handler) {
		return new Operation(id, requests, (request) -> answer(request, handler));
	}

	private synchronized Reply answer(Request request, Function<Request, Reply> handler) {
		try {
			check(request);
			return handler.apply(request);
		}
		catch (AdminApiException ex) {
			return ex.toReply();
		}
	}

	private void check(Request request) {
		HttpHeader authorization = request.header("Authorization");
		if (!authorization.isPresent() || !authorization.isSingleValued()
				|| !authorization.firstValue().startsWith("Bearer ")
				|| !this.serviceAccount.hasToken(authorization.firstValue().substring("Bearer ".length()))) {
			throw AdminApiException.unauthenticated();
		}
		if (!ApiVersion.isIn(request)) {
			throw AdminApiException.invalidArgument(ApiVersion.MISSING);
		}
	}

	private Reply listOrganizations(Request request) {
		return list(this.organizations.organizations());
	}

	private Reply fetchOrganization(Request request) {
		return Reply.ok(this.organizations.organization(id(request)));
	}

	private Reply listProjects(Request request) {
		return list(this.organizations.projects());
	}

	private Reply createProject(Request request) {
		ProjectRequest body = Json.read(request.getBody(), ProjectRequest.class);
		return Reply.ok(this.organizations.save(body.applyTo(this.organizations.newProject())));
	}

	private Reply fetchProject(Request request) {
		return Reply.ok(this.organizations.project(id(request)));
	}

	private Reply updateProject(Request request) {
		Project project = this.organizations.project(id(request));
		ProjectRequest body = Json.read(request.getBody(), ProjectRequest.class);
		return Reply.ok(this.organizations.save(body.applyTo(project)));
	}

	private Reply deleteProject(Request request) {
		this.organizations.delete(this.organizations.project(id(request)));
		return Reply.accepted();
	}

	private Reply listApiKeys(Request request) {
		return list(this.organizations.apiKeys(this.organizations.project(id(request))));
	}

	private Reply createApiKey(Request request) {
		ApiKey apiKey = this.organizations.newApiKey(this.organizations.project(id(request)));
		ApiKeyRequest body = Json.read(request.getBody(), ApiKeyRequest.class);
		return Reply.created(ApiKeyWithSecret.of(this.organizations.save(body.applyTo(apiKey))));
	}

	private Reply fetchApiKey(Request request) {
		return Reply.ok(this.organizations.apiKey(id(request)));
	}

	private Reply updateApiKey(Request request) {
		ApiKey apiKey = this.organizations.apiKey(id(request));
		ApiKeyRequest body = Json.read(request.getBody(), ApiKeyRequest.class);
		return Reply.ok(this.organizations.save(body.applyTo(apiKey)));
	}

	private Reply deleteApiKey(Request request) {
		this.organizations.delete(this.organizations.apiKey(id(request)));
		return Reply.accepted();
	}

	private Reply refuse(Request request) {
		throw AdminApiException.notFound("There is no such operation.");
	}

	private static String id(Request request) {
		return Objects.requireNonNull(request.getPathParameters().get("id"));
	}

	private static Reply list(List<?> data) {
		return Reply.ok(new Listing(data));
	}

	record Listing(List<?> data) {

	}

}
