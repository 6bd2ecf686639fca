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

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reactive counterpart of {@link Projects}. See {@link ReactivePineconeAdmin} for errors
 * and retries.
 *
 * @since 0.1.0
 */
public interface ReactiveProjects {

	/**
	 * Return all projects (OpenAPI operation {@code list_projects}).
	 * @return the projects, with each page requested on demand
	 */
	Flux<Project> list();

	/**
	 * Return a project (OpenAPI operation {@code fetch_project}).
	 * @param id the ID of the project
	 * @return the project; {@link PineconeAdminException} if it does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Project> get(String id);

	/**
	 * Return a project if it exists (OpenAPI operation {@code fetch_project}).
	 * @param id the ID of the project
	 * @return the project, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Project> find(String id);

	/**
	 * Create a project (OpenAPI operation {@code create_project}). Names need not be
	 * unique: a second call creates another project with the same name.
	 * @param request the project to create
	 * @return the new project, whose {@code maxPods} may differ from the requested value;
	 * {@link PineconeAdminException} if the request is not valid (400), or the caller
	 * lacks the permission (403)
	 */
	Mono<Project> create(CreateProjectRequest request);

	/**
	 * Change a project (OpenAPI operation {@code update_project}). Once an encryption key
	 * is required, this cannot be undone. A second call has no further effect.
	 * @param id the ID of the project
	 * @param request what to change
	 * @return the updated project; {@link PineconeAdminException} if the request is not
	 * valid (400), the caller lacks the permission (403), or the project does not exist
	 * (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}, or the request changes nothing
	 */
	Mono<Project> update(String id, UpdateProjectRequest request);

	/**
	 * Delete a project and its API keys (OpenAPI operation {@code delete_project}). Its
	 * indexes, assistants, backups and collections must be deleted first; otherwise the
	 * call fails with 412 and the code {@code FAILED_PRECONDITION}. The deletion may
	 * still be in progress when the {@code Mono} completes. This cannot be undone. A
	 * second call fails with 404.
	 * @param id the ID of the project
	 * @return a {@code Mono} that completes once the server has accepted the request;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), the
	 * project does not exist (404), or it is not empty (412)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Void> delete(String id);

}
