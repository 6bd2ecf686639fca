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

package io.github.pineconeoauth.it.servletsecurity;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServletOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Returns the name and the tokens of a user.
 */
@RestController
class UserController {

	private final WebClient relayWebClient;

	private final RestClient relayRestClient;

	UserController(WebClient relayWebClient, RestClient relayRestClient) {
		this.relayWebClient = relayWebClient;
		this.relayRestClient = relayRestClient;
	}

	@GetMapping("/open")
	String open() {
		return "open";
	}

	@GetMapping({ "/user", "/api/user" })
	String user(Principal principal) {
		return principal.getName();
	}

	@GetMapping("/clients/own")
	String ownClient(@RegisteredOAuth2AuthorizedClient("own") OAuth2AuthorizedClient client) {
		return client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue();
	}

	@GetMapping("/clients/service")
	String serviceClient(@RegisteredOAuth2AuthorizedClient("service") OAuth2AuthorizedClient client) {
		return client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue();
	}

	@GetMapping("/clients/pinecone")
	String pineconeClient(@RegisteredOAuth2AuthorizedClient("pinecone") OAuth2AuthorizedClient client) {
		return client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue();
	}

	@GetMapping("/relay/webclient")
	@Nullable String relayOverWebClient() {
		return this.relayWebClient.get()
			.attributes(ServletOAuth2AuthorizedClientExchangeFilterFunction.clientRegistrationId("own"))
			.retrieve()
			.bodyToMono(String.class)
			.block();
	}

	@GetMapping("/relay/restclient")
	@Nullable String relayOverRestClient() {
		return this.relayRestClient.get()
			.attributes(RequestAttributeClientRegistrationIdResolver.clientRegistrationId("own"))
			.retrieve()
			.body(String.class);
	}

}
