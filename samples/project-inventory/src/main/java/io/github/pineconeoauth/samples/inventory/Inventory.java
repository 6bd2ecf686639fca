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

package io.github.pineconeoauth.samples.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.admin.ApiKey;
import io.github.pineconeoauth.admin.Organization;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.Project;

/**
 * Organizations, projects and API keys of a Pinecone account.
 *
 * @param organizations the organizations
 * @param projects the projects with their API keys
 */
record Inventory(List<Organization> organizations, Map<Project, List<ApiKey>> projects) {

	/**
	 * Read the inventory.
	 */
	static Inventory of(PineconeAdmin admin) {
		Map<Project, List<ApiKey>> projects = new LinkedHashMap<>();
		for (Project project : admin.projects().list()) {
			projects.put(project, admin.apiKeys().list(project.id()));
		}
		return new Inventory(admin.organizations().list(), projects);
	}

	/**
	 * Return a row for each API key, in alphabetical order. A project without API keys
	 * and an organization without projects also have a row.
	 */
	List<Row> rows() {
		Stream<Row> emptyOrganizations = this.organizations.stream().filter(this::isEmpty).map(Row::of);
		Stream<Row> projects = this.projects.entrySet()
			.stream()
			.flatMap((project) -> rows(project.getKey(), project.getValue()));
		return Stream.concat(emptyOrganizations, projects).sorted(Row.ALPHABETICAL).toList();
	}

	String total() {
		int apiKeys = this.projects.values().stream().mapToInt(List::size).sum();
		return Stream
			.of(count(this.organizations.size(), "organization"), count(this.projects.size(), "project"),
					count(apiKeys, "API key"))
			.collect(Collectors.joining(", "));
	}

	private boolean isEmpty(Organization organization) {
		return this.projects.keySet()
			.stream()
			.noneMatch((project) -> organization.id().equals(project.organizationId()));
	}

	private Stream<Row> rows(Project project, List<ApiKey> apiKeys) {
		String organization = this.organizations.stream()
			.filter((candidate) -> candidate.id().equals(project.organizationId()))
			.map(Organization::name)
			.findFirst()
			.orElse(project.organizationId());
		return apiKeys.isEmpty() ? Stream.of(Row.of(organization, project))
				: apiKeys.stream().map((apiKey) -> Row.of(organization, project, apiKey));
	}

	private static String count(int count, String noun) {
		return count + " " + noun + ((count != 1) ? "s" : "");
	}

}
