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

import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.Browser.Answer;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a reactive application with Spring Security and without OAuth 2 clients.
 */
class ClientlessApplicationTests extends AbstractGuestTests {

	private final Browser browser = new Browser();

	ClientlessApplicationTests() {
		super(WebApplicationType.REACTIVE);
	}

	/**
	 * Spring Security resolves the argument with the only manager that there is.
	 */
	@Test
	void authorizedClientWhenApplicationHasNoManagerIsOurs() {
		Answer answer = this.browser.get(with().uri("/clients/pinecone"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(PineconeServer.TOKEN);
		assertThat(this.browser.get(without().uri("/clients/pinecone")).status()).isEqualTo(500);
	}

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { ClientlessApplication.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { ClientlessApplication.class, AdminApiController.class };
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("restclient");
	}

	@Override
	protected Map<String, String> additionalInjections() {
		return Map.of("OAuth2AuthorizedClientManager", "PineconeAuthorizedClientManager",
				"ReactiveOAuth2AuthorizedClientManager", "PineconeReactiveAuthorizedClientManager",
				"RestClient$Builder", "DefaultRestClientBuilder");
	}

	@Override
	protected String callAdminApi() {
		return this.browser.get(with().uri("/projects")).body();
	}

}
