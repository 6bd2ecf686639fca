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
import java.util.Map;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeRestClientAutoConfiguration} and
 * {@link PineconeWebClientAutoConfiguration}: their beans, and how these are injected.
 */
class AdminClientBeansTests {

	private static final String INTERCEPTOR = "pineconeClientHttpRequestInterceptor";

	private static final String REST_CLIENT = "pineconeAdminRestClient";

	private static final String FILTER = "pineconeExchangeFilterFunction";

	private static final String WEB_CLIENT = "pineconeAdminWebClient";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@Test
	void beansAreInjectedByName() {
		this.contextRunner.withUserConfiguration(ByNameConfiguration.class)
			.run((context) -> assertThat(context.getBean("byName")).isEqualTo(List.of(context.getBean(INTERCEPTOR),
					context.getBean(REST_CLIENT), context.getBean(FILTER), context.getBean(WEB_CLIENT))));
	}

	@Test
	void beansAreNotInjectedByType() {
		this.contextRunner.withUserConfiguration(ByTypeConfiguration.class)
			.run((context) -> assertThat(context.getBeansOfType(Injected.class).values()).hasSize(4)
				.containsOnly(new Injected(null, List.of(), null, null)));
	}

	@Test
	void beansOfApplicationAreInjectedByType() {
		RestClient restClient = RestClient.create();
		ClientHttpRequestInterceptor interceptor = (request, body, execution) -> execution.execute(request, body);
		WebClient webClient = WebClient.create();
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request);
		this.contextRunner.withUserConfiguration(ByTypeConfiguration.class)
			.withBean("own1", RestClient.class, () -> restClient)
			.withBean("own2", ClientHttpRequestInterceptor.class, () -> interceptor)
			.withBean("own3", WebClient.class, () -> webClient)
			.withBean("own4", ExchangeFilterFunction.class, () -> filter)
			.run((context) -> {
				assertThat(context.getBean("restClients")).isEqualTo(Injected.only("own1", restClient));
				assertThat(context.getBean("interceptors")).isEqualTo(Injected.only("own2", interceptor));
				assertThat(context.getBean("webClients")).isEqualTo(Injected.only("own3", webClient));
				assertThat(context.getBean("filters")).isEqualTo(Injected.only("own4", filter));
				assertThat(ClientKind.REST_CLIENT.get(context, "/", "").body()).isEqualTo("Bearer token-1");
				assertThat(ClientKind.WEB_CLIENT.get(context, "/", "").body()).isEqualTo("Bearer token-1");
			});
	}

	@Test
	void nameOfParameterIsNoQualifier() {
		this.contextRunner.withUserConfiguration(ByParameterNameConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchBeanDefinitionException.class)
				.hasMessageContaining(WebClient.class.getName()));
	}

	@Test
	void clientsUseInterceptorAndFilterOfApplication() {
		ClientHttpRequestInterceptor interceptor = (request, body, execution) -> {
			request.getHeaders().setBearerAuth("own");
			return execution.execute(request, body);
		};
		ExchangeFilterFunction filter = (request, next) -> next
			.exchange(ClientRequest.from(request).headers((headers) -> headers.setBearerAuth("own")).build());
		for (ClientKind kind : ClientKind.values()) {
			kind.of(this.contextRunner)
				.withBean(INTERCEPTOR, ClientHttpRequestInterceptor.class, () -> interceptor)
				.withBean(FILTER, ExchangeFilterFunction.class, () -> filter)
				.run((context) -> assertThat(kind.getWithBoth(context, "projects"))
					.containsOnly(new Response(200, "Bearer own")));
		}
		assertThat(this.server.tokenRequests()).isEmpty();
	}

	/**
	 * Managers are views of the token, and nothing is built on them.
	 */
	@Test
	void clientsDoNotUseManagersOfApplication() {
		this.contextRunner
			.withBean("pineconeAuthorizedClientManager", OAuth2AuthorizedClientManager.class, () -> (request) -> null)
			.withBean("pineconeReactiveAuthorizedClientManager", ReactiveOAuth2AuthorizedClientManager.class,
					() -> (request) -> Mono.empty())
			.run((context) -> {
				for (ClientKind kind : ClientKind.values()) {
					assertThat(kind.get(context, "/", "").body()).isEqualTo("Bearer token-1");
				}
			});
	}

	@Test
	void clientsBackOffForThoseOfApplication() {
		RestClient restClient = RestClient.create();
		WebClient webClient = WebClient.create();
		this.contextRunner.withBean(REST_CLIENT, RestClient.class, () -> restClient)
			.withBean(WEB_CLIENT, WebClient.class, () -> webClient)
			.run((context) -> {
				assertThat(context).getBean(RestClient.class).isSameAs(restClient);
				assertThat(context).getBean(WebClient.class).isSameAs(webClient);
				assertThat(context).hasBean(INTERCEPTOR).hasBean(FILTER);
			});
	}

	@Test
	void interceptorExistsWithoutRestClientModule() {
		TestAutoConfigurations.runnerWithoutRestClientModule(this.server)
			.run((context) -> assertThat(context).hasNotFailed().hasBean(INTERCEPTOR).doesNotHaveBean(REST_CLIENT));
	}

	@Test
	void restClientExistsWithoutAutoConfigurationOfSpringBoot() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PineconeOAuthAutoConfiguration.class,
					PineconeRestClientAutoConfiguration.class))
			.withPropertyValues(this.server.properties())
			.run((context) -> assertThat(ClientKind.REST_CLIENT.get(context, "/", "").body())
				.isEqualTo("Bearer token-1"));
	}

	@Test
	void restClientExistsInReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(TestAutoConfigurations.ofStarter())
			.withPropertyValues(this.server.properties())
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ClientHttpRequestFactoryBuilder.class);
				assertThat(ClientKind.REST_CLIENT.get(context, "/", "").body()).isEqualTo("Bearer token-1");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ByNameConfiguration {

		@Bean
		List<Object> byName(@Qualifier(INTERCEPTOR) ClientHttpRequestInterceptor interceptor,
				@Qualifier(REST_CLIENT) RestClient restClient, @Qualifier(FILTER) ExchangeFilterFunction filter,
				@Qualifier(WEB_CLIENT) WebClient webClient) {
			return List.of(interceptor, restClient, filter, webClient);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByParameterNameConfiguration {

		@Bean
		String injected(WebClient pineconeAdminWebClient) {
			return pineconeAdminWebClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByTypeConfiguration {

		@Bean
		Injected restClients(ObjectProvider<RestClient> bean, ObjectProvider<List<RestClient>> list,
				ObjectProvider<Map<String, RestClient>> map) {
			return Injected.of(bean, list, map);
		}

		@Bean
		Injected interceptors(ObjectProvider<ClientHttpRequestInterceptor> bean,
				ObjectProvider<List<ClientHttpRequestInterceptor>> list,
				ObjectProvider<Map<String, ClientHttpRequestInterceptor>> map) {
			return Injected.of(bean, list, map);
		}

		@Bean
		Injected webClients(ObjectProvider<WebClient> bean, ObjectProvider<List<WebClient>> list,
				ObjectProvider<Map<String, WebClient>> map) {
			return Injected.of(bean, list, map);
		}

		@Bean
		Injected filters(ObjectProvider<ExchangeFilterFunction> bean, ObjectProvider<List<ExchangeFilterFunction>> list,
				ObjectProvider<Map<String, ExchangeFilterFunction>> map) {
			return Injected.of(bean, list, map);
		}

	}

	/**
	 * The beans injected by type.
	 */
	record Injected(@Nullable Object bean, List<?> stream, @Nullable Object list, @Nullable Object map) {

		static <T> Injected of(ObjectProvider<T> bean, ObjectProvider<List<T>> list,
				ObjectProvider<Map<String, T>> map) {
			assertThat(bean.getIfUnique()).isSameAs(bean.getIfAvailable());
			return new Injected(bean.getIfAvailable(), bean.stream().toList(), list.getIfAvailable(),
					map.getIfAvailable());
		}

		static Injected only(String name, Object bean) {
			return new Injected(bean, List.of(bean), List.of(bean), Map.of(name, bean));
		}

	}

}
