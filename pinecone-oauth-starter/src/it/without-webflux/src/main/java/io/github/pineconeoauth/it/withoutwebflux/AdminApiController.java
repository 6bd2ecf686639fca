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

package io.github.pineconeoauth.it.withoutwebflux;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.Project;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Calls the Admin API in all ways that do not need WebFlux.
 */
@RestController
@ImportHttpServices(group = "pinecone", types = ProjectService.class)
class AdminApiController {

	private final PineconeAdmin admin;

	private final PineconeAccounts accounts;

	private final RestClient pinecone;

	private final RestClient securityClient;

	private final ProjectService projectService;

	AdminApiController(PineconeAdmin admin, PineconeAccounts accounts,
			@Qualifier("pineconeAdminRestClient") RestClient pinecone, ProjectService projectService,
			OAuth2AuthorizedClientManager manager,
			@Qualifier("pineconeAuthorizationFailureHandler") OAuth2AuthorizationFailureHandler failureHandler,
			RestClient.Builder builder, @Value("${pinecone.admin.base-url}") String baseUrl) {
		this.admin = admin;
		this.accounts = accounts;
		this.pinecone = pinecone;
		this.projectService = projectService;
		OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(manager);
		interceptor.setClientRegistrationIdResolver((request) -> "pinecone");
		interceptor.setAuthorizationFailureHandler(failureHandler);
		this.securityClient = builder.baseUrl(baseUrl).requestInterceptor(interceptor).build();
	}

	@GetMapping("/rest-client")
	@Nullable String restClient() {
		return this.pinecone.get().uri("/admin/projects").retrieve().body(String.class);
	}

	@GetMapping("/http-service")
	@Nullable String httpService() {
		return this.projectService.list();
	}

	@GetMapping("/typed")
	String typed() {
		return String.join(",", this.admin.projects().list().stream().map(Project::name).toList());
	}

	@GetMapping("/account")
	String account() {
		return String.join(",",
				this.accounts.get("second").admin().projects().list().stream().map(Project::name).toList());
	}

	@GetMapping("/reactive-account")
	String reactiveAccount() {
		try {
			return this.accounts.get("second").reactiveAdmin().toString();
		}
		catch (IllegalStateException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/**
	 * Return nothing if the token is refused. Spring Security's interceptor does not send
	 * the call again, and uses a new token for the next call.
	 */
	@GetMapping("/spring-security")
	@Nullable String springSecurity() {
		return this.securityClient.get()
			.uri("/admin/projects")
			.retrieve()
			.onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {
			})
			.body(String.class);
	}

}
