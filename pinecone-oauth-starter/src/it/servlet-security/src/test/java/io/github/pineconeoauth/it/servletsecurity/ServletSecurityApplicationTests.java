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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractOAuthGuestTests;
import io.github.pineconeoauth.testsupport.Guest;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for servlet applications with Spring Security.
 */
class ServletSecurityApplicationTests extends AbstractOAuthGuestTests {

	ServletSecurityApplicationTests() {
		super(WebApplicationType.SERVLET, ServletSecurityApplication.class, OwnClientsConfiguration.class,
				ClientlessApplication.class, "/relay/webclient", "/relay/restclient");
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of();
	}

	@Override
	protected Map<String, String> additionalInjections(Guest guest) {
		Map<String, String> injections = new HashMap<>(super.additionalInjections(guest));
		injections.keySet().removeAll(Set.of("RestClient$Builder", "WebClient$Builder"));
		if (hasClients(guest)) {
			injections.remove("OAuth2AuthorizedClientManager");
		}
		return injections;
	}

}
