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

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import io.github.pineconeoauth.testsupport.ApplicationProcess;
import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.ClassPath;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with neither WebFlux nor Reactor on the class path.
 */
class WithoutWebFluxTests extends AbstractGuestTests {

	private static final String PACKAGE = "io.github.pineconeoauth.";

	private final Browser browser = new Browser();

	WithoutWebFluxTests() {
		super(WebApplicationType.SERVLET);
	}

	@Test
	void classPathHasNeitherReactorNorWebFlux() {
		assertThat(List.of("org.springframework.web.client.RestClient", "reactor.core.publisher.Mono",
				"org.reactivestreams.Publisher", "org.springframework.web.reactive.function.client.WebClient"))
			.filteredOn(ClassPath.withStarter()::has)
			.containsExactly("org.springframework.web.client.RestClient");
	}

	@Test
	void reactiveBeansAreAbsent() {
		assertThat(with().reports("bean ").keySet()).contains("pineconeAdmin", "pineconeAuthorizedClientManager")
			.noneMatch((name) -> name.matches("pinecone(.*Reactive|.*WebClient|ExchangeFilter).*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rest-client", "/http-service", "/spring-security" })
	void adminApiCallCarriesToken(String path) {
		assertThat(this.browser.get(with().uri(path)).body()).isEqualTo(PROJECTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/typed", "/account" })
	void typedAdminApiCallCarriesToken(String path) {
		this.pinecone.on(any(urlPathEqualTo(PineconeServer.PROJECTS))
			.withHeader("Authorization", equalTo("Bearer " + PineconeServer.TOKEN))
			.willReturn(okJson("{\"data\":[{\"id\":\"1\",\"name\":\"one\",\"organization_id\":\"2\"}]}")));
		assertThat(this.browser.get(with().uri(path)).body()).isEqualTo("one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rest-client", "/http-service", "/spring-security" })
	void adminApiCallAfterRefusalCarriesNewToken(String path) {
		try (ApplicationProcess application = startAnother()) {
			assertThat(this.browser.get(application.uri(path)).body()).isEqualTo(PROJECTS);
			this.pinecone.onTokenRequest(PineconeServer.tokenResponse("new-token"));
			this.pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(401));
			this.pinecone.on(any(urlPathEqualTo(PineconeServer.PROJECTS))
				.withHeader("Authorization", equalTo("Bearer new-token"))
				.willReturn(okJson(PROJECTS)));
			if (path.equals("/spring-security")) {
				assertThat(this.browser.get(application.uri(path)).body()).isEmpty();
				assertThat(this.browser.get(application.uri("/rest-client")).body()).isEqualTo(PROJECTS);
			}
			assertThat(this.browser.get(application.uri(path)).body()).isEqualTo(PROJECTS);
			assertThat(this.pinecone.tokenRequests()).hasSize(2);
		}
	}

	@Test
	void reactiveClientOfAnAccountSaysWhatIsMissing() {
		assertThat(this.browser.get(with().uri("/reactive-account")).body())
			.isEqualTo("There are no reactive clients: spring-webflux is not on the class path");
	}

	@Test
	void healthShowsToken() {
		String health = this.browser.get(with().uri("/actuator/health/pinecone")).body();
		assertThat(health).contains("\"status\":\"UP\"");
	}

	@Test
	void metricsCountTokenRequests() {
		this.browser.get(with().uri("/rest-client"));
		String metric = this.browser.get(with().uri("/actuator/metrics/pinecone.oauth.token.requests")).body();
		assertThat(metric).contains("\"statistic\":\"COUNT\"", "\"tag\":\"account\"");
	}

	@Test
	void startFailsWhenClientSecretIsMissing() {
		try (ApplicationProcess application = ApplicationProcess.start(ClassPath.withStarter(),
				List.of("--pinecone.client-id=id"), applicationWithStarter())) {
			assertThat(application.exitCode()).isOne();
			assertThat(application.log()).contains("Description:", "Action:")
				.anyMatch((line) -> line.contains("pinecone.client-secret"));
		}
	}

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { ServletApplication.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { ServletApplication.class, AdminApiController.class };
	}

	@Override
	protected List<String> arguments() {
		return List.of("--management.endpoints.web.exposure.include=health,metrics",
				"--management.endpoint.health.show-components=always", "--pinecone.accounts.second.client-id=second-id",
				"--pinecone.accounts.second.client-secret=second-secret");
	}

	@Override
	protected Set<String> additionalBeans() {
		Set<String> names = super.additionalBeans();
		names.removeIf((name) -> name.matches(".*(Reactive|WebClient|ExchangeFilter).*"));
		names.addAll(Set.of("httpServiceProxyRegistry", "pinecone#" + PACKAGE + "it.withoutwebflux.ProjectService",
				"pineconeHealthContributor", "pineconeHttpServiceGroup", "pineconeRestClientHttpServiceGroupConfigurer",
				"pineconeRestClientTransportConfigurer",
				PACKAGE + "autoconfigure.PineconeHttpServiceAutoConfiguration$RestClientConfiguration",
				"pineconeTokenExpiryMetrics", "pineconeTokenRequestMetrics",
				PACKAGE + "autoconfigure.PineconeHttpServiceAutoConfiguration",
				PACKAGE + "autoconfigure.health.PineconeHealthContributorAutoConfiguration",
				PACKAGE + "autoconfigure.metrics.PineconeMetricsAutoConfiguration"));
		return names;
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "restclient");
	}

	@Override
	protected Map<String, String> additionalInjections() {
		return Map.of("OAuth2AuthorizedClientManager", "PineconeAuthorizedClientManager", "RestClient$Builder",
				"DefaultRestClientBuilder");
	}

	@Override
	protected String callAdminApi() {
		return this.browser.get(with().uri("/rest-client")).body();
	}

}
