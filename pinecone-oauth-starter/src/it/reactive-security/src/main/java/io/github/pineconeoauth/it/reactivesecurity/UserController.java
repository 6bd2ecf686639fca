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

package io.github.pineconeoauth.it.reactivesecurity;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Returns the name and the tokens of a user.
 */
@RestController
class UserController {

	private final WebClient relayWebClient;

	UserController(WebClient relayWebClient) {
		this.relayWebClient = relayWebClient;
	}

	@GetMapping("/open")
	Mono<String> open() {
		return Mono.just("open");
	}

	@GetMapping({ "/user", "/api/user" })
	Mono<String> user(Mono<Principal> principal) {
		return principal.map(Principal::getName);
	}

	@GetMapping("/clients/own")
	Mono<String> ownClient(@RegisteredOAuth2AuthorizedClient("own") OAuth2AuthorizedClient client) {
		return Mono.just(client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue());
	}

	@GetMapping("/clients/service")
	Mono<String> serviceClient(@RegisteredOAuth2AuthorizedClient("service") OAuth2AuthorizedClient client) {
		return Mono.just(client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue());
	}

	@GetMapping("/clients/pinecone")
	Mono<String> pineconeClient(@RegisteredOAuth2AuthorizedClient("pinecone") OAuth2AuthorizedClient client) {
		return Mono.just(client.getPrincipalName() + ": " + client.getAccessToken().getTokenValue());
	}

	@GetMapping("/relay/webclient")
	Mono<String> relay() {
		return this.relayWebClient.get()
			.attributes(ServerOAuth2AuthorizedClientExchangeFilterFunction.clientRegistrationId("own"))
			.retrieve()
			.bodyToMono(String.class);
	}

}
