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

package io.github.pineconeoauth.it;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.eclipse.jetty.client.HttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for requests that the Admin API refuses with 401, with each HTTP client.
 */
class RefusalTests {

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	private final ManualTime time = new ManualTime();

	/**
	 * Without a body over Jetty, which gives up where the refusal comes before all of the
	 * body is on its way.
	 */
	@ParameterizedTest
	@MethodSource("io.github.pineconeoauth.it.RedirectTests#applications")
	void refusedCallIsSentAgainWithNewToken(HttpLibrary library, AdminClient.Service service) {
		String body = (library != HttpLibrary.JETTY) ? "the body" : "";
		runner(library, service).run((application) -> {
			for (AdminClient client : AdminClient.values()) {
				assertSentAgain(application, client, body,
						PineconeServer.response(401).withHeader("WWW-Authenticate", "Bearer"));
				assertSentAgain(application, client, body, PineconeServer.response(401));
			}
		});
	}

	/**
	 * Jetty takes it for a violation of HTTP. Should this test fail with a new version,
	 * the known limit goes from the README.
	 */
	@Test
	void refusalWithoutChallengeThatReachesTheCallerHasNoBodyOverJetty() {
		pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(401).withBody("no"));
		runner(HttpLibrary.JETTY, AdminClient.Service.OVER_REST_CLIENT).run((application) -> {
			assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
				.isThrownBy(() -> application.getBean("pineconeAdminWebClient", WebClient.class)
					.get()
					.uri(PineconeServer.PROJECTS)
					.retrieve()
					.bodyToMono(String.class)
					.block(AdminClient.TIMEOUT))
				.satisfies((ex) -> assertThat(ex.getResponseBodyAsString()).isEmpty());
			assertThatExceptionOfType(HttpResponseException.class)
				.isThrownBy(() -> application.getBean("pineconeAdminRestClient", RestClient.class)
					.get()
					.uri(PineconeServer.PROJECTS)
					.retrieve()
					.body(String.class))
				.withMessageContaining("without WWW-Authenticate header");
			// The WebClient's call has been sent again
			assertThat(pinecone.requests(PineconeServer.PROJECTS)).hasSize(3);
		});
	}

	private ApplicationContextRunner runner(HttpLibrary library, AdminClient.Service service) {
		return library.runner(pinecone)
			.withUserConfiguration(service.configuration())
			.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time));
	}

	/**
	 * Let the application have a token, which the Admin API refuses.
	 */
	private void assertSentAgain(ApplicationContext application, AdminClient client, String body,
			ResponseDefinitionBuilder refusal) {
		this.time.advanceSeconds(1800);
		pinecone.onTokenRequest(PineconeServer.tokenResponse("first"));
		client.get(application, "projects");
		this.time.advanceSeconds(5);
		pinecone.onTokenRequest(PineconeServer.tokenResponse("second"));
		pinecone.on(any(urlPathEqualTo("/admin/refused")).withHeader("Authorization", equalTo("Bearer first"))
			.willReturn(refusal));
		Response response = body.isEmpty() ? client.get(application, "refused")
				: client.post(application, "refused", body);
		assertThat(response.status()).as("%s", client).isEqualTo(200);
		assertThat(pinecone.requests("/admin/refused")).extracting((request) -> request.getHeader("Authorization"))
			.containsExactly("Bearer first", "Bearer second");
		assertThat(pinecone.requests("/admin/refused")).extracting(LoggedRequest::getBodyAsString)
			.containsExactly(body, body);
		pinecone.forgetRequests();
	}

}
