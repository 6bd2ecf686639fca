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

package io.github.pineconeoauth.it;

import java.util.List;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.PineconeRestClientAutoConfiguration;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.AutoConfigureMockRestServiceServer;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.OAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mockingDetails;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * Examples of tests that users of the starter may write with Spring's mocks.
 */
class UserTests {

	private static final LoopbackServer server = new LoopbackServer();

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		server.on("/oauth/token", (request) -> Response.token("token", 1800));
		registry.add("pinecone.client-id", () -> "id");
		registry.add("pinecone.client-secret", () -> "secret");
		registry.add("pinecone.oauth.token-uri", () -> server.uri("/oauth/token"));
		registry.add("pinecone.admin.base-url", () -> server.uri(""));
	}

	private static void assertMocked(MockRestServiceServer mock, RestClient restClient) {
		mock.expect(requestTo(server.uri("/admin/projects")))
			.andExpect(header("Authorization", "Bearer token"))
			.andRespond(withSuccess());
		restClient.get().uri("/admin/projects").retrieve().toBodilessEntity();
		mock.verify(AdminClient.TIMEOUT);
		assertThat(server.requests("/admin/projects")).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	@AutoConfigureMockRestServiceServer
	class WithAutoConfiguredMockServer {

		@Test
		void mockServerAnswersAdminRestClient(@Autowired MockRestServiceServer mock,
				@Autowired @Qualifier("pineconeAdminRestClient") RestClient restClient) {
			assertMocked(mock, restClient);
		}

	}

	@Nested
	@SpringBootTest(classes = { Application.class, AdminClient.OverRestClient.class })
	@AutoConfigureMockRestServiceServer
	class WithAutoConfiguredMockServerAndHttpService {

		@Test
		void mockServerAnswersHttpService(@Autowired MockRestServiceServer mock,
				@Autowired AdminClient.AdminService service) {
			mock.expect(requestTo(server.uri("/admin/projects")))
				.andExpect(header("Authorization", "Bearer token"))
				.andRespond(withSuccess());
			assertThat(service.get("projects").getStatusCode().value()).isEqualTo(200);
			mock.verify(AdminClient.TIMEOUT);
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithBoundMockServer {

		@Test
		void mockServerAnswersCopyOfAdminRestClient(
				@Autowired @Qualifier("pineconeAdminRestClient") RestClient restClient) {
			RestClient.Builder builder = restClient.mutate();
			MockRestServiceServer mock = MockRestServiceServer.bindTo(builder).build();
			assertMocked(mock, builder.build());
		}

	}

	@Nested
	@RestClientTest(properties = "spring.main.banner-mode=off")
	@ImportAutoConfiguration({ PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class })
	class WithRestClientTest {

		@Test
		void mockServerAnswersAdminRestClient(@Autowired MockRestServiceServer mock,
				@Autowired @Qualifier("pineconeAdminRestClient") RestClient restClient) {
			assertMocked(mock, restClient);
		}

		@Configuration(proxyBeanMethods = false)
		static class Slice {

		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithMocks {

		@MockitoBean
		private PineconeAdmin admin;

		@MockitoBean
		private ReactivePineconeAdmin reactiveAdmin;

		@MockitoBean
		private PineconeAccounts accounts;

		@MockitoBean(name = "pineconeAuthorizationFailureHandler")
		private OAuth2AuthorizationFailureHandler failureHandler;

		@MockitoBean(name = "pineconeAdminRestClient")
		private RestClient restClient;

		@MockitoBean(name = "pineconeAdminWebClient")
		private WebClient webClient;

		@MockitoBean(name = "pineconeClientHttpRequestInterceptor")
		private ClientHttpRequestInterceptor interceptor;

		@MockitoBean(name = "pineconeExchangeFilterFunction")
		private ExchangeFilterFunction filter;

		@MockitoBean
		private OAuth2AuthorizedClientManager manager;

		@MockitoBean
		private ReactiveOAuth2AuthorizedClientManager reactiveManager;

		@Test
		void beansAreMocks(@Autowired ApplicationContext application) {
			assertThat(application.getBean("pineconeAdmin")).isSameAs(this.admin);
			assertThat(application.getBean("pineconeReactiveAdmin")).isSameAs(this.reactiveAdmin);
			assertThat(application.getBean("pineconeAccounts")).isSameAs(this.accounts);
			assertThat(application.getBean("pineconeAuthorizationFailureHandler")).isSameAs(this.failureHandler);
			assertThat(application.getBean("pineconeAdminRestClient")).isSameAs(this.restClient);
			assertThat(application.getBean("pineconeAdminWebClient")).isSameAs(this.webClient);
			assertThat(application.getBean("pineconeClientHttpRequestInterceptor")).isSameAs(this.interceptor);
			assertThat(application.getBean("pineconeExchangeFilterFunction")).isSameAs(this.filter);
			assertThat(application.getBean("pineconeAuthorizedClientManager")).isSameAs(this.manager);
			assertThat(application.getBean("pineconeReactiveAuthorizedClientManager")).isSameAs(this.reactiveManager);
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithSpies {

		@MockitoSpyBean
		private PineconeAdmin admin;

		@MockitoSpyBean
		private ReactivePineconeAdmin reactiveAdmin;

		@MockitoSpyBean
		private PineconeAccounts accounts;

		@MockitoSpyBean(name = "pineconeAuthorizationFailureHandler")
		private OAuth2AuthorizationFailureHandler failureHandler;

		@MockitoSpyBean(name = "pineconeAdminRestClient")
		private RestClient restClient;

		@MockitoSpyBean(name = "pineconeAdminWebClient")
		private WebClient webClient;

		@MockitoSpyBean(name = "pineconeClientHttpRequestInterceptor")
		private ClientHttpRequestInterceptor interceptor;

		@MockitoSpyBean(name = "pineconeExchangeFilterFunction")
		private ExchangeFilterFunction filter;

		@MockitoSpyBean
		private OAuth2AuthorizedClientManager manager;

		@MockitoSpyBean
		private ReactiveOAuth2AuthorizedClientManager reactiveManager;

		@Test
		void beansAreSpies() {
			server.on("/admin", (request) -> new Response(200, "[]"));
			assertThat(this.restClient.get().uri("/admin/spied").retrieve().body(String.class)).isEqualTo("[]");
			then(this.restClient).should(atLeastOnce()).get();
			assertThat(this.manager
				.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("anyone").build()))
				.isNotNull();
			then(this.manager).should().authorize(any());
			assertThat(List.of(this.admin, this.reactiveAdmin, this.accounts, this.failureHandler, this.webClient,
					this.interceptor, this.filter, this.reactiveManager))
				.allMatch((bean) -> mockingDetails(bean).isSpy());
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithTestBeans {

		private static final RestClient REST_CLIENT = RestClient.create();

		@TestBean(name = "pineconeAdminRestClient")
		private RestClient restClient;

		@TestBean(name = "pineconeClientHttpRequestInterceptor")
		private ClientHttpRequestInterceptor interceptor;

		@TestBean
		private OAuth2AuthorizedClientManager manager;

		static RestClient restClient() {
			return REST_CLIENT;
		}

		static ClientHttpRequestInterceptor interceptor() {
			return (request, body, execution) -> execution.execute(request, body);
		}

		static OAuth2AuthorizedClientManager manager() {
			return (request) -> null;
		}

		@Test
		void beansAreThoseOfTheTest(@Autowired ApplicationContext application) {
			assertThat(application.getBean("pineconeAdminRestClient")).isSameAs(REST_CLIENT);
			assertThat(application.getBean("pineconeClientHttpRequestInterceptor")).isSameAs(this.interceptor);
			assertThat(application.getBean("pineconeAuthorizedClientManager")).isSameAs(this.manager);
			assertThat(this.restClient).isSameAs(REST_CLIENT);
		}

	}

}
