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

package io.github.pineconeoauth.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

/**
 * Asks managers for the access token.
 */
final class AuthorizedClients {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final OAuth2AuthorizeRequest REQUEST = OAuth2AuthorizeRequest.withClientRegistrationId("pinecone")
		.principal("somebody")
		.build();

	private AuthorizedClients() {
	}

	static String token(OAuth2AuthorizedClientManager manager) {
		return Objects.requireNonNull(manager.authorize(REQUEST)).getAccessToken().getTokenValue();
	}

	static String reactiveToken(ReactiveOAuth2AuthorizedClientManager manager) {
		return Objects.requireNonNull(manager.authorize(REQUEST).block(TIMEOUT)).getAccessToken().getTokenValue();
	}

}
