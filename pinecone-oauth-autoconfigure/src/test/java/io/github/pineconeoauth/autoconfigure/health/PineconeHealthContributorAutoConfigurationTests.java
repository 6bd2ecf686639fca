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

package io.github.pineconeoauth.autoconfigure.health;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeHealthContributorAutoConfiguration}.
 */
class PineconeHealthContributorAutoConfigurationTests {

	private static final String TOKEN = "/oauth/token";

	private static final String CONTRIBUTOR = "pineconeHealthContributor";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(SslAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebClientAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
			EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
			AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
			HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
			HealthEndpointAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeHealthContributorAutoConfiguration.class);

	private final LoopbackServer server = new LoopbackServer();

	private final AtomicInteger status = new AtomicInteger(200);

	private final String[] properties = { "pinecone.client-id=id", "pinecone.client-secret=a-very-secret-secret",
			"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.oauth.retry.initial-backoff=1ms",
			"management.endpoint.health.show-details=always" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(this.properties);

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> (this.status.get() == 200) ? Response.token("a-token", 1800)
				: new Response(this.status.get(), "{\"error\":\"a-very-secret-secret a-very-secret-secret\"}"));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void contributorIsCalledPineconeAndSaysHowLongTheTokenLives() {
		this.contextRunner.run((context) -> {
			assertThat(this.server.requests(TOKEN)).isEmpty();
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("pinecone"))
				.isSameAs(context.getBean(CONTRIBUTOR));
			IndicatedHealthDescriptor health = pinecone(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds")
				.hasEntrySatisfying("expiresInSeconds",
						(seconds) -> assertThat((Long) seconds).isBetween(1700L, 1800L));
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@Test
	void contributorHasOneComponentForEachAccountIfThereAreSeveral() {
		this.server.on(TOKEN, (request) -> request.body().contains("client_id=billing") ? new Response(401, "")
				: Response.token("a-token", 1800));
		this.contextRunner
			.withPropertyValues("pinecone.accounts.billing.client-id=billing",
					"pinecone.accounts.billing.client-secret=a-very-secret-secret")
			.run((context) -> {
				HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
				assertThat(endpoint.healthForPath("pinecone")).extracting(HealthDescriptor::getStatus)
					.isEqualTo(Status.DOWN);
				assertThat(endpoint.healthForPath("pinecone", "default")).extracting(HealthDescriptor::getStatus)
					.isEqualTo(Status.UP);
				assertThat(endpoint.healthForPath("pinecone", "billing")).extracting(HealthDescriptor::getStatus)
					.isEqualTo(Status.DOWN);
			});
	}

	@Test
	void healthWhenTokenEndpointIsOutOfOrderIsDownAndComesBack() {
		this.status.set(503);
		this.contextRunner.withPropertyValues("pinecone.oauth.failure-backoff=0s").run((context) -> {
			assertThat(pinecone(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.DOWN);
			this.status.set(200);
			IndicatedHealthDescriptor health = pinecone(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsKeys("lastError", "lastErrorAt");
		});
	}

	@Test
	void probesWhenTokenEndpointIsOutOfOrderCauseOneTokenRequestPerBackoff() {
		this.status.set(503);
		this.contextRunner.withPropertyValues("pinecone.oauth.failure-backoff=1h").run((context) -> {
			for (int probe = 0; probe < 50; probe++) {
				assertThat(pinecone(context).getStatus()).isEqualTo(Status.DOWN);
			}
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1 + 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 401, 503 })
	void healthContainsNeitherSecretNorToken(int status) {
		this.status.set(status);
		this.contextRunner.run((context) -> assertThat(JsonMapper.shared().writeValueAsString(pinecone(context)))
			.contains((status == 200) ? "expiresInSeconds" : "lastErrorAt")
			.doesNotContain("a-very-secret-secret")
			.doesNotContain("a-token"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.pinecone.enabled=false", "management.health.defaults.enabled=false",
			"pinecone.oauth.enabled=false" })
	void contributorWhenSwitchedOffIsAbsent(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CONTRIBUTOR));
	}

	@Test
	void contributorWhenOnlyDefaultsAreSwitchedOffIsThere() {
		this.contextRunner
			.withPropertyValues("management.health.defaults.enabled=false", "management.health.pinecone.enabled=true")
			.run((context) -> assertThat(context).hasBean(CONTRIBUTOR));
	}

	@Test
	void contributorIsPartOfNeitherLivenessNorReadiness() {
		this.contextRunner.run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.getPrimary().isMember("pinecone")).isTrue();
			assertThat(groups.getNames()).contains("liveness", "readiness");
			assertThat(groups.getNames()).extracting(groups::get)
				.noneSatisfy((group) -> assertThat(isMember(group)).isTrue());
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			assertThat(components(endpoint.healthForPath("liveness"))).isNotEmpty().doesNotContain("pinecone");
			assertThat(components(endpoint.healthForPath("readiness"))).isNotEmpty().doesNotContain("pinecone");
			assertThat(this.server.requests(TOKEN)).isEmpty();
			assertThat(components(endpoint.health())).contains("pinecone");
		});
	}

	@Test
	void contributorWhenAskedForIsPartOfReadiness() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,pinecone")
			.run((context) -> assertThat(components(context.getBean(HealthEndpoint.class).healthForPath("readiness")))
				.contains("pinecone"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pineconeHealthIndicator", CONTRIBUTOR })
	void contributorWhenApplicationHasItsOwnGivesWay(String name) {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean(name, HealthIndicator.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(PineconeHealthIndicator.class);
			assertThat(pinecone(context).getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void contributorWhenHealthModuleIsMissingIsAbsent() {
		new ApplicationContextRunner().withUserConfiguration(TokenAndHealthConfiguration.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("pineconeServiceAccount")
				.doesNotHaveBean(CONTRIBUTOR));
	}

	@Test
	void contributorWhenApplicationIsAutoConfiguredIsThere() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(pinecone(context).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void contributorWhenThereIsNoEndpointIsThere() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PineconeOAuthAutoConfiguration.class,
					PineconeHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(context).hasBean(CONTRIBUTOR));
	}

	@Test
	void healthWhenApplicationIsAServletApplicationIsTheSame() {
		assertUp(new WebApplicationContextRunner());
	}

	@Test
	void healthWhenApplicationIsReactiveIsTheSame() {
		assertUp(new ReactiveWebApplicationContextRunner());
	}

	private void assertUp(AbstractApplicationContextRunner<?, ?, ?> contextRunner) {
		contextRunner.withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(this.properties)
			.run((context) -> assertThat(pinecone(context).getStatus()).isEqualTo(Status.UP));
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	private static IndicatedHealthDescriptor pinecone(ApplicationContext context) {
		HealthDescriptor health = context.getBean(HealthEndpoint.class).healthForPath("pinecone");
		assertThat(health).isInstanceOf(IndicatedHealthDescriptor.class);
		return (IndicatedHealthDescriptor) health;
	}

	private static boolean isMember(@Nullable HealthEndpointGroup group) {
		return group != null && group.isMember("pinecone");
	}

	private static Set<String> components(@Nullable HealthDescriptor health) {
		assertThat(health).isInstanceOf(CompositeHealthDescriptor.class);
		return Objects.requireNonNull(((CompositeHealthDescriptor) health).getComponents()).keySet();
	}

	/**
	 * Imports by name, as applications do: a class reference would need the module.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PineconeOAuthAutoConfiguration.class, PineconeHealthContributorAutoConfiguration.class })
	static class TokenAndHealthConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
