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

package io.github.pineconeoauth.it.batch;

import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application with batch jobs.
 */
class BatchApplicationTests extends AbstractGuestTests {

	BatchApplicationTests() {
		super(WebApplicationType.NONE);
	}

	@Test
	void processWhenJobIsDoneEndsByItself() {
		assertThat(without().exitCode()).isZero();
		assertThat(with().exitCode()).isZero();
	}

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { BatchApplication.class, PrintingTasklet.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { BatchApplication.class, AdminApiTasklet.class };
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
