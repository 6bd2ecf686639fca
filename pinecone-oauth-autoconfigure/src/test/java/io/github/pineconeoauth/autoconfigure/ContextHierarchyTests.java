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

import java.net.URI;

import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several application contexts in one JVM. Unrelated contexts each have their
 * own token, and a child context uses its parent's.
 */
class ContextHierarchyTests {

	private static final String[] NO_CREDENTIALS = { "pinecone.client-id=", "pinecone.client-secret=" };

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withConfiguration(AutoConfigurations.of(PineconeHealthContributorAutoConfiguration.class,
				PineconeMetricsAutoConfiguration.class));

	@Test
	void unrelatedContextsHaveATokenEach() {
		this.contextRunner.run((one) -> this.contextRunner.run((another) -> {
			assertThat(getProjects(one)).isEqualTo("Bearer token-1");
			assertThat(getProjects(another)).isEqualTo("Bearer token-2");
			assertThat(getProjects(one)).isEqualTo("Bearer token-1");
		}));
	}

	@Test
	void childUsesTokenOfItsParent() {
		ClientKind.REST_CLIENT.of(this.contextRunner)
			.withPropertyValues("pinecone.oauth.fetch-on-startup=true")
			.run((parent) -> ClientKind.REST_CLIENT.of(this.contextRunner)
				.withPropertyValues("pinecone.oauth.fetch-on-startup=true")
				.withParent(parent)
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(getProjects(child)).isEqualTo("Bearer token-1");
					assertThat(child.getBean(ClientKind.ProjectService.class).get("projects").getBody())
						.isEqualTo("Bearer token-1");
					assertThat(AuthorizedClients.token(child.getBean(OAuth2AuthorizedClientManager.class)))
						.isEqualTo("token-1");
					assertThat(child.getBean(ServiceAccount.class)).isSameAs(parent.getBean(ServiceAccount.class));
				}));
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	@Test
	void childContextsWithOwnCredentialsHaveATokenEach() {
		this.contextRunner.withPropertyValues(NO_CREDENTIALS).run((parent) -> {
			assertThat(parent).hasNotFailed().doesNotHaveBean(ServiceAccount.class);
			ApplicationContextRunner child = this.contextRunner.withParent(parent);
			child.run((one) -> child.run((another) -> {
				assertThat(getProjects(one)).isEqualTo("Bearer token-1");
				assertThat(getProjects(another)).isEqualTo("Bearer token-2");
			}));
		});
	}

	@Test
	void gaugeInRegistryOfParentGoesWithItsContext() {
		new ApplicationContextRunner().withBean(SimpleMeterRegistry.class).run((parent) -> {
			MeterRegistry registry = parent.getBean(MeterRegistry.class);
			ApplicationContextRunner child = this.contextRunner.withParent(parent);
			child.run((context) -> {
				getProjects(context);
				assertThat(registry.get("pinecone.oauth.token.expiry").gauge().value()).isPositive();
				child.run((other) -> assertThat(other).hasNotFailed());
				assertThat(registry.get("pinecone.oauth.token.expiry").gauge().value()).isPositive();
			});
			assertThat(registry.find("pinecone.oauth.token.expiry").gauge()).isNull();
			child.run((next) -> {
				assertThat(registry.get("pinecone.oauth.token.expiry").gauge().value()).isNaN();
				getProjects(next);
				assertThat(registry.get("pinecone.oauth.token.expiry").gauge().value()).isPositive();
			});
		});
	}

	@Test
	void refreshedContextHasATokenAnew() {
		try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
			SystemEnvironment.empty().initialize(context);
			TestPropertyValues.of(this.server.properties()).applyTo(context);
			context.register(Configurations.getClasses(TestAutoConfigurations.ofStarter()));
			context.refresh();
			assertThat(getProjects(context)).isEqualTo("Bearer token-1");
			context.refresh();
			assertThat(getProjects(context)).isEqualTo("Bearer token-2");
		}
	}

	@Test
	void managementContextUsesTokenOfTheApplication() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WebApplication.class)
			.initializers(SystemEnvironment.empty())
			.registerShutdownHook(false)
			.web(WebApplicationType.SERVLET)
			.properties(this.server.properties())
			.properties("server.port=0", "management.server.port=0", "spring.main.banner-mode=off",
					"management.endpoint.health.show-components=always")
			.run()) {
			assertThat(getProjects(context)).isEqualTo("Bearer token-1");
			String port = context.getEnvironment().getRequiredProperty("local.management.port");
			assertThat(port).isNotEqualTo(context.getEnvironment().getRequiredProperty("local.server.port"));
			assertThat(new Browser().get(URI.create("http://localhost:" + port + "/actuator/health/pinecone")).body())
				.contains("\"status\":\"UP\"");
		}
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	private static String getProjects(ApplicationContext context) {
		return ClientKind.REST_CLIENT.get(context, LoopbackServer.PROJECTS, "").body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

	}

}
