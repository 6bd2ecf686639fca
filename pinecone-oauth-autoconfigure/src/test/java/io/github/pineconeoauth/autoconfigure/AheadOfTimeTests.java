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

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.aot.AotDetector;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
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
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for applications that are processed ahead of time, with other values than those
 * they run with.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	@RegisterExtension
	static final PineconeServer server = new PineconeServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withPropertyValues("pinecone.client-id=build-id", "pinecone.client-secret=build-secret",
				"spring.http.clients.reactive.connector=jdk");

	@Test
	void contextWhenProcessedAheadOfTimeUsesValuesOfRunTime() {
		runAheadOfTime(this.contextRunner, List.of("pinecone.client-id=run-id", "pinecone.client-secret=run-secret"),
				(context) -> {
					assertThat(server.requests()).isEmpty();
					assertThat(AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class)))
						.isEqualTo(PineconeServer.TOKEN);
					assertThat(AuthorizedClients
						.reactiveToken(context.getBean(ReactiveOAuth2AuthorizedClientManager.class)))
						.isEqualTo(PineconeServer.TOKEN);
					context.getBean("pineconeAdminWebClient", WebClient.class)
						.get()
						.uri(PineconeServer.PROJECTS)
						.retrieve()
						.toBodilessEntity()
						.block(Duration.ofSeconds(20));
				});
		assertThat(server.tokenRequestForm()).contains(entry("client_id", "run-id"),
				entry("client_secret", "run-secret"));
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("Authorization"))
				.isEqualTo("Bearer " + PineconeServer.TOKEN));
	}

	@Test
	void httpServiceHealthAndMetersWhenProcessedAheadOfTimeAreThere() {
		ApplicationContextRunner contextRunner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class,
					HttpServiceClientPropertiesAutoConfiguration.class, RestClientAutoConfiguration.class,
					HttpServiceClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					PineconeRestClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class,
					PineconeHealthContributorAutoConfiguration.class, PineconeMetricsAutoConfiguration.class))
			.withUserConfiguration(HttpServiceConfiguration.class);
		runAheadOfTime(contextRunner, List.of("pinecone.client-id=run-id", "pinecone.client-secret=run-secret",
				"spring.http.clients.imperative.factory=jdk"), (context) -> {
					assertThat(server.requests()).isEmpty();
					assertThat(context.getBean(ProjectService.class).list()).isEqualTo("{\"data\":[]}");
					MeterRegistry meters = context.getBean(MeterRegistry.class);
					assertThat(meters.get("pinecone.oauth.token.requests").timer().count()).isEqualTo(1);
					assertThat(meters.get("pinecone.oauth.token.expiry").gauge().value()).isBetween(1700.0, 1800.0);
					assertThat(context.getBean(HealthContributorRegistry.class).getContributor("pinecone")).isNotNull();
				});
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + PineconeServer.TOKEN);
			assertThat(request.getHeader("X-Pinecone-Api-Version")).isEqualTo("2026-07");
		});
	}

	@Test
	void typedClientsWhenProcessedAheadOfTimeAreThereAndFollowNoRedirect() {
		server.on("/redirected", PineconeServer.response(307).withHeader("Location", server.baseUrl() + "/elsewhere"));
		ApplicationContextRunner contextRunner = this.contextRunner
			.withConfiguration(AutoConfigurations.of(ImperativeHttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
					PineconeAdminAutoConfiguration.class, PineconeAccountsAutoConfiguration.class));
		runAheadOfTime(contextRunner, List.of("pinecone.client-id=run-id", "pinecone.client-secret=run-secret",
				"pinecone.accounts.other.client-id=other-id", "pinecone.accounts.other.client-secret=other-secret",
				"spring.http.clients.redirects=follow", "spring.http.clients.imperative.factory=jdk"), (context) -> {
					assertThat(server.requests()).isEmpty();
					assertThat(context.getBean(PineconeAdmin.class).projects().list()).isEmpty();
					assertThat(context.getBean(PineconeAccounts.class).get("other").admin().projects().list())
						.isEmpty();
					assertThat(context.getBean(ReactivePineconeAdmin.class)
						.projects()
						.list()
						.collectList()
						.block(Duration.ofSeconds(20))).isEmpty();
					context.getBean("pineconeAdminRestClient", RestClient.class)
						.get()
						.uri("/redirected")
						.retrieve()
						.toBodilessEntity();
					context.getBean("pineconeAdminWebClient", WebClient.class)
						.get()
						.uri("/redirected")
						.retrieve()
						.toBodilessEntity()
						.block(Duration.ofSeconds(20));
				});
		assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(3);
		assertThat(server.tokenRequests()).hasSize(2);
		assertThat(server.requests("/redirected")).hasSize(2);
		assertThat(server.requests("/elsewhere")).isEmpty();
	}

	@Test
	void injectionByTypeWhenProcessedAheadOfTimeGetsBeansOfApplication() {
		runAheadOfTime(this.contextRunner.withUserConfiguration(ApplicationConfiguration.class),
				List.of("pinecone.client-id=run-id", "pinecone.client-secret=run-secret"), (context) -> {
					Injected injected = context.getBean(Injected.class);
					assertThat(injected.manager()).isSameAs(context.getBean("ownManager"));
					assertThat(injected.reactiveManager()).isSameAs(context.getBean("ownReactiveManager"));
					assertThat(injected.webClient()).isNull();
					assertThat(injected.filter()).isNull();
					assertThat(context.getBean("pineconeAuthorizedClientManager"))
						.isInstanceOf(PineconeAuthorizedClientManager.class);
					assertThat(context.getBean("pineconeReactiveAuthorizedClientManager"))
						.isInstanceOf(PineconeReactiveAuthorizedClientManager.class);
				});
	}

	@Test
	void startWhenCredentialsAreMissingAtRunTimeFails() {
		assertThatException().isThrownBy(() -> runAheadOfTime(this.contextRunner, List.of(), (context) -> {
		})).havingRootCause().withMessage("'pinecone.client-id' is missing");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startWhenBeanIsNeededAndCredentialsWereMissingAtBuildTimeSaysSo(CapturedOutput output) {
		ApplicationContextRunner withoutCredentials = this.contextRunner
			.withPropertyValues("pinecone.client-id=", "pinecone.client-secret=")
			.withUserConfiguration(NeedsWebClientConfiguration.class);
		assertThatException().isThrownBy(() -> runAheadOfTime(withoutCredentials,
				List.of("pinecone.client-id=run-id", "pinecone.client-secret=run-secret"), (context) -> {
				}));
		PrintedAnalysis analysis = PrintedAnalysis.of(output.toString());
		assertThat(analysis.description()).contains("required the bean 'pineconeAdminWebClient'")
			.contains("'pinecone.client-id'", "'pinecone.client-secret'", "'pinecone.oauth.enabled'")
			.contains("when the application was processed ahead of time");
		assertThat(analysis.action()).contains("Set the properties for the build");
		assertThat(output).doesNotContain("run-id", "run-secret");
	}

	/**
	 * Process the context of a runner ahead of time, and start what comes of it.
	 */
	private static void runAheadOfTime(ApplicationContextRunner contextRunner, List<String> properties,
			Consumer<ConfigurableApplicationContext> assertions) {
		TestGenerationContext generationContext = new TestGenerationContext(Application.class);
		contextRunner.prepare((context) -> {
			GenericApplicationContext source = (GenericApplicationContext) context.getSourceApplicationContext();
			String initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generationContext)
				.canonicalName();
			generationContext.writeGeneratedContent();
			TestCompiler.forSystem()
				.with(generationContext)
				.compile((compiled) -> runCompiled(initializer, properties, assertions));
		});
	}

	private static void runCompiled(String initializer, List<String> properties,
			Consumer<ConfigurableApplicationContext> assertions) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.addInitializers(AotApplicationContextInitializer.forInitializerClasses(initializer),
				SystemEnvironment.empty());
		String[] arguments = Stream
			.of(properties, List.of(server.properties()),
					List.of("spring.http.clients.reactive.connector=jdk", "spring.main.banner-mode=off"))
			.flatMap(List::stream)
			.map("--"::concat)
			.toArray(String[]::new);
		SpringProperties.setFlag(AotDetector.AOT_ENABLED);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			assertThat(context.getBeansOfType(ConfigurationClassPostProcessor.class)).isEmpty();
			assertions.accept(context);
		}
		finally {
			SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		}
	}

	/**
	 * Stands for the main class.
	 */
	static class Application {

	}

	interface ProjectService {

		@GetExchange(PineconeServer.PROJECTS)
		@Nullable String list();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class HttpServiceConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClientConfiguration {

		@Bean
		String needs(@Qualifier("pineconeAdminWebClient") WebClient webClient) {
			return webClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ApplicationConfiguration {

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

	/**
	 * What injection by type gives.
	 */
	record Injected(OAuth2AuthorizedClientManager manager, ReactiveOAuth2AuthorizedClientManager reactiveManager,
			@Nullable WebClient webClient, @Nullable ExchangeFilterFunction filter) {
	}

}
