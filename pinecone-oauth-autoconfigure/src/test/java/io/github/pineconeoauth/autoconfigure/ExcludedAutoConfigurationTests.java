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

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each auto-configuration can be excluded, and takes with it nothing but its
 * own beans and those that need them.
 */
class ExcludedAutoConfigurationTests {

	private static final Set<String> BEANS = Set.of("pineconeAuthorizedClientManager",
			"pineconeReactiveAuthorizedClientManager", "pineconeExchangeFilterFunction", "pineconeAdminWebClient",
			"pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient", "pineconeHttpServiceGroup",
			"pineconeRestClientHttpServiceGroupConfigurer", "pineconeWebClientHttpServiceGroupConfigurer",
			"pineconeHealthContributor", "pineconeTokenRequestMetrics", "pineconeTokenExpiryMetrics");

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withUserConfiguration(Application.class)
		.withPropertyValues(this.server.properties());

	static Stream<Arguments> exclusions() {
		return Stream.of(
				Arguments.of(PineconeWebClientAutoConfiguration.class,
						Set.of("pineconeExchangeFilterFunction", "pineconeAdminWebClient",
								"pineconeWebClientHttpServiceGroupConfigurer")),
				Arguments.of(PineconeRestClientAutoConfiguration.class,
						Set.of("pineconeClientHttpRequestInterceptor", "pineconeAdminRestClient",
								"pineconeRestClientHttpServiceGroupConfigurer")),
				Arguments.of(PineconeHttpServiceAutoConfiguration.class,
						Set.of("pineconeHttpServiceGroup", "pineconeRestClientHttpServiceGroupConfigurer",
								"pineconeWebClientHttpServiceGroupConfigurer")),
				Arguments.of(PineconeHealthContributorAutoConfiguration.class, Set.of("pineconeHealthContributor")),
				Arguments.of(PineconeMetricsAutoConfiguration.class,
						Set.of("pineconeTokenRequestMetrics", "pineconeTokenExpiryMetrics")));
	}

	@ParameterizedTest
	@MethodSource("exclusions")
	void contextWhenAutoConfigurationIsExcludedHasAllBeansButItsOwn(Class<?> excluded, Set<String> missing) {
		this.contextRunner.withPropertyValues("spring.autoconfigure.exclude=" + excluded.getName()).run((context) -> {
			assertThat(context).hasNotFailed();
			Set<String> beans = new HashSet<>(BEANS);
			beans.removeIf(context::containsBean);
			assertThat(beans).isEqualTo(missing);
			assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo("token-1");
			if (!missing.contains("pineconeRestClientHttpServiceGroupConfigurer")) {
				assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1");
			}
		});
	}

	@Test
	void contextWhenAutoConfigurationOfTheTokenIsExcludedHasNoBeans() {
		this.contextRunner
			.withPropertyValues("spring.autoconfigure.exclude=" + PineconeOAuthAutoConfiguration.class.getName())
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ServiceAccount.class);
				assertThat(BEANS).noneMatch(context::containsBean);
			});
	}

	@Test
	void contextWhenNothingIsExcludedHasAllBeans() {
		this.contextRunner.run((context) -> assertThat(BEANS).allMatch(context::containsBean));
	}

	interface ProjectService {

		@GetExchange(LoopbackServer.PROJECTS)
		@Nullable String list();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class Application {

	}

}
