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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.pineconeoauth.admin.CreateProjectRequest;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.PineconeAdminException;
import io.github.pineconeoauth.admin.Project;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link PineconeAdminAutoConfiguration}.
 */
class PineconeAdminAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String BLOCKING = "pineconeAdmin";

	private static final String REACTIVE = "pineconeReactiveAdmin";

	private static final String PROJECTS = LoopbackServer.PROJECTS;

	private static final String PROJECT = """
			{"id": "id", "name": "name", "organization_id": "organization", "created_at": "2026-04-10T15:23:00Z"}""";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@BeforeEach
	void answer() {
		this.server.on(PROJECTS, (request) -> new Response(200, "{\"data\": [" + PROJECT + "]}"));
	}

	@Test
	void clientsSendTokenAndApiVersion() {
		this.contextRunner.run((context) -> {
			assertThat(projects(context)).extracting(Project::id).containsExactly("id", "id");
			assertThat(this.server.requests(PROJECTS)).extracting(Request::authorization, Request::apiVersion)
				.containsOnly(tuple("Bearer token-1", "2026-07"))
				.hasSize(2);
			assertThat(this.server.tokenRequests()).hasSize(1);
		});
	}

	@Test
	void clientsAreAbsentWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("pineconeAdminWebClient")
				.doesNotHaveBean(BLOCKING)
				.doesNotHaveBean(REACTIVE));
	}

	@Test
	void blockingClientIsAbsentWithoutRestClientModule() {
		TestAutoConfigurations.runnerWithoutRestClientModule(this.server)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BLOCKING).hasBean(REACTIVE));
	}

	@Test
	void clientsBackOffForBeansOfTheSameName() {
		PineconeAdmin blocking = PineconeAdmin.create(RestClient.create("http://localhost:1"), RetrySettings.none());
		ReactivePineconeAdmin reactive = ReactivePineconeAdmin.create(WebClient.create("http://localhost:1"),
				RetrySettings.none());
		this.contextRunner.withBean(BLOCKING, PineconeAdmin.class, () -> blocking)
			.withBean(REACTIVE, ReactivePineconeAdmin.class, () -> reactive)
			.run((context) -> {
				assertThat(context.getBean(PineconeAdmin.class)).isSameAs(blocking);
				assertThat(context.getBean(ReactivePineconeAdmin.class)).isSameAs(reactive);
			});
	}

	@Test
	void clientsUseTheApplicationsRestClientAndWebClient() {
		String url = this.server.uri("/own").toString();
		this.server.on("/own", (request) -> new Response(200, "{}"));
		this.contextRunner
			.withBean("pineconeAdminRestClient", RestClient.class,
					() -> RestClient.builder().requestFactory(new JdkClientHttpRequestFactory()).baseUrl(url).build())
			.withBean("pineconeAdminWebClient", WebClient.class, () -> WebClient.create(url))
			.run((context) -> {
				assertThat(projects(context)).isEmpty();
				assertThat(this.server.requests("/own/admin/projects")).hasSize(2);
			});
	}

	@Test
	void clientsRetryAsThePropertiesSay() {
		this.server.on(PROJECTS, (request) -> new Response(503, ""));
		this.contextRunner
			.withPropertyValues("pinecone.admin.retry.max-retries=3", "pinecone.admin.retry.initial-backoff=1ns",
					"pinecone.admin.retry.max-backoff=1ns")
			.run((context) -> {
				assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> projects(context));
				assertThat(this.server.requests(PROJECTS)).hasSize(4);
			});
	}

	@Test
	void jsonDoesNotDependOnTheApplicationsSettings() {
		this.server.on(PROJECTS, (request) -> new Response(200,
				request.method().equals("POST") ? PROJECT : "{\"unknown\": 1, \"data\": [" + PROJECT + "]}"));
		this.contextRunner
			.withConfiguration(
					AutoConfigurations.of(JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=KEBAB_CASE",
					"spring.jackson.default-property-inclusion=ALWAYS",
					"spring.jackson.deserialization.fail-on-unknown-properties=true",
					"spring.jackson.time-zone=Pacific/Auckland", "spring.jackson.date-format=yyyy")
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder()
						.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
						.build())
			.run((context) -> {
				assertThat(projects(context)).extracting(Project::organizationId)
					.containsExactly("organization", "organization");
				context.getBean(PineconeAdmin.class).projects().create(CreateProjectRequest.of("new").withMaxPods(1));
				assertThat(this.server.requests(PROJECTS)).last()
					.extracting(Request::body)
					.isEqualTo("{\"name\":\"new\",\"max_pods\":1}");
			});
	}

	@Test
	void observationsHaveTheTemplateOfThePath() {
		this.server.on(PROJECTS, (request) -> new Response(200, PROJECT));
		Queue<String> uris = new ConcurrentLinkedQueue<>();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((observation) -> true).observationFilter((observation) -> {
			uris.add(String.valueOf(observation.getLowCardinalityKeyValue("uri")));
			return observation;
		});
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(RestClientObservationAutoConfiguration.class,
					WebClientObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> observations)
			.run((context) -> {
				context.getBean(PineconeAdmin.class).projects().get("the-very-id");
				context.getBean(ReactivePineconeAdmin.class).projects().get("the-very-id").block(TIMEOUT);
			});
		// That of a WebClient ends after its caller has the answer
		Awaitility.await()
			.untilAsserted(() -> assertThat(uris).filteredOn((uri) -> uri.contains("/admin/projects/{project_id}"))
				.hasSize(2));
		assertThat(uris).noneMatch((uri) -> uri.contains("the-very-id"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void logsShowNoSecretAtAnyLevel(CapturedOutput output) {
		String secret = "the-very-secret-value";
		this.server.on("/admin/service-accounts/id/rotate-secret", (request) -> new Response(200, """
				{"service_account": {"id": "id", "name": "name", "client_id": "client"}, "client_secret": "%s"}"""
			.formatted(secret)));
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("org.springframework.web", LogLevel.TRACE);
		logging.setLogLevel("org.springframework.http", LogLevel.TRACE);
		try {
			this.contextRunner.run((context) -> {
				assertThat(context.getBean(PineconeAdmin.class).serviceAccounts().rotateSecret("id").clientSecret())
					.isEqualTo(secret);
				assertThat(context.getBean(ReactivePineconeAdmin.class)
					.serviceAccounts()
					.rotateSecret("id")
					.blockOptional(TIMEOUT)).isPresent();
			});
		}
		finally {
			logging.setLogLevel("org.springframework.web", null);
			logging.setLogLevel("org.springframework.http", null);
		}
		assertThat(output).contains("rotate-secret").doesNotContain(secret);
	}

	private static Collection<Project> projects(AssertableApplicationContext context) {
		List<Project> blocking = context.getBean(PineconeAdmin.class).projects().list();
		List<Project> reactive = context.getBean(ReactivePineconeAdmin.class)
			.projects()
			.list()
			.collectList()
			.block(TIMEOUT);
		List<Project> projects = new ArrayList<>(blocking);
		projects.addAll(Objects.requireNonNull(reactive));
		return projects;
	}

}
