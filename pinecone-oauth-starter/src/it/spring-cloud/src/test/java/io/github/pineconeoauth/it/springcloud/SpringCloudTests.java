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

package io.github.pineconeoauth.it.springcloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.test.MockServerRestClientCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * Tests for applications with Spring Cloud LoadBalancer, which would look for instances
 * of a service called {@code pinecone}.
 */
class SpringCloudTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withUserConfiguration(Application.class)
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.uri("/oauth/token"),
				"pinecone.admin.base-url=" + this.server.uri(""));

	@BeforeEach
	void answer() {
		this.server.on("/oauth/token", (request) -> Response.token("token", 1800));
		this.server.on("/admin", (request) -> new Response(200, request.authorization()));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { OverRestClient.class, OverWebClient.class })
	void groupHasBaseUrlOfTheAdminApiAndIsNotLoadBalanced(Class<?> services) {
		this.contextRunner.withUserConfiguration(services)
			.run((context) -> assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token"));
	}

	@Test
	void clientsWhenOnlyBuildersAreLoadBalancedAreNot() {
		this.contextRunner.withUserConfiguration(LoadBalancedConfiguration.class).run((context) -> {
			assertThat(getOverRestClient(context)).isEqualTo("Bearer token");
			assertThat(getOverWebClient(context)).isEqualTo("Bearer token");
		});
	}

	@Test
	void clientsWhenOneOfTwoBuildersIsLoadBalancedUseTheOther() {
		this.server.on("/admin", (request) -> new Response(200, request.apiVersion()));
		this.contextRunner.withUserConfiguration(LoadBalancedConfiguration.class, PlainConfiguration.class)
			.run((context) -> {
				assertThat(getOverRestClient(context)).isEqualTo("own");
				assertThat(getOverWebClient(context)).isEqualTo("own");
			});
	}

	/**
	 * A proxy, a mock, load-balanced builders and a {@code UriBuilderFactory} at once.
	 */
	@Test
	void clientsWhenApplicationCustomizesEverythingAtOnceWork() {
		MockServerRestClientCustomizer mock = new MockServerRestClientCustomizer();
		List<URI> proxied = new CopyOnWriteArrayList<>();
		this.contextRunner
			.withUserConfiguration(LoadBalancedConfiguration.class, UriBuilderFactoryConfiguration.class,
					OverWebClient.class)
			.withBean(MockServerRestClientCustomizer.class, () -> mock)
			.withBean("proxy", WebClientCustomizer.class, () -> viaProxy(proxied))
			.run((context) -> {
				RestClient restClient = context.getBean("pineconeAdminRestClient", RestClient.class);
				mock.getServer()
					.expect(requestTo(this.server.uri("/admin/a%2520b")))
					.andExpect(header("Authorization", "Bearer token"))
					.andRespond(withSuccess());
				restClient.get().uri("/admin/{name}", "a%20b").retrieve().toBodilessEntity();
				mock.getServer().verify(TIMEOUT);
				assertThat(getOverWebClient(context)).isEqualTo("Bearer token");
				assertThat(context.getBean(ProjectService.class).list()).isEqualTo("Bearer token");
				assertThat(proxied).containsExactly(this.server.uri("/admin/projects"),
						this.server.uri("/admin/projects"));
			});
	}

	private static WebClientCustomizer viaProxy(List<URI> proxied) {
		JdkClientHttpConnector proxy = new JdkClientHttpConnector();
		return (builder) -> builder.clientConnector((method, uri, callback) -> {
			proxied.add(uri);
			return proxy.connect(method, uri, callback);
		});
	}

	private static @Nullable String getOverRestClient(ApplicationContext context) {
		return context.getBean("pineconeAdminRestClient", RestClient.class)
			.get()
			.uri("/admin/projects")
			.retrieve()
			.body(String.class);
	}

	private static @Nullable String getOverWebClient(ApplicationContext context) {
		return context.getBean("pineconeAdminWebClient", WebClient.class)
			.get()
			.uri("/admin/projects")
			.retrieve()
			.bodyToMono(String.class)
			.block(TIMEOUT);
	}

	interface ProjectService {

		@GetExchange("/admin/projects")
		@Nullable String list();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class OverRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	static class LoadBalancedConfiguration {

		@Bean
		@LoadBalanced
		RestClient.Builder loadBalancedRestClientBuilder() {
			return RestClient.builder();
		}

		@Bean
		@LoadBalanced
		WebClient.Builder loadBalancedWebClientBuilder() {
			return WebClient.builder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainConfiguration {

		@Bean
		RestClient.Builder plainRestClientBuilder() {
			return RestClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
		}

		@Bean
		WebClient.Builder plainWebClientBuilder() {
			return WebClient.builder().defaultHeader("X-Pinecone-Api-Version", "own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UriBuilderFactoryConfiguration {

		private final DefaultUriBuilderFactory factory = new DefaultUriBuilderFactory("https://own.example.com");

		UriBuilderFactoryConfiguration() {
			this.factory.setEncodingMode(EncodingMode.VALUES_ONLY);
		}

		@Bean
		RestClientCustomizer uriBuilderFactoryRestClientCustomizer() {
			return (builder) -> builder.uriBuilderFactory(this.factory);
		}

		@Bean
		WebClientCustomizer uriBuilderFactoryWebClientCustomizer() {
			return (builder) -> builder.uriBuilderFactory(this.factory);
		}

	}

}
