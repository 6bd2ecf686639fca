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

import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for URLs with which a request of the Admin API clients might leave Pinecone. What
 * would be sent is written down instead.
 */
class AdminClientOriginTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	@RegisterExtension
	static final PineconeServer tokenEndpoint = new PineconeServer();

	private final List<URI> sent = new ArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withConfiguration(
				AutoConfigurations.of(RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + tokenEndpoint.tokenUri(), "spring.http.clients.reactive.connector=jdk",
				"spring.http.clients.imperative.factory=jdk");

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
	void requestWhenUrlIsRelativeStaysAtPinecone(String template, @Nullable String variable, String expected) {
		this.contextRunner.run((application) -> {
			sendWithWebClient(application, template, variable);
			sendWithRestClient(application, template, variable);
		});
		URI uri = URI.create("https://api.pinecone.io" + expected);
		assertThat(this.sent).containsExactly(uri, uri);
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
	void requestWhenUrlIsAbsoluteAndOfPineconeIsSent(String template, @Nullable String variable) {
		this.contextRunner.run((application) -> {
			sendWithWebClient(application, template, variable);
			sendWithRestClient(application, template, variable);
		});
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
	void requestWhenUrlLeavesPineconeFailsBeforeAnythingIsSent(String template, @Nullable String variable) {
		this.contextRunner.run((application) -> {
			assertThatIllegalStateException().isThrownBy(() -> sendWithWebClient(application, template, variable))
				.withMessageContaining("is sent to https://api.pinecone.io:443 only");
			assertThatIllegalStateException().isThrownBy(() -> sendWithRestClient(application, template, variable))
				.withMessageContaining("is sent to https://api.pinecone.io:443 only");
		});
		assertThat(this.sent).isEmpty();
		assertThat(tokenEndpoint.requests().size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.pinecone.io", "https://api.pinecone.io/", "https://api.pinecone.io:443",
			"HTTPS://API.PINECONE.IO", "http://localhost", "http://localhost:80/", "http://[::1]:8080",
			"http://[0:0:0:0:0:0:0:1]:8080" })
	void requestWhenBaseUrlIsWrittenDifferentlyIsSent(String baseUrl) {
		this.contextRunner.withPropertyValues("pinecone.admin.base-url=" + baseUrl).run((application) -> {
			sendWithWebClient(application, "/admin", "");
			sendWithRestClient(application, "/admin", "");
		});
		assertThat(this.sent).hasSize(2);
	}

	private void sendWithWebClient(ApplicationContext application, String template, @Nullable String variable) {
		application.getBean("pineconeAdminWebClient", WebClient.class)
			.mutate()
			.exchangeFunction(this::send)
			.build()
			.get()
			.uri(template, variable)
			.retrieve()
			.toBodilessEntity()
			.block(TIMEOUT);
	}

	private void sendWithRestClient(ApplicationContext application, String template, @Nullable String variable) {
		application.getBean("pineconeAdminRestClient", RestClient.class)
			.mutate()
			.requestFactory(this::createRequest)
			.build()
			.get()
			.uri(template, variable)
			.retrieve()
			.toBodilessEntity();
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
