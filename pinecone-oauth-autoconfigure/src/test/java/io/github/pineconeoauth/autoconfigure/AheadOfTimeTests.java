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

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.aot.AotDetector;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationClassPostProcessor;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for an application that is processed ahead of time, with property values that
 * differ from those at run time.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	/**
	 * A single test, since processing, compiling and class loading take long.
	 */
	@Test
	void applicationRunsWithValuesOfRunTime() {
		this.server.on(LoopbackServer.TOKEN,
				(request) -> Response.token(request.body().replaceAll(".*client_id=(\\w+).*", "$1"), 1800));
		this.server.on(LoopbackServer.PROJECTS, new Response(200, "{\"data\":[]}"));
		this.server.on("/redirected", Response.redirect(307, this.server.uri("/elsewhere")));
		TestGenerationContext generationContext = new TestGenerationContext(Application.class);
		TestAutoConfigurations.runner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, PineconeHealthContributorAutoConfiguration.class,
					PineconeMetricsAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("pinecone.client-id=build-id", "pinecone.client-secret=build-secret")
			.prepare((context) -> {
				String initializer = new ApplicationContextAotGenerator()
					.processAheadOfTime((GenericApplicationContext) context.getSourceApplicationContext(),
							generationContext)
					.canonicalName();
				generationContext.writeGeneratedContent();
				TestCompiler.forSystem().with(generationContext).compile((compiled) -> {
					run(initializer, this::assertWorks, "pinecone.client-id=id", "pinecone.client-secret=secret",
							"pinecone.accounts.other.client-id=other", "pinecone.accounts.other.client-secret=secret");
					assertThatException().isThrownBy(() -> run(initializer, (running) -> {
					})).havingRootCause().withMessage("'pinecone.client-id' is missing");
				});
			});
	}

	private void run(String initializer, Consumer<ApplicationContext> assertions, String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.addInitializers(AotApplicationContextInitializer.forInitializerClasses(initializer),
				SystemEnvironment.empty());
		String[] arguments = Stream
			.of(this.server.properties(), properties,
					new String[] { "spring.http.clients.redirects=follow", "spring.main.banner-mode=off" })
			.flatMap(Stream::of)
			.filter((property) -> properties.length > 0 || !property.startsWith("pinecone.client-"))
			.distinct()
			.map("--"::concat)
			.toArray(String[]::new);
		SpringProperties.setFlag(AotDetector.AOT_ENABLED);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			assertions.accept(context);
		}
		finally {
			SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		}
	}

	private void assertWorks(ApplicationContext context) {
		assertThat(context.getBeansOfType(ConfigurationClassPostProcessor.class)).isEmpty();
		assertThat(this.server.requests("/")).isEmpty();
		assertInjectionByTypeGetsBeansOfApplication(context);
		assertThat(token(context, "pineconeAuthorizedClientManager")).isEqualTo("id");
		assertClientsWork(context);
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThat(meters.get("pinecone.oauth.token.requests").tag("account", "default").timer().count()).isEqualTo(1);
		assertThat(meters.get("pinecone.oauth.token.expiry").tag("account", "default").gauge().value())
			.isBetween(1700.0, 1800.0);
		assertThat(context.getBean(HealthContributorRegistry.class).getContributor("pinecone")).isNotNull();
	}

	private static void assertInjectionByTypeGetsBeansOfApplication(ApplicationContext context) {
		Injected injected = context.getBean(Injected.class);
		assertThat(injected.manager()).isSameAs(context.getBean("ownManager"));
		assertThat(injected.reactiveManager()).isSameAs(context.getBean("ownReactiveManager"));
		assertThat(injected.webClient()).isNull();
		assertThat(injected.filter()).isNull();
		assertThat(context.getBean("pineconeReactiveAuthorizedClientManager"))
			.isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
	}

	private static String token(ApplicationContext context, String name) {
		return AuthorizedClients.token(context.getBean(name, OAuth2AuthorizedClientManager.class));
	}

	private void assertClientsWork(ApplicationContext context) {
		assertThat(context.getBean(ProjectService.class).list()).isEqualTo("{\"data\":[]}");
		assertThat(context.getBean(PineconeAdmin.class).projects().list()).isEmpty();
		assertThat(
				context.getBean(ReactivePineconeAdmin.class).projects().list().collectList().block(ClientKind.TIMEOUT))
			.isEmpty();
		assertThat(context.getBean(PineconeAccounts.class).get("other").admin().projects().list()).isEmpty();
		assertThat(this.server.requests(LoopbackServer.PROJECTS))
			.extracting(Request::authorization, Request::apiVersion)
			.containsExactly(tuple("Bearer id", "2026-07"), tuple("Bearer id", "2026-07"),
					tuple("Bearer id", "2026-07"), tuple("Bearer other", "2026-07"));
		for (ClientKind kind : ClientKind.values()) {
			assertThat(kind.get(context, "/redirected", "").status()).isEqualTo(307);
		}
	}

	interface ProjectService {

		@GetExchange(LoopbackServer.PROJECTS)
		@Nullable String list();

	}

	/**
	 * The beans injected by type.
	 */
	record Injected(OAuth2AuthorizedClientManager manager, ReactiveOAuth2AuthorizedClientManager reactiveManager,
			@Nullable WebClient webClient, @Nullable ExchangeFilterFunction filter) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class Application {

		@Bean
		OAuth2AuthorizedClientManager ownManager() {
			return (request) -> null;
		}

		@Bean
		ReactiveOAuth2AuthorizedClientManager ownReactiveManager() {
			return (request) -> Mono.empty();
		}

		@Bean
		Injected injected(OAuth2AuthorizedClientManager manager, ReactiveOAuth2AuthorizedClientManager reactiveManager,
				ObjectProvider<WebClient> webClient, ObjectProvider<ExchangeFilterFunction> filter) {
			return new Injected(manager, reactiveManager, webClient.getIfAvailable(), filter.getIfAvailable());
		}

	}

}
