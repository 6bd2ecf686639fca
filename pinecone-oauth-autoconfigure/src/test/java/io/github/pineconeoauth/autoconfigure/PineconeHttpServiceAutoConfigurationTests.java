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

import java.util.List;

import io.github.pineconeoauth.autoconfigure.ClientKind.ProjectService;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PineconeHttpServiceAutoConfiguration} that {@link AdminClientsTests}
 * does not contain.
 */
class PineconeHttpServiceAutoConfigurationTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@Test
	void serviceWithReactiveMethodsHasToken() {
		assertReactiveServiceHasToken(this.contextRunner);
	}

	@Test
	void serviceOfReactiveApplicationHasToken() {
		assertReactiveServiceHasToken(
				new ReactiveWebApplicationContextRunner().withConfiguration(TestAutoConfigurations.ofStarter())
					.withPropertyValues(this.server.properties()));
	}

	private void assertReactiveServiceHasToken(AbstractApplicationContextRunner<?, ?, ?> contextRunner) {
		contextRunner.withUserConfiguration(ReactiveServiceConfiguration.class).run((context) -> {
			ReactiveProjectService service = ((ApplicationContext) context).getBean(ReactiveProjectService.class);
			assertThat(service.first().block(ClientKind.TIMEOUT)).isEqualTo("Bearer token-1");
			assertThat(service.all().collectList().block(ClientKind.TIMEOUT)).isEqualTo(List.of("Bearer token-1"));
			assertThat(service.blocking()).isEqualTo("Bearer token-1");
		});
	}

	@Test
	void serviceOverRestClientNeedsNoRestClientModule() {
		ClientKind.REST_CLIENT.of(TestAutoConfigurations.runnerWithoutRestClientModule(this.server))
			.run((context) -> assertThat(list(context)).isEqualTo("Bearer token-1"));
	}

	@ParameterizedTest
	@EnumSource
	void serviceHasNeitherTokenNorBaseUrlWithoutCredentials(ClientKind kind) {
		kind.of(this.contextRunner)
			.withPropertyValues("pinecone.client-id=", "pinecone.client-secret=")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(PineconeHttpServiceGroup.class);
				assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> list(context));
			});
		assertThat(this.server.requests("/")).isEmpty();
	}

	@Test
	void beansAreAbsentWithoutHttpServices() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(HttpServiceProxyRegistry.class)
			.doesNotHaveBean(PineconeHttpServiceGroup.class)
			.doesNotHaveBean(RestClientHttpServiceGroupConfigurer.class));
	}

	@ParameterizedTest
	@EnumSource
	void baseUrlOfGroupIsUsedWithinTheOrigin(ClientKind kind) {
		ApplicationContextRunner contextRunner = kind.of(this.contextRunner);
		contextRunner.withPropertyValues("spring.http.serviceclient.pinecone.base-url=" + this.server.uri("/own"))
			.run((context) -> assertThat(list(context)).isEqualTo("Bearer token-1"));
		contextRunner.withPropertyValues("spring.http.serviceclient.pinecone.base-url=http://127.0.0.1:1")
			.run((context) -> assertThatIllegalStateException().isThrownBy(() -> list(context))
				.withMessageContaining("is sent to http://localhost:"));
		assertThat(this.server.requests("/own")).extracting(Request::path).containsExactly("/own/admin/projects");
	}

	@ParameterizedTest
	@EnumSource
	void serviceKeepsItsOwnApiVersion(ClientKind kind) {
		kind.of(this.contextRunner)
			.run((context) -> assertThat(context.getBean(ProjectService.class).old().getBody())
				.isEqualTo("Bearer token-1"));
		assertThat(this.server.requests("/admin/old")).extracting(Request::apiVersion).containsExactly("2025-04");
	}

	@ParameterizedTest
	@EnumSource
	void refusedCallIsSentAgainWithNewTokenThatAllClientsShare(ClientKind kind) {
		this.server.on(LoopbackServer.PROJECTS,
				(request) -> new Response(request.authorization().equals("Bearer token-1") ? 401 : 200,
						request.authorization()));
		kind.of(this.contextRunner).run((context) -> {
			assertThat(list(context)).isEqualTo("Bearer token-2");
			assertThat(ClientKind.values())
				.allSatisfy((client) -> assertThat(client.get(context, LoopbackServer.PROJECTS, "").body())
					.isEqualTo("Bearer token-2"));
		});
		assertThat(this.server.requests(LoopbackServer.PROJECTS)).hasSize(4);
		assertThat(this.server.tokenRequests()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void configurerOfApplicationRunsLast(ClientKind kind) {
		String own = this.server.uri("/own").toString();
		kind.of(this.contextRunner)
			.withBean(RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups.filterByName("pinecone")
						.forEachClient((group, builder) -> builder.baseUrl(own)
							.requestInterceptors((interceptors) -> interceptors.add(0, (request, body, execution) -> {
								request.getHeaders().setBearerAuth("own");
								return execution.execute(request, body);
							}))))
			.withBean(WebClientHttpServiceGroupConfigurer.class, () -> (groups) -> groups.filterByName("pinecone")
				.forEachClient((group, builder) -> builder.baseUrl(own)
					.filters((filters) -> filters.add(0, (request, next) -> next.exchange(
							ClientRequest.from(request).headers((headers) -> headers.setBearerAuth("own")).build())))))
			.run((context) -> assertThat(list(context)).isEqualTo("Bearer own"));
		assertThat(this.server.requests("/own")).hasSize(1);
		assertThat(this.server.tokenRequests()).isEmpty();
	}

	private static @Nullable String list(ApplicationContext context) {
		return context.getBean(ProjectService.class).get("projects").getBody();
	}

	interface ReactiveProjectService {

		@GetExchange(LoopbackServer.PROJECTS)
		Mono<String> first();

		@GetExchange(LoopbackServer.PROJECTS)
		Flux<String> all();

		@GetExchange(LoopbackServer.PROJECTS)
		@Nullable String blocking();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ReactiveProjectService.class, clientType = ClientType.WEB_CLIENT)
	static class ReactiveServiceConfiguration {

	}

}
