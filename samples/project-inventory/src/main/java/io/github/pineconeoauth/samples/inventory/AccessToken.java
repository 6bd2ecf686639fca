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

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Access token of requests to the Admin API.
 */
@Component
class AccessToken {

	private static final OAuth2AuthorizeRequest REQUEST = OAuth2AuthorizeRequest.withClientRegistrationId("pinecone")
		.principal("project-inventory")
		.build();

	private final OAuth2AuthorizedClientManager authorizedClientManager;

	AccessToken(OAuth2AuthorizedClientManager authorizedClientManager) {
		this.authorizedClientManager = authorizedClientManager;
	}

	/**
	 * Return the remaining lifetime of the token, such as {@code 29m59s}.
	 */
	String lifetimeLeft() {
		OAuth2AuthorizedClient client = this.authorizedClientManager.authorize(REQUEST);
		Assert.state(client != null, "There is no client registration 'pinecone'");
		Instant expiry = client.getAccessToken().getExpiresAt();
		Assert.state(expiry != null, "The access token has no expiry");
		Duration left = Duration.between(Instant.now(), expiry).truncatedTo(ChronoUnit.SECONDS);
		return DurationFormatterUtils.print(left, Style.COMPOSITE);
	}

}
