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

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The organization of the service account with its projects and API keys, in memory. Not
 * for use by several threads at once.
 */
final class Organizations {

	private final InstantSource time;

	private final Organization organization;

	private final Map<String, Project> projects = new LinkedHashMap<>();

	private final Map<String, ApiKey> apiKeys = new LinkedHashMap<>();

	Organizations(InstantSource time) {
		this.time = time;
		this.organization = new Organization("-" + RandomText.ofBytes(9), "Example Company", "Standard", "Active",
				time.instant(), "Pro");
		addExamples();
	}

	List<Organization> organizations() {
		return List.of(this.organization);
	}

	Organization organization(String id) {
		return found(id.equals(this.organization.id()) ? this.organization : null, "organization");
	}

	List<Project> projects() {
		return List.copyOf(this.projects.values());
	}

	Project project(String id) {
		return found(this.projects.get(id), "project");
	}

	/**
	 * Return a project with a new id and Pinecone's defaults, to be named and saved.
	 */
	Project newProject() {
		return new Project(newId(), "", 0, false, this.organization.id(), this.time.instant());
	}

	Project save(Project project) {
		this.projects.put(project.id(), project);
		return project;
	}

	void delete(Project project) {
		this.apiKeys.values().removeAll(apiKeys(project));
		this.projects.remove(project.id());
	}

	List<ApiKey> apiKeys(Project project) {
		return this.apiKeys.values().stream().filter((apiKey) -> apiKey.projectId().equals(project.id())).toList();
	}

	ApiKey apiKey(String id) {
		return found(this.apiKeys.get(id), "API key");
	}

	/**
	 * Return an API key with a new id and Pinecone's defaults, to be named and saved.
	 */
	ApiKey newApiKey(Project project) {
		return new ApiKey(newId(), "", project.id(), List.of("ProjectEditor"));
	}

	ApiKey save(ApiKey apiKey) {
		this.apiKeys.put(apiKey.id(), apiKey);
		return apiKey;
	}

	void delete(ApiKey apiKey) {
		this.apiKeys.remove(apiKey.id());
	}

	private void addExamples() {
		Project production = addProject("chatbot-prod");
		addApiKey(production, "chat-service", "DataPlaneViewer");
		addApiKey(production, "ingestion", "DataPlaneEditor");
		addApiKey(production, "terraform", "ControlPlaneEditor");
		Project staging = addProject("chatbot-staging");
		addApiKey(staging, "integration-tests", "ControlPlaneEditor", "DataPlaneEditor");
		addApiKey(staging, "developers", "ProjectEditor");
		Project search = addProject("document-search");
		addApiKey(search, "search-service", "DataPlaneViewer");
		addApiKey(search, "dashboard", "ControlPlaneViewer", "DataPlaneViewer");
		addProject("sandbox");
	}

	private Project addProject(String name) {
		return save(new ProjectRequest(name, null, null).applyTo(newProject()));
	}

	private void addApiKey(Project project, String name, String... roles) {
		save(new ApiKeyRequest(name, List.of(roles)).applyTo(newApiKey(project)));
	}

	private static String newId() {
		return UUID.randomUUID().toString();
	}

	private static <T> T found(@Nullable T value, String what) {
		if (value == null) {
			throw AdminApiException.notFound("There is no such " + what + ".");
		}
		return value;
	}

}
