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

package io.github.pineconeoauth.samples.servlet;

import java.net.URI;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

/**
 * Serves the projects.
 */
@RestController
@RequestMapping("/projects")
class ProjectsController {

	private final AdminProjects adminProjects;

	ProjectsController(AdminProjects adminProjects) {
		this.adminProjects = adminProjects;
	}

	@GetMapping
	ProjectList list() {
		return body(this.adminProjects.list());
	}

	@PostMapping
	ResponseEntity<Project> create(@RequestBody NewProject newProject) {
		Project project = body(this.adminProjects.create(newProject));
		return ResponseEntity.created(URI.create("/projects/" + project.id())).body(project);
	}

	@GetMapping("/{id}")
	Project fetch(@PathVariable UUID id) {
		return body(this.adminProjects.fetch(id));
	}

	/**
	 * Delete a project: accepted, since the Admin API takes a while to do it.
	 */
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void delete(@PathVariable UUID id) {
		this.adminProjects.delete(id);
	}

	private static <T> T body(@Nullable T body) {
		if (body == null) {
			throw new RestClientException("The response has no body");
		}
		return body;
	}

}
