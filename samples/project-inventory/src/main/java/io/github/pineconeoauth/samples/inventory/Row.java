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

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.github.pineconeoauth.admin.ApiKey;
import io.github.pineconeoauth.admin.Organization;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.Role;

/**
 * Row of the inventory.
 *
 * @param organization the name of an organization
 * @param project the name of a project
 * @param apiKey the name of an API key
 * @param roles the roles of the API key
 */
record Row(String organization, String project, String apiKey, String roles) {

	static final Comparator<Row> ALPHABETICAL = Comparator.comparing(Row::organization, String.CASE_INSENSITIVE_ORDER)
		.thenComparing(Row::project, String.CASE_INSENSITIVE_ORDER)
		.thenComparing(Row::apiKey, String.CASE_INSENSITIVE_ORDER);

	private static final String NONE = "-";

	static Row of(Organization organization) {
		return new Row(organization.name(), NONE, NONE, NONE);
	}

	static Row of(String organization, Project project) {
		return new Row(organization, project.name(), NONE, NONE);
	}

	static Row of(String organization, Project project, ApiKey apiKey) {
		String roles = apiKey.roles().stream().map(Role::value).collect(Collectors.joining(", "));
		return new Row(organization, project.name(), apiKey.name(), roles.isEmpty() ? NONE : roles);
	}

	List<String> cells() {
		return List.of(this.organization, this.project, this.apiKey, this.roles);
	}

}
