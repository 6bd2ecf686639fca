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

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.pineconeoauth.admin.ApiKey;
import io.github.pineconeoauth.admin.Organization;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Inventory}.
 */
class InventoryTests {

	private static final Organization FIRST = organization("1", "First");

	private static final Organization SECOND = organization("2", "second");

	@Test
	void rowsAreInAlphabeticalOrder() {
		Inventory inventory = new Inventory(List.of(SECOND, FIRST), Map.of(project("beta", "2"), keys("b", "A"),
				project("Alpha", "2"), keys("x"), project("gamma", "1"), keys("y")));
		assertThat(inventory.rows()).extracting(Row::organization, Row::project, Row::apiKey)
			.containsExactly(tuple("First", "gamma", "y"), tuple("second", "Alpha", "x"), tuple("second", "beta", "A"),
					tuple("second", "beta", "b"));
	}

	@Test
	void rowsWhenApiKeyHasRolesListThem() {
		ApiKey several = apiKey("several", Role.CONTROL_PLANE_EDITOR, Role.DATA_PLANE_EDITOR);
		ApiKey without = apiKey("without");
		Inventory inventory = new Inventory(List.of(FIRST), Map.of(project("p", "1"), List.of(several, without)));
		assertThat(inventory.rows()).containsExactly(
				new Row("First", "p", "several", "ControlPlaneEditor, DataPlaneEditor"),
				new Row("First", "p", "without", "-"));
	}

	@Test
	void rowsWhenProjectHasNoApiKeysShowIt() {
		Inventory inventory = new Inventory(List.of(FIRST), Map.of(project("empty", "1"), List.of()));
		assertThat(inventory.rows()).containsExactly(new Row("First", "empty", "-", "-"));
	}

	@Test
	void rowsWhenOrganizationHasNoProjectsShowIt() {
		Inventory inventory = new Inventory(List.of(FIRST, SECOND), Map.of(project("p", "2"), keys("k")));
		assertThat(inventory.rows()).containsExactly(new Row("First", "-", "-", "-"),
				new Row("second", "p", "k", "ProjectEditor"));
	}

	@Test
	void rowsWhenOrganizationIsNotListedShowItsId() {
		Inventory inventory = new Inventory(List.of(), Map.of(project("p", "3"), keys("k")));
		assertThat(inventory.rows()).containsExactly(new Row("3", "p", "k", "ProjectEditor"));
	}

	@Test
	void totalCountsEverything() {
		Inventory inventory = new Inventory(List.of(FIRST),
				Map.of(project("a", "1"), keys("x", "y"), project("b", "1"), List.of()));
		assertThat(inventory.total()).isEqualTo("1 organization, 2 projects, 2 API keys");
		assertThat(new Inventory(List.of(), Map.of()).total()).isEqualTo("0 organizations, 0 projects, 0 API keys");
	}

	private static Organization organization(String id, String name) {
		return new Organization(id, name, null, null, null, null);
	}

	private static Project project(String name, String organizationId) {
		return new Project("id-" + name, name, 0, false, organizationId, null);
	}

	private static List<ApiKey> keys(String... names) {
		return Stream.of(names).map((name) -> apiKey(name, Role.PROJECT_EDITOR)).toList();
	}

	private static ApiKey apiKey(String name, Role... roles) {
		return new ApiKey("id-" + name, name, "project", List.of(roles));
	}

}
