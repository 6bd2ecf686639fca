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

import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.TestAutoConfigurations;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
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
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeHealthContributorAutoConfiguration}.
 */
class PineconeHealthContributorAutoConfigurationTests {

	private static final String CONTRIBUTOR = "pineconeHealthContributor";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, PineconeHealthContributorAutoConfiguration.class))
		.withPropertyValues("management.endpoint.health.show-details=always");

	@Test
	void contributorIsCalledPineconeAndSaysHowLongTheTokenLives() {
		this.contextRunner.run((context) -> {
			assertThat(this.server.tokenRequests()).isEmpty();
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("pinecone"))
				.isSameAs(context.getBean(CONTRIBUTOR));
			IndicatedHealthDescriptor health = pinecone(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("expiresInSeconds")
				.hasEntrySatisfying("expiresInSeconds",
						(seconds) -> assertThat((Long) seconds).isBetween(1700L, 1800L));
			assertThat(this.server.tokenRequests()).hasSize(1);
		});
	}

	@Test
	void contributorHasOneComponentForEachAccountIfThereAreSeveral() {
		this.server.on(LoopbackServer.TOKEN, (request) -> request.body().contains("client_id=billing")
				? new Response(401, "") : Response.token("token", 1800));
		this.contextRunner
			.withPropertyValues("pinecone.accounts.billing.client-id=billing",
					"pinecone.accounts.billing.client-secret=secret")
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

	@ParameterizedTest
	@ValueSource(strings = { "management.health.pinecone.enabled=false", "management.health.defaults.enabled=false",
			"pinecone.oauth.enabled=false" })
	void contributorIsAbsentIfDisabled(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CONTRIBUTOR));
	}

	@Test
	void contributorExistsIfOnlyDefaultsAreDisabled() {
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
			assertThat(this.server.tokenRequests()).isEmpty();
			assertThat(components(endpoint.health())).contains("pinecone");
		});
	}

	@Test
	void contributorIsPartOfReadinessIfConfigured() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,pinecone")
			.run((context) -> assertThat(components(context.getBean(HealthEndpoint.class).healthForPath("readiness")))
				.contains("pinecone"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pineconeHealthIndicator", CONTRIBUTOR })
	void contributorBacksOffForThatOfApplication(String name) {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean(name, HealthIndicator.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(PineconeHealthIndicator.class);
			assertThat(pinecone(context).getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void contributorIsAbsentWithoutHealthModule() {
		new ApplicationContextRunner().withUserConfiguration(TokenAndHealthConfiguration.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.withPropertyValues(this.server.properties())
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("pineconeServiceAccount")
				.doesNotHaveBean(CONTRIBUTOR));
	}

	@Test
	void contributorExistsWithoutEndpoint() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PineconeOAuthAutoConfiguration.class,
					PineconeHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.withPropertyValues(this.server.properties())
			.run((context) -> assertThat(context).hasBean(CONTRIBUTOR));
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

}
