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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.RenewalPolicy;
import io.github.pineconeoauth.token.SharedToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for URLs that could make the Admin API clients send a request to another origin.
 * One application records what it would send.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminClientOriginTests {

	private final LoopbackServer tokenEndpoint = LoopbackServer.pinecone();

	private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

	private final List<URI> sent = new ArrayList<>();

	@BeforeAll
	void startApplication() {
		TestPropertyValues.of(this.tokenEndpoint.properties())
			.and("pinecone.admin.base-url=https://api.pinecone.io")
			.applyTo(this.application);
		this.application.registerBean(RestClientCustomizer.class,
				() -> (builder) -> builder.requestFactory(this::createRequest));
		this.application.registerBean(WebClientCustomizer.class,
				() -> (builder) -> builder.exchangeFunction(this::send));
		this.application.register(Configurations.getClasses(TestAutoConfigurations.ofStarter()));
		this.application.refresh();
	}

	@AfterAll
	void closeApplication() {
		this.application.close();
		this.tokenEndpoint.close();
	}

	@BeforeEach
	void forgetWhatWasSent() {
		this.sent.clear();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/admin/{x}                      | ../../elsewhere   | /admin/..%2F..%2Felsewhere
			/admin/{x}                      | \\\\elsewhere.example | /admin/%5C%5Celsewhere.example
			/admin/../../elsewhere          |                   | /admin/../../elsewhere
			\\\\elsewhere.example           |                   | /%5C%5Celsewhere.example
			{x}                             | //elsewhere.example/ | /%2F%2Felsewhere.example%2F
			{x}                             | https://elsewhere.example/ | /https%3A%2F%2Felsewhere.example%2F
			{x}                             | @elsewhere.example/ | /%40elsewhere.example%2F
			{x}                             | .elsewhere.example | /.elsewhere.example
			@elsewhere.example/             |                   | /@elsewhere.example/
			.elsewhere.example/             |                   | /.elsewhere.example/
			:8443/admin                     |                   | /:8443/admin
			?@elsewhere.example/            |                   | ?@elsewhere.example/
			#@elsewhere.example/            |                   | #@elsewhere.example/
			/admin#{x}                      | @elsewhere.example | /admin#%40elsewhere.example
			""")
	void relativeUrlStaysAtPinecone(String template, @Nullable String variable, String expected) {
		for (ClientKind kind : ClientKind.values()) {
			kind.get(this.application, template, variable);
		}
		assertThat(this.sent).hasSize(2).containsOnly(URI.create("https://api.pinecone.io" + expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://api.pinecone.io/admin         |
			https://api.pinecone.io:443/admin     |
			https://API.PINECONE.IO/admin         |
			HTTPS://api.pinecone.io/admin         |
			https://someone@api.pinecone.io/admin |
			https://{x}/admin                     | api.pinecone.io
			""")
	void absoluteUrlOfPineconeIsUsed(String template, @Nullable String variable) {
		for (ClientKind kind : ClientKind.values()) {
			kind.get(this.application, template, variable);
		}
		assertThat(this.sent).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://elsewhere.example/                   |
			//elsewhere.example/admin                    |
			https://{x}/admin                            | elsewhere.example
			https://{x}/admin                            | api.pinecone.io@elsewhere.example
			https://api.pinecone.io{x}/admin             | .elsewhere.example
			https://api.pinecone.io{x}/admin             | :8443
			https://api.pinecone.io{x}/admin             | @elsewhere.example
			https://api.pinecone.io@elsewhere.example/   |
			https://api.pinecone.io:443@elsewhere.example/ |
			https://api.pinecone.io.elsewhere.example/   |
			https://api.pinecone.io./admin               |
			https://api.pinecone.io:8443/admin           |
			http://api.pinecone.io/admin                 |
			http://api.pinecone.io:443/admin             |
			https://127.0.0.1/admin                      |
			https://[::1]/admin                          |
			""")
	void absoluteUrlOfAnotherOriginIsRefused(String template, @Nullable String variable) {
		for (ClientKind kind : ClientKind.values()) {
			assertThatIllegalStateException().isThrownBy(() -> kind.get(this.application, template, variable))
				.withMessageContaining("is sent to https://api.pinecone.io:443 only");
		}
		assertThat(this.sent).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.pinecone.io", "https://api.pinecone.io/", "https://api.pinecone.io:443",
			"HTTPS://API.PINECONE.IO", "http://localhost", "http://localhost:80/", "http://[::1]:8080",
			"http://[0:0:0:0:0:0:0:1]:8080" })
	void relativeUrlIsUsedHoweverTheBaseUrlIsWritten(String baseUrl) {
		ManualTokenRequests noRequests = new ManualTokenRequests();
		ManualTime time = new ManualTime();
		RenewalPolicy policy = new RenewalPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
				Duration.ZERO);
		ServiceAccount serviceAccount = new ServiceAccount(
				new SharedToken(AccountName.ofSingle(), noRequests, noRequests, time, time, policy),
				URI.create("https://login.pinecone.io"), URI.create(baseUrl), "2026-07", () -> false);
		URI uri = new BaseUrlUriBuilderFactory(baseUrl, new DefaultUriBuilderFactory()).expand("/admin");
		assertThatNoException().isThrownBy(() -> serviceAccount.checkOrigin(uri));
	}

	private Mono<ClientResponse> send(ClientRequest request) {
		add(request.url(), request.headers());
		return Mono.just(ClientResponse.create(HttpStatus.OK).build());
	}

	private ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() {
				add(getURI(), getHeaders());
				return new MockClientHttpResponse(new byte[0], HttpStatus.OK);
			}

		};
	}

	private void add(URI uri, HttpHeaders headers) {
		assertThat(headers.containsHeader(HttpHeaders.AUTHORIZATION)).isTrue();
		this.sent.add(uri);
	}

}
