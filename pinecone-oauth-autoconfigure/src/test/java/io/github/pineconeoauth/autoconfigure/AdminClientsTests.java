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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.token.RawServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for all clients of the Admin API: the two beans, and HTTP services that use
 * either kind of client.
 */
class AdminClientsTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server);

	@ParameterizedTest
	@EnumSource
	void requestsHaveBaseUrlTokenAndApiVersion(ClientKind kind) {
		kind.of(this.contextRunner).run((context) -> {
			assertThat(this.server.requests("/")).isEmpty();
			assertThat(kind.getWithBoth(context, "projects")).containsOnly(new Response(200, "Bearer token-1"));
		});
		assertThat(this.server.requests("/admin/projects")).hasSize(2)
			.extracting(Request::apiVersion)
			.containsOnly("2026-07");
		assertThat(this.server.tokenRequests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "REST_CLIENT, /, 2025-10", "WEB_CLIENT, /, 2025-10", "WEB_CLIENT, /gateway, 2026-07" })
	void requestsHavePathOfBaseUrlAndApiVersionOfProperty(ClientKind kind, String path, String apiVersion) {
		kind.of(this.contextRunner)
			.withPropertyValues("pinecone.admin.base-url=" + this.server.uri(path),
					"pinecone.api-version=" + apiVersion)
			.run((context) -> kind.getWithBoth(context, "projects"));
		assertThat(this.server.requests((path + "/admin").replace("//", "/"))).hasSize(2)
			.extracting(Request::apiVersion)
			.containsOnly(apiVersion);
	}

	@ParameterizedTest
	@EnumSource
	void requestsToAnotherOriginFailUnsent(ClientKind kind) {
		kind.of(this.contextRunner)
			.run((context) -> assertThat(kind.callsTo(context, URI.create("http://127.0.0.1:1/")))
				.allSatisfy((call) -> assertThatIllegalStateException().isThrownBy(call::get)
					.withMessageContaining("is sent to http://localhost:")));
		assertThat(this.server.requests("/")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void redirectsAreNotFollowedWhateverTheApplicationSays(ClientKind kind) {
		this.server.on("/admin", Response.redirect(307, this.server.uri("/elsewhere")));
		kind.of(this.contextRunner)
			.withUserConfiguration(RedirectsConfiguration.class)
			.withPropertyValues("spring.http.clients.redirects=follow",
					"spring.http.serviceclient.pinecone.redirects=follow")
			.run((context) -> assertThat(kind.getWithBoth(context, "projects")).extracting(Response::status)
				.containsOnly(307));
		assertThat(this.server.requests("/elsewhere")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void otherHttpServiceGroupsAreUntouched(ClientKind kind) {
		this.server.on("/other", Response.redirect(307, this.server.uri("/elsewhere")));
		kind.of(this.contextRunner)
			.withPropertyValues("spring.http.serviceclient.other.base-url=" + this.server.uri(""))
			.run((context) -> context.getBean(ClientKind.OtherService.class).get());
		assertThat(this.server.requests("/")).extracting(Request::path).containsExactly("/other", "/elsewhere");
		assertThat(this.server.requests("/other")).extracting(Request::authorization, Request::apiVersion)
			.containsOnly(tuple("", ""));
	}

	@ParameterizedTest
	@EnumSource
	void readTimeoutOfPropertyEndsRequests(ClientKind kind) {
		assertTimeout(
				kind.of(this.contextRunner)
					.withPropertyValues("pinecone.admin.read-timeout=200ms", "spring.http.clients.read-timeout=10m"),
				kind, 2);
	}

	@ParameterizedTest
	@EnumSource
	void readTimeoutEndsResponsesThatStopInTheBody(ClientKind kind) throws IOException {
		try (RawServer silent = RawServer.start(
				RawServer.silence("HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{"))) {
			kind.of(this.contextRunner)
				.withPropertyValues("pinecone.admin.base-url=http://localhost:" + silent.port(),
						"pinecone.admin.read-timeout=200ms")
				.run((context) -> assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> kind.request(context, "/admin/projects", null).get())
					.withRootCauseInstanceOf(IOException.class));
		}
	}

	@ParameterizedTest
	@EnumSource
	void readTimeoutOfGroupEndsRequestsOfServices(ClientKind kind) {
		assertTimeout(kind.of(this.contextRunner)
			.withPropertyValues("pinecone.admin.read-timeout=10m",
					"spring.http.serviceclient.pinecone.read-timeout=200ms"),
				kind, 1);
	}

	/**
	 * The server answers in the end, so a request without time-out would succeed.
	 */
	private void assertTimeout(ApplicationContextRunner contextRunner, ClientKind kind, int count) {
		CountDownLatch done = new CountDownLatch(1);
		this.server.on("/admin/slow", (request) -> new Response(done.await(50, TimeUnit.SECONDS) ? 200 : 201, ""));
		contextRunner.run((context) -> assertThat(kind.calls(context, "slow").subList(2 - count, 2))
			.allSatisfy((call) -> assertThatExceptionOfType(RuntimeException.class).isThrownBy(call::get)
				.withStackTraceContaining("HttpTimeoutException")));
		done.countDown();
	}

	@ParameterizedTest
	@CsvSource({ "'', 5, 30", "spring.http.clients.connect-timeout=3s, 3, 30",
			"spring.http.clients.read-timeout=4s, 5, 4", "pinecone.admin.connect-timeout=7s, 7, 30",
			"pinecone.admin.read-timeout=8s, 5, 8" })
	void timeoutsHaveDefaults(String property, int connectTimeout, int readTimeout) {
		assertSettings((bundles) -> settings(connectTimeout, readTimeout), property,
				"spring.http.clients.redirects=follow", "pinecone.oauth.connect-timeout=1s",
				"pinecone.oauth.read-timeout=1s");
	}

	@ParameterizedTest
	@CsvSource({ "spring.http.clients.ssl.bundle=one", "pinecone.admin.ssl.bundle=one" })
	void settingsOfPropertiesWinOverThoseOfApplication(String bundle) {
		assertSettings((bundles) -> settings(5, 6).withSslBundle(bundles.getBundle("one")), bundle,
				"spring.ssl.bundle.pem.one.options.enabled-protocols=TLSv1.3", "spring.http.clients.connect-timeout=3s",
				"spring.http.clients.read-timeout=4s", "pinecone.admin.connect-timeout=5s",
				"pinecone.admin.read-timeout=6s");
	}

	private static HttpClientSettings settings(int connectTimeout, int readTimeout) {
		return HttpClientSettings.defaults()
			.withTimeouts(Duration.ofSeconds(connectTimeout), Duration.ofSeconds(readTimeout))
			.withRedirects(HttpRedirects.DONT_FOLLOW);
	}

	/**
	 * Assert the settings of the request factory and the connector. Spring Boot has built
	 * its own ones before.
	 */
	private void assertSettings(Function<SslBundles, HttpClientSettings> expected, String... properties) {
		List<@Nullable HttpClientSettings> built = new ArrayList<>();
		this.contextRunner.withBean(ClientHttpRequestFactoryBuilder.class, () -> (settings) -> {
			built.add(settings);
			return ClientHttpRequestFactoryBuilder.jdk().build(settings);
		}).withBean(ClientHttpConnectorBuilder.class, () -> (settings) -> {
			built.add(settings);
			return ClientHttpConnectorBuilder.jdk().build(settings);
		}).withPropertyValues(properties).run((context) -> {
			HttpClientSettings settings = expected.apply(context.getBean(SslBundles.class));
			for (String client : List.of("pineconeAdminRestClient", "pineconeAdminWebClient")) {
				assertThat(context.getBean(client)).isNotNull();
				assertThat(Objects.requireNonNull(built.get(built.size() - 1))).as(client).isEqualTo(settings);
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class RedirectsConfiguration {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> requestFactoryCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> connectorCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.followRedirects(Redirect.ALWAYS));
		}

	}

}
