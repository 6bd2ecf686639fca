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

package io.github.pineconeoauth.it.openfeign;

import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import feign.FeignException;
import feign.RequestInterceptor;
import feign.codec.ErrorDecoder;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.cloud.openfeign.security.OAuth2AccessTokenInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.bind.annotation.GetMapping;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what an application has to define so that its Feign clients send the token.
 */
class OpenFeignTests {

	private static final String PROJECTS = "/admin/projects";

	@RegisterExtension
	static final PineconeServer server = new PineconeServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues(server.properties())
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"spring.cloud.openfeign.client.config.pinecone.default-request-headers.X-Pinecone-Api-Version=2026-07");

	private final ApplicationContextRunner oauth2Runner = this.contextRunner.withPropertyValues(
			"spring.cloud.openfeign.oauth2.enabled=true",
			"spring.cloud.openfeign.oauth2.client-registration-id=pinecone");

	@Test
	void interceptorOfOneClientSendsToken() {
		this.contextRunner.withUserConfiguration(InterceptorApplication.class).run((context) -> {
			context.getBean(ProjectsWithInterceptor.class).list();
			context.getBean(OtherService.class).list();
		});
		assertThat(server.requests(PROJECTS)).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + PineconeServer.TOKEN);
			assertThat(request.getHeader("X-Pinecone-Api-Version")).isEqualTo("2026-07");
		});
		assertThat(server.requests("/other")).singleElement()
			.satisfies((request) -> assertThat(request.containsHeader("Authorization")).isFalse());
	}

	@Test
	void interceptorWithoutSpringCloudSendsToken() {
		this.contextRunner.withUserConfiguration(PlainApplication.class)
			.run((context) -> context.getBean(PlainProjects.class).list());
		assertThat(server.requests(PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("Authorization"))
				.isEqualTo("Bearer " + PineconeServer.TOKEN));
	}

	@Test
	void callAfterRefusalCarriesNewToken() {
		server.on(PROJECTS, PineconeServer.response(401));
		server.on(any(urlPathEqualTo(PROJECTS)).withHeader("Authorization", equalTo("Bearer new-token"))
			.willReturn(okJson("{}")));
		this.contextRunner.withUserConfiguration(InterceptorApplication.class).run((context) -> {
			ProjectsWithInterceptor projects = context.getBean(ProjectsWithInterceptor.class);
			server.on(post("/oauth/token").inScenario("tokens")
				.whenScenarioStateIs(Scenario.STARTED)
				.willSetStateTo("renewed")
				.willReturn(PineconeServer.tokenResponse("old-token")));
			server.on(post("/oauth/token").inScenario("tokens")
				.whenScenarioStateIs("renewed")
				.willReturn(PineconeServer.tokenResponse("new-token")));
			assertThatExceptionOfType(FeignException.Unauthorized.class).isThrownBy(projects::list);
			assertThat(projects.list()).isEqualTo("{}");
		});
		assertThat(server.tokenRequests()).hasSize(2);
	}

	@Test
	void oauth2SupportWithManagerBeanSendsToken() {
		this.oauth2Runner.withUserConfiguration(ManagerApplication.class)
			.run((context) -> context.getBean(Projects.class).list());
		assertThat(server.requests(PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("Authorization"))
				.isEqualTo("Bearer " + PineconeServer.TOKEN));
	}

	/**
	 * Spring Cloud looks for a manager bean before the starter registers its own.
	 */
	@Test
	void oauth2SupportWithoutManagerBeanSendsNoToken() {
		this.oauth2Runner.withUserConfiguration(Application.class)
			.run((context) -> context.getBean(Projects.class).list());
		assertThat(server.requests(PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.containsHeader("Authorization")).isFalse());
	}

	@FeignClient(name = "pinecone", url = "${pinecone.admin.base-url}")
	interface Projects {

		@GetMapping(PROJECTS)
		String list();

	}

	@FeignClient(name = "pinecone", url = "${pinecone.admin.base-url}",
			configuration = PineconeFeignConfiguration.class)
	interface ProjectsWithInterceptor {

		@GetMapping(PROJECTS)
		String list();

	}

	@FeignClient(name = "plain", url = "${pinecone.admin.base-url}", configuration = PlainFeignConfiguration.class)
	interface PlainProjects {

		@GetMapping(PROJECTS)
		String list();

	}

	@FeignClient(name = "other", url = "${pinecone.admin.base-url}")
	interface OtherService {

		@GetMapping("/other")
		String list();

	}

	/**
	 * Not annotated with {@code @Configuration}, so that it configures one client only.
	 */
	static class PineconeFeignConfiguration {

		@Bean
		RequestInterceptor pineconeTokenInterceptor(
				@Qualifier("pineconeAuthorizedClientManager") OAuth2AuthorizedClientManager manager) {
			return new OAuth2AccessTokenInterceptor("pinecone", manager);
		}

		@Bean
		ErrorDecoder pineconeErrorDecoder(
				@Qualifier("pineconeAuthorizationFailureHandler") OAuth2AuthorizationFailureHandler failureHandler) {
			ErrorDecoder defaults = new ErrorDecoder.Default();
			Authentication nobody = new AnonymousAuthenticationToken("feign", "feign",
					AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
			return (method, response) -> {
				if (response.status() == 401) {
					failureHandler.onAuthorizationFailure(
							new ClientAuthorizationException(new OAuth2Error("invalid_token"), "pinecone"), nobody,
							Map.of());
				}
				return defaults.decode(method, response);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableFeignClients(clients = { ProjectsWithInterceptor.class, OtherService.class })
	static class InterceptorApplication {

	}

	static class PlainFeignConfiguration {

		@Bean
		RequestInterceptor tokenInterceptor(
				@Qualifier("pineconeAuthorizedClientManager") OAuth2AuthorizedClientManager manager) {
			OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId("pinecone")
				.principal("feign")
				.build();
			return (template) -> template.header("Authorization",
					"Bearer " + Objects.requireNonNull(manager.authorize(request)).getAccessToken().getTokenValue());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableFeignClients(clients = PlainProjects.class)
	static class PlainApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableFeignClients(clients = Projects.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerApplication extends Application {

		@Bean
		OAuth2AuthorizedClientManager feignAuthorizedClientManager(
				@Qualifier("pineconeAuthorizedClientManager") OAuth2AuthorizedClientManager manager) {
			return manager::authorize;
		}

	}

}
