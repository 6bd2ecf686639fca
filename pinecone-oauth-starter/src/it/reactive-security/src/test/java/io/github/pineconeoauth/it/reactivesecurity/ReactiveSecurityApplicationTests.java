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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractOAuthGuestTests;
import io.github.pineconeoauth.testsupport.Guest;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for reactive applications with Spring Security.
 */
class ReactiveSecurityApplicationTests extends AbstractOAuthGuestTests {

	ReactiveSecurityApplicationTests() {
		super(WebApplicationType.REACTIVE, ReactiveSecurityApplication.class, OwnClientsConfiguration.class,
				ClientlessApplication.class, "/relay/webclient");
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("restclient");
	}

	@Override
	protected Map<String, String> additionalInjections(Guest guest) {
		Map<String, String> injections = new HashMap<>(super.additionalInjections(guest));
		injections.remove("WebClient$Builder");
		if (hasClients(guest)) {
			injections.remove("ReactiveOAuth2AuthorizedClientManager");
		}
		return injections;
	}

}
