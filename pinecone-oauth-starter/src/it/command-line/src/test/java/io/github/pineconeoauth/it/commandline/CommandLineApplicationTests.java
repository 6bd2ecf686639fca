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

package io.github.pineconeoauth.it.commandline;

import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import io.github.pineconeoauth.testsupport.ApplicationProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application on the command line, which has the starter and nothing else.
 */
class CommandLineApplicationTests extends AbstractGuestTests {

	CommandLineApplicationTests() {
		super(WebApplicationType.NONE);
	}

	@Test
	void processWhenItsWorkIsDoneEndsByItself() {
		assertThat(without().exitCode()).isZero();
		assertThat(with().exitCode()).isZero();
	}

	@Test
	void tokenRequestNamesProjectAndVersion() {
		try (ApplicationProcess process = startAnother()) {
			assertThat(process.exitCode()).isZero();
		}
		assertThat(this.pinecone.tokenRequests()).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("User-Agent"))
				.matches("pinecone-oauth/\\d+\\.\\d+\\.\\d+.*"));
	}

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { CommandLineApplication.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { CommandLineApplication.class, AdminApiRunner.class };
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "http.codec", "http.converter", "jackson", "restclient", "webclient");
	}

	@Override
	protected Map<String, String> additionalInjections() {
		return Map.of("OAuth2AuthorizedClientManager", "PineconeAuthorizedClientManager",
				"ReactiveOAuth2AuthorizedClientManager", "PineconeReactiveAuthorizedClientManager",
				"RestClient$Builder", "DefaultRestClientBuilder", "WebClient$Builder", "DefaultWebClientBuilder");
	}

	@Override
	protected String callAdminApi() {
		return with().log().stream().filter((line) -> line.startsWith("{")).findFirst().orElse("");
	}

}
