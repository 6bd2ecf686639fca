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

import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.util.List;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.pineconeoauth.admin.CreateProjectRequest;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.protocol.RedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests that HTTP libraries do not follow redirects, send user information or repeat
 * calls. Uses one application for each library.
 */
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
class HttpLibraryTests {

	@RegisterExtension
	final PineconeServer pinecone = new PineconeServer();

	@RegisterExtension
	final PineconeServer elsewhere = new PineconeServer();

	private final ManualTime time = new ManualTime();

	@Parameter
	private HttpLibrary library;

	private ConfigurableApplicationContext application;

	@BeforeParameterizedClassInvocation
	void startApplication() {
		this.application = this.library.start(this.pinecone, this.time, FollowRedirectsConfiguration.class);
	}

	@AfterParameterizedClassInvocation
	void closeApplication() {
		this.application.close();
	}

	@BeforeEach
	void expireToken() {
		this.time.advanceSeconds(1800);
	}

	@Test
	void redirectIsNotFollowedWhateverSettingsAndCustomizersSay() {
		for (int status : new int[] { 301, 302, 303, 307, 308 }) {
			this.pinecone.on(PineconeServer.PROJECTS,
					PineconeServer.response(status).withHeader("Location", this.elsewhere.baseUrl() + "/elsewhere"));
			for (AdminClient client : AdminClient.values()) {
				assertThat(client.get(this.application, "projects").status()).as("%s", client).isEqualTo(status);
			}
		}
		assertThat(this.elsewhere.requests()).isEmpty();
	}

	/**
	 * Sends no body over Jetty, which fails if the refusal arrives before the whole body
	 * has been sent.
	 */
	@Test
	void refusedCallIsSentAgainWithNewToken() {
		String body = (this.library != HttpLibrary.JETTY) ? "the body" : "";
		for (AdminClient client : AdminClient.values()) {
			assertSentAgain(client, body, PineconeServer.response(401).withHeader("WWW-Authenticate", "Bearer"));
			assertSentAgain(client, body, PineconeServer.response(401));
		}
	}

	private void assertSentAgain(AdminClient client, String body, ResponseDefinitionBuilder refusal) {
		expireToken();
		this.pinecone.onTokenRequest(PineconeServer.tokenResponse("first"));
		client.get(this.application, "projects");
		this.time.advanceSeconds(5);
		this.pinecone.onTokenRequest(PineconeServer.tokenResponse("second"));
		this.pinecone.on(any(urlPathEqualTo("/admin/refused")).withHeader("Authorization", equalTo("Bearer first"))
			.willReturn(refusal));
		Response response = body.isEmpty() ? client.get(this.application, "refused")
				: client.post(this.application, "refused", body);
		assertThat(response.status()).as("%s", client).isEqualTo(200);
		assertThat(this.pinecone.requests("/admin/refused"))
			.extracting((request) -> request.getHeader("Authorization"), LoggedRequest::getBodyAsString)
			.containsExactly(tuple("Bearer first", body), tuple("Bearer second", body));
		this.pinecone.forgetRequests();
	}

	/**
	 * HttpComponents sends no request to such a URL.
	 */
	@Test
	void userInformationOfUrlIsNotSentWhateverServerAsksFor() {
		URI uri = URI.create(this.pinecone.baseUrl().replace("//", "//someone:else@") + PineconeServer.PROJECTS);
		WebClient webClient = this.application.getBean("pineconeAdminWebClient", WebClient.class);
		RestClient restClient = this.application.getBean("pineconeAdminRestClient", RestClient.class);
		this.pinecone.on(PineconeServer.PROJECTS,
				PineconeServer.response(401).withHeader("WWW-Authenticate", "Basic realm=\"pinecone\""));
		for (Supplier<Response> call : List.<Supplier<Response>>of(() -> AdminClient.exchange(webClient.get().uri(uri)),
				() -> AdminClient.exchange(restClient.get().uri(uri)))) {
			if (this.library == HttpLibrary.HTTP_COMPONENTS) {
				assertThatException().isThrownBy(call::get).withStackTraceContaining("deprecated userinfo component");
			}
			else {
				assertThat(call.get().status()).isEqualTo(401);
			}
		}
		// The first refused call is sent again
		assertThat(this.pinecone.requests(PineconeServer.PROJECTS))
			.hasSize((this.library != HttpLibrary.HTTP_COMPONENTS) ? 3 : 0)
			.allSatisfy((request) -> assertThat(request.getHeaders().getHeader("Authorization").values())
				.containsExactly("Bearer " + PineconeServer.TOKEN));
	}

	/**
	 * The JDK's client repeats a GET request whose connection turns out to be closed,
	 * which only a system property can change. {@code HttpURLConnection} repeats even a
	 * POST request.
	 */
	@Test
	void failedTypedCallIsNotRepeatedByTheLibrary() {
		assertSentOnce(PineconeServer.response(503).withHeader("Retry-After", "0"));
		assertSentOnce(PineconeServer.response(429).withHeader("Retry-After", "0"));
		if (this.library != HttpLibrary.SIMPLE) {
			assertSentOnce(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
			assertSentOnce(aResponse().withFault(Fault.EMPTY_RESPONSE));
		}
	}

	private void assertSentOnce(ResponseDefinitionBuilder failure) {
		PineconeAdmin admin = this.application.getBean(PineconeAdmin.class);
		ReactivePineconeAdmin reactiveAdmin = this.application.getBean(ReactivePineconeAdmin.class);
		CreateProjectRequest request = CreateProjectRequest.of("name");
		this.pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(200).withBody("{}"));
		admin.projects().list();
		reactiveAdmin.projects().list().collectList().block(AdminClient.TIMEOUT);
		this.pinecone.on(PineconeServer.PROJECTS, failure);
		assertSentOnce(() -> admin.projects().create(request));
		assertSentOnce(() -> reactiveAdmin.projects().create(request).block(AdminClient.TIMEOUT));
		if (this.library != HttpLibrary.JDK) {
			assertSentOnce(() -> admin.projects().list());
			assertSentOnce(() -> reactiveAdmin.projects().list().blockLast(AdminClient.TIMEOUT));
		}
	}

	private void assertSentOnce(ThrowingCallable call) {
		this.pinecone.forgetRequests();
		assertThatException().isThrownBy(call);
		assertThat(this.pinecone.requests(PineconeServer.PROJECTS)).hasSize(1);
	}

	/**
	 * Makes each library follow redirects, with all headers if the library allows it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FollowRedirectsConfiguration {

		private static final RedirectStrategy TO_ANYWHERE = new DefaultRedirectStrategy() {

			@Override
			public boolean isRedirectAllowed(HttpHost currentTarget, HttpHost newTarget, HttpRequest redirect,
					HttpContext context) {
				return true;
			}

		};

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> jdkConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> reactorConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client
				.followRedirect((request, response) -> true, (headers, redirect) -> redirect.headers(headers)));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder> jettyConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setFollowRedirects(true));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<HttpComponentsClientHttpConnectorBuilder> httpComponentsConnector() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setRedirectStrategy(TO_ANYWHERE));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> jdkRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<ReactorClientHttpRequestFactoryBuilder> reactorRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client
				.followRedirect((request, response) -> true, (headers, redirect) -> redirect.headers(headers)));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JettyClientHttpRequestFactoryBuilder> jettyRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setFollowRedirects(true));
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> httpComponentsRequestFactory() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.setRedirectStrategy(TO_ANYWHERE));
		}

	}

}
