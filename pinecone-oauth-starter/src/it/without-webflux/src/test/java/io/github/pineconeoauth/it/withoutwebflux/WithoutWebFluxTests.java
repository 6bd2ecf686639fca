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

package io.github.pineconeoauth.it.withoutwebflux;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.ClassUtils;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for a servlet application with neither WebFlux nor Reactor on the class path.
 */
@SpringBootTest(classes = { ServletApplication.class, AdminApiController.class },
		webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=health,metrics",
				"management.endpoint.health.show-components=always", "pinecone.client-id=id",
				"pinecone.client-secret=secret", "pinecone.accounts.second.client-id=second-id",
				"pinecone.accounts.second.client-secret=second-secret" })
class WithoutWebFluxTests {

	private static final String PROJECTS = "{\"data\":[{\"id\":\"1\",\"name\":\"one\",\"organization_id\":\"2\"}]}";

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void pineconeProperties(DynamicPropertyRegistry registry) {
		registry.add("pinecone.oauth.token-uri", pinecone::tokenUri);
		registry.add("pinecone.admin.base-url", pinecone::baseUrl);
	}

	@BeforeEach
	void answerAuthorizedRequests() {
		pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(401));
		for (String token : List.of(PineconeServer.TOKEN, "new-token")) {
			pinecone
				.on(any(urlPathEqualTo(PineconeServer.PROJECTS)).withHeader("Authorization", equalTo("Bearer " + token))
					.willReturn(okJson(PROJECTS)));
		}
	}

	@Test
	void classPathHasNeitherReactorNorWebFlux() {
		assertThat(Stream.of("org.springframework.web.client.RestClient", "reactor.core.publisher.Mono",
				"org.reactivestreams.Publisher", "org.springframework.web.reactive.function.client.WebClient"))
			.filteredOn((name) -> ClassUtils.isPresent(name, null))
			.containsExactly("org.springframework.web.client.RestClient");
	}

	@Test
	void allDocumentedBeansButReactiveOnesArePresent(@Autowired ApplicationContext application) {
		assertThat(application.getBeanDefinitionNames())
			.contains("pineconeAccounts", "pineconeAdmin", "pineconeAdminRestClient",
					"pineconeAuthorizationFailureHandler", "pineconeAuthorizedClientManager",
					"pineconeClientHttpRequestInterceptor", "pineconeHealthContributor")
			.noneMatch((name) -> name.matches("pinecone(.*Reactive|.*WebClient|ExchangeFilter).*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rest-client", "/http-service", "/spring-security" })
	void callCarriesToken(String path) {
		assertThat(get(path)).isEqualTo(PROJECTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/typed", "/account" })
	void typedCallCarriesToken(String path) {
		assertThat(get(path)).isEqualTo("one");
	}

	@Test
	void callCarriesNewTokenAfterRefusal() {
		assertThat(get("/account")).isEqualTo("one");
		refuseFirstToken();
		assertThat(get("/account")).isEqualTo("one");
		assertThat(pinecone.requests(PineconeServer.PROJECTS)).last()
			.satisfies((request) -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer new-token"));
	}

	@Test
	void callWithSpringSecurityCarriesNewTokenAfterFailedCall() {
		assertThat(get("/spring-security")).isEqualTo(PROJECTS);
		refuseFirstToken();
		assertThat(get("/spring-security")).isEmpty();
		assertThat(get("/spring-security")).isEqualTo(PROJECTS);
	}

	private void refuseFirstToken() {
		pinecone.onTokenRequest(PineconeServer.tokenResponse("new-token"));
		pinecone.on(any(urlPathEqualTo(PineconeServer.PROJECTS))
			.withHeader("Authorization", equalTo("Bearer " + PineconeServer.TOKEN))
			.willReturn(PineconeServer.response(401)));
	}

	@Test
	void reactiveClientOfAccountSaysWhatIsMissing() {
		assertThat(get("/reactive-account"))
			.isEqualTo("There are no reactive clients: spring-webflux is not on the class path");
	}

	@Test
	void healthShowsToken() {
		assertThat(get("/actuator/health/pinecone")).contains("\"status\":\"UP\"");
	}

	@Test
	void metricsCountTokenRequests() {
		get("/rest-client");
		assertThat(get("/actuator/metrics/pinecone.oauth.token.requests")).contains("\"statistic\":\"COUNT\"",
				"\"tag\":\"account\"");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startFailsWhenClientSecretIsMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(ServletApplication.class, "--server.port=0",
				"--pinecone.client-id=id", "--pinecone.client-secret="));
		assertThat(output).contains("APPLICATION FAILED TO START", "pinecone.client-secret", "Action:");
	}

	private String get(String path) {
		return new Browser().get(URI.create("http://localhost:" + this.port + path)).body();
	}

}
