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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that an access token that would bring along more than a header's value gets into
 * no request.
 */
class HeaderInjectionTests {

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private final LoopbackServer server = new LoopbackServer();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void callWithMalformedTokenFailsAndIsNotSent() {
		this.server.on(TOKEN, (request) -> Response.token("a\\r\\nX-Injected: b", 1800));
		this.server.on(PROJECTS, (request) -> new Response(200, ""));
		new ApplicationContextRunner().withConfiguration(TestAutoConfigurations.ofStarter())
			.withConfiguration(
					AutoConfigurations.of(RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.token-uri=" + this.server.uri(TOKEN),
					"pinecone.admin.base-url=" + this.server.uri(""))
			.run((context) -> {
				WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
				assertRefused(() -> webClient.get().uri(PROJECTS).retrieve().toBodilessEntity().block());
				RestClient restClient = context.getBean("pineconeAdminRestClient", RestClient.class);
				assertRefused(() -> restClient.get().uri(PROJECTS).retrieve().toBodilessEntity());
			});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
		assertThat(this.server.requests(PROJECTS)).isEmpty();
	}

	private static void assertRefused(ThrowingCallable request) {
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(request)
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_token_response"));
	}

}
