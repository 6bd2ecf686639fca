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

package io.github.pineconeoauth.testsupport;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Passes on what the Admin API answers, in servlet and in reactive applications.
 */
@RestController
public class AdminApiController {

	private final WebClient pinecone;

	AdminApiController(@Qualifier("pineconeAdminWebClient") WebClient pinecone) {
		this.pinecone = pinecone;
	}

	@GetMapping("/projects")
	Mono<String> projects() {
		return this.pinecone.get().uri("/admin/projects").retrieve().bodyToMono(String.class);
	}

}
