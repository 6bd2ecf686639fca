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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several application contexts in one JVM: unrelated ones have a token each,
 * and a context below another one uses what that has.
 */
class ContextHierarchyTests {

	private static final String TOKEN = "/oauth/token";

	private static final String PROJECTS = "/admin/projects";

	private static final String ID = "pinecone.client-id=id";

	private static final String SECRET = "pinecone.client-secret=secret";

	private final LoopbackServer server = new LoopbackServer();

	private final String[] properties = { "pinecone.oauth.token-uri=" + this.server.uri(TOKEN),
			"pinecone.admin.base-url=" + this.server.uri(""), "spring.http.clients.imperative.factory=jdk",
			"spring.http.clients.reactive.connector=jdk", "spring.main.banner-mode=off",
			"spring.main.log-startup-info=false" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withUserConfiguration(Starter.class)
		.withPropertyValues(this.properties);

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token-" + this.server.requests(TOKEN).size(), 1800));
		this.server.on(PROJECTS, (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void contextsWhenUnrelatedHaveATokenEach() {
		ApplicationContextRunner contextRunner = this.contextRunner.withPropertyValues(ID, SECRET);
		contextRunner.run((one) -> contextRunner.run((another) -> {
			assertThat(getProjects(one)).isEqualTo("Bearer token-1");
			assertThat(getProjects(another)).isEqualTo("Bearer token-2");
			assertThat(getProjects(one)).isEqualTo("Bearer token-1");
		}));
		assertThat(this.server.requests(TOKEN)).hasSize(2);
	}

	@Test
	void childWhenParentAloneIsConfiguredUsesBeansOfParent() {
		this.contextRunner.withPropertyValues(ID, SECRET)
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withUserConfiguration(ProjectsConfiguration.class)
				.run((child) -> {
					assertThat(child.getBean(Projects.class).list()).isEqualTo("Bearer token-1");
					assertThat(getProjects(parent)).isEqualTo("Bearer token-1");
				}));
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	@Test
	void childWhenBothAreConfiguredUsesTokenOfParent() {
		try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Starter.class)
			.initializers(SystemEnvironment.empty())
			.registerShutdownHook(false)
			.properties(this.properties)
			.properties(ID, SECRET, "pinecone.oauth.fetch-on-startup=true")
			.child(Starter.class, ProjectsConfiguration.class, HttpServiceConfiguration.class)
			.web(WebApplicationType.NONE)
			.run()) {
			ApplicationContext parent = child.getParent();
			assertThat(parent).isNotNull();
			assertThat(this.server.requests(TOKEN)).hasSize(1);
			assertThat(child.getBean(Projects.class).list()).isEqualTo("Bearer token-1");
			assertThat(child.getBean(ProjectService.class).list()).isEqualTo("Bearer token-1");
			assertThat(AuthorizedClients.token(child.getBean(OAuth2AuthorizedClientManager.class)))
				.isEqualTo("token-1");
			assertThat(child.getBean(ServiceAccount.class)).isSameAs(parent.getBean(ServiceAccount.class));
			assertThat(child.getBeansOfType(ServiceAccount.class)).isEmpty();
		}
		assertThat(this.server.requests(TOKEN)).hasSize(1);
		assertThat(this.server.requests(PROJECTS)).extracting(Request::apiVersion).containsOnly("2026-07").hasSize(2);
	}

	@Test
	void childrenWhenTheyAloneHaveCredentialsHaveATokenEach() {
		this.contextRunner.run((parent) -> {
			assertThat(parent).hasNotFailed().doesNotHaveBean(ServiceAccount.class);
			ApplicationContextRunner child = this.contextRunner.withParent(parent).withPropertyValues(ID, SECRET);
			child.run((one) -> child.run((another) -> {
				assertThat(getProjects(one)).isEqualTo("Bearer token-1");
				assertThat(getProjects(another)).isEqualTo("Bearer token-2");
			}));
		});
		assertThat(this.server.requests(TOKEN)).hasSize(2);
	}

	@Test
	void gaugeWhenRegistryIsOfParentIsThatOfTheContextThatLives() {
		new ApplicationContextRunner().withBean(SimpleMeterRegistry.class).run((parent) -> {
			MeterRegistry registry = parent.getBean(MeterRegistry.class);
			ApplicationContextRunner child = this.contextRunner.withParent(parent).withPropertyValues(ID, SECRET);
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
	void contextWhenRefreshedHasATokenAnew() {
		try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
			SystemEnvironment.empty().initialize(context);
			TestPropertyValues.of(this.properties).and(ID, SECRET).applyTo(context);
			context.register(Starter.class, ProjectsConfiguration.class);
			context.refresh();
			assertThat(context.getBean(Projects.class).list()).isEqualTo("Bearer token-1");
			context.refresh();
			assertThat(context.getBean(Projects.class).list()).isEqualTo("Bearer token-2");
		}
		assertThat(this.server.requests(TOKEN)).hasSize(2);
	}

	@Test
	void managementContextWhenOnPortOfItsOwnUsesTokenOfTheApplication() throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WebApplication.class)
			.initializers(SystemEnvironment.empty())
			.registerShutdownHook(false)
			.web(WebApplicationType.SERVLET)
			.properties(this.properties)
			.properties(ID, SECRET, "server.port=0", "management.server.port=0",
					"management.endpoint.health.show-components=always")
			.run()) {
			assertThat(getProjects(context)).isEqualTo("Bearer token-1");
			String port = context.getEnvironment().getRequiredProperty("local.management.port");
			assertThat(port).isNotEqualTo(context.getEnvironment().getRequiredProperty("local.server.port"));
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + port + "/actuator/health/pinecone"))
				.timeout(Duration.ofSeconds(40))
				.build();
			assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
				.contains("\"status\":\"UP\"");
			assertThat(context.getBean(StartedContexts.class).contexts()).hasSize(2)
				.filteredOn((started) -> started != context)
				.singleElement()
				.satisfies((management) -> assertThat(management.getBeanDefinitionNames())
					.noneMatch((name) -> name.contains("pinecone")));
		}
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	private static @Nullable String getProjects(ApplicationContext context) {
		return new Projects(context.getBean("pineconeAdminRestClient", RestClient.class)).list();
	}

	/**
	 * A part of an application that uses the starter.
	 */
	record Projects(RestClient pinecone) {

		@Nullable String list() {
			return this.pinecone.get().uri(PROJECTS).retrieve().body(String.class);
		}

	}

	interface ProjectService {

		@GetExchange(PROJECTS)
		@Nullable String list();

	}

	@Configuration(proxyBeanMethods = false)
	static class ProjectsConfiguration {

		@Bean
		Projects projects(@Qualifier("pineconeAdminRestClient") RestClient pinecone) {
			return new Projects(pinecone);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class HttpServiceConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ImperativeHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
			RestClientAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
			PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
			PineconeWebClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class,
			PineconeHealthContributorAutoConfiguration.class, PineconeMetricsAutoConfiguration.class })
	static class Starter {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

		@Bean
		StartedContexts startedContexts() {
			return new StartedContexts(new CopyOnWriteArrayList<>());
		}

	}

	/**
	 * The contexts that have started a web server.
	 */
	record StartedContexts(
			List<ApplicationContext> contexts) implements ApplicationListener<WebServerInitializedEvent> {

		@Override
		public void onApplicationEvent(WebServerInitializedEvent event) {
			this.contexts.add(event.getApplicationContext());
		}

	}

}
