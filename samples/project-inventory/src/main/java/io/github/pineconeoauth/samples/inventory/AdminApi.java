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

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Reads from Pinecone's Admin API.
 */
@Component
class AdminApi {

	private final WebClient webClient;

	AdminApi(@Qualifier("pineconeAdminWebClient") WebClient webClient) {
		this.webClient = webClient;
	}

	Inventory readInventory() {
		List<Organization> organizations = list(Organization.class, "/admin/organizations");
		Map<Project, List<ApiKey>> projects = new LinkedHashMap<>();
		for (Project project : list(Project.class, "/admin/projects")) {
			projects.put(project, list(ApiKey.class, "/admin/projects/{id}/api-keys", project.id()));
		}
		return new Inventory(organizations, projects);
	}

	private <T> List<T> list(Class<T> type, String uri, Object... uriVariables) {
		ParameterizedTypeReference<Listing<T>> listingType = ParameterizedTypeReference
			.forType(ResolvableType.forClassWithGenerics(Listing.class, type).getType());
		Listing<T> listing = this.webClient.get().uri(uri, uriVariables).retrieve().bodyToMono(listingType).block();
		if (listing == null) {
			throw new DecodingException("The response to " + uri + " is empty");
		}
		return listing.data();
	}

	record Listing<T>(List<T> data) {

	}

}
