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

import java.util.List;
import java.util.Optional;

/**
 * Operations on projects. See {@link PineconeAdmin} for errors and retries.
 *
 * @since 0.1.0
 */
public interface Projects {

	/**
	 * Return all projects (OpenAPI operation {@code list_projects}).
	 * @return the projects, unmodifiable and possibly empty
	 */
	List<Project> list();

	/**
	 * Return a project (OpenAPI operation {@code fetch_project}).
	 * @param id the ID of the project
	 * @return the project
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if it does not exist (404)
	 */
	Project get(String id);

	/**
	 * Return a project if it exists (OpenAPI operation {@code fetch_project}).
	 * @param id the ID of the project
	 * @return the project, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Optional<Project> find(String id);

	/**
	 * Create a project (OpenAPI operation {@code create_project}). Names need not be
	 * unique: a second call creates another project with the same name.
	 * @param request the project to create
	 * @return the new project, whose {@code maxPods} may differ from the requested value
	 * @throws PineconeAdminException if the request is not valid (400), or the caller
	 * lacks the permission (403)
	 */
	Project create(CreateProjectRequest request);

	/**
	 * Change a project (OpenAPI operation {@code update_project}). Once an encryption key
	 * is required, this cannot be undone. A second call has no further effect.
	 * @param id the ID of the project
	 * @param request what to change
	 * @return the updated project
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}, or the request changes nothing
	 * @throws PineconeAdminException if the request is not valid (400), the caller lacks
	 * the permission (403), or the project does not exist (404)
	 */
	Project update(String id, UpdateProjectRequest request);

	/**
	 * Delete a project and its API keys (OpenAPI operation {@code delete_project}). Its
	 * indexes, assistants, backups and collections must be deleted first; otherwise the
	 * call fails with 412 and the code {@code FAILED_PRECONDITION}. The deletion may
	 * still be in progress when this method returns. This cannot be undone. A second call
	 * fails with 404.
	 * @param id the ID of the project
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 * @throws PineconeAdminException if the caller lacks the permission (403), the
	 * project does not exist (404), or it is not empty (412)
	 */
	void delete(String id);

}
