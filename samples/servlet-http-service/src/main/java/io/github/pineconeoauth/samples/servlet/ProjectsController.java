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
import java.util.List;
import java.util.UUID;

import io.github.pineconeoauth.admin.CreateProjectRequest;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.Projects;

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

/**
 * Serves the projects.
 */
@RestController
@RequestMapping("/projects")
class ProjectsController {

	private final Projects projects;

	ProjectsController(PineconeAdmin admin) {
		this.projects = admin.projects();
	}

	@GetMapping
	List<Project> list() {
		return this.projects.list();
	}

	@PostMapping
	ResponseEntity<Project> create(@RequestBody CreateProjectRequest request) {
		Project project = this.projects.create(request);
		return ResponseEntity.created(URI.create("/projects/" + project.id())).body(project);
	}

	@GetMapping("/{id}")
	Project get(@PathVariable UUID id) {
		return this.projects.get(id.toString());
	}

	/**
	 * Delete a project. The Admin API accepts this at once and completes it later.
	 */
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void delete(@PathVariable UUID id) {
		this.projects.delete(id.toString());
	}

}
