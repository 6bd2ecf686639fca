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
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.Threads;
import io.github.pineconeoauth.token.RawServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TokenHttpClient}, over the whole auto-configuration.
 */
class TokenHttpClientTests {

	private static final RawServer.Answer TOKEN = RawServer.response(200,
			"{\"access_token\":\"token\",\"token_type\":\"Bearer\",\"expires_in\":1800}");

	private final ManualTime time = new ManualTime();

	private final RawServer server = RawServer.start(TOKEN);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.url(), "pinecone.oauth.failure-backoff=0",
				"pinecone.oauth.retry.max-retries=0");

	@AfterEach
	void closeServer() throws IOException {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { ConnectorCustomizer.class, RequestFactoryCustomizer.class })
	void customizersCanNeitherFollowRedirectsNorReplaceTheExecutor(Class<?> kind) throws IOException {
		AtomicInteger used = new AtomicInteger();
		try (RawServer elsewhere = RawServer.start(TOKEN)) {
			this.server.answer(RawServer.response(307, "", "Location: " + elsewhere.url()));
			run(kind, (client) -> {
				used.incrementAndGet();
				client.followRedirects(Redirect.ALWAYS).executor((task) -> {
					throw new RejectedExecutionException("full");
				});
			}, (application) -> assertThat(fail(application).getStatusCode()).isEqualTo(HttpStatus.TEMPORARY_REDIRECT));
			assertThat(used).hasValue(1);
			assertThat(elsewhere.connections()).isZero();
		}
	}

	/**
	 * With an authenticator, the JDK's client discards a 401 without a challenge, and
	 * sends the password after one with a challenge.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "X-Challenge: none", "WWW-Authenticate: Bearer", "WWW-Authenticate: Basic realm=\"x\"" })
	void refusalIsRefusalWithAuthenticatorAndGetsNoPassword(String header) {
		this.server.answer(RawServer.response(401, "", header));
		run(RequestFactoryCustomizer.class, (client) -> client.authenticator(authenticator("password")),
				(application) -> {
					PineconeAuthorizationException failure = fail(application);
					assertThat(failure.getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
					assertThat(failure).hasMessageContaining("pinecone.client-secret");
					assertThat(this.server.requests()).singleElement()
						.satisfies((request) -> assertThat(request.head()).doesNotContainIgnoringCase("authorization"));
					assertThat(this.server.awaitNoConnections(Duration.ofSeconds(50))).isTrue();
				});
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "null", "password" })
	void proxyIsNamedWhenAuthenticatorHasNoGoodPassword(@Nullable String password) {
		this.server.answer(RawServer.response(407, "", "Proxy-Authenticate: Basic realm=\"x\""));
		run(ConnectorCustomizer.class, (client) -> client.authenticator(authenticator(password)), (application) -> {
			PineconeAuthorizationException failure = fail(application);
			assertThat(failure.getStatusCode()).isEqualTo(HttpStatus.PROXY_AUTHENTICATION_REQUIRED);
			assertThat(failure).hasMessageContaining("proxy asks for credentials");
			assertThat(this.server.awaitNoConnections(Duration.ofSeconds(50))).isTrue();
		});
	}

	@Test
	void passwordIsSentToProxyThatAsksForIt() {
		this.server.answer(RawServer.response(407, "", "Proxy-Authenticate: Basic realm=\"x\""), TOKEN);
		InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port());
		run(ConnectorCustomizer.class,
				(client) -> client.proxy(ProxySelector.of(proxy)).authenticator(authenticator("password")),
				(application) -> assertThat(token(application)).isEqualTo("Bearer token"));
		assertThat(this.server.requests().get(1).head()).contains("\r\nProxy-Authorization: Basic ");
	}

	@Test
	void customizersOfOtherClientsAreSkipped() {
		this.runner.withUserConfiguration(OtherClientsConfiguration.class)
			.run((application) -> assertThat(token(application)).isEqualTo("Bearer token"));
	}

	@Test
	void buildersOfCustomizersForAllClientsAreSkipped() {
		this.runner.withUserConfiguration(AllClientsConfiguration.class)
			.run((application) -> assertThat(token(application)).isEqualTo("Bearer token"));
	}

	@Test
	void clientIsBuiltAnewWhenItsSelectorManagerHasEnded() {
		Set<Thread> before = selectorManagers();
		this.runner.withPropertyValues("pinecone.oauth.read-timeout=5s").run((application) -> {
			token(application);
			this.time.advance(Duration.ofHours(1));
			Set<Thread> selectorManagers = selectorManagers();
			selectorManagers.removeAll(before);
			selectorManagers.forEach(Thread::interrupt);
			Awaitility.await().until(() -> selectorManagers.stream().noneMatch(Thread::isAlive));
			fail(application);
			assertThat(token(application)).isEqualTo("Bearer token");
		});
	}

	/**
	 * Before Java 21 only the garbage collector closes the JDK's client.
	 */
	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void closeEndsConnectionsAndThreads() throws Exception {
		Set<Thread> before = selectorManagers();
		this.server.answer(RawServer.keepAlive("{}"));
		TokenHttpClient httpClient = tokenHttpClient();
		send(httpClient);
		httpClient.close();
		assertThat(this.server.awaitNoConnections(Duration.ofSeconds(50))).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(selectorManagers()).isSubsetOf(before));
	}

	@Test
	void requestAfterCloseIsSent() throws IOException {
		TokenHttpClient httpClient = tokenHttpClient();
		httpClient.close();
		httpClient.close();
		send(httpClient);
		assertThat(this.server.requests()).hasSize(1);
	}

	private void run(Class<?> kind, Consumer<HttpClient.Builder> customizer,
			ContextConsumer<AssertableApplicationContext> test) {
		ApplicationContextRunner customized = kind.equals(ConnectorCustomizer.class)
				? this.runner.withBean(ConnectorCustomizer.class, () -> new ConnectorCustomizer(customizer))
				: this.runner.withBean(RequestFactoryCustomizer.class, () -> new RequestFactoryCustomizer(customizer));
		customized.run(test);
	}

	private static TokenHttpClient tokenHttpClient() {
		DefaultListableBeanFactory none = new DefaultListableBeanFactory();
		return new TokenHttpClient(new PineconeProperties.OAuth(), none.getBeanProvider(SslBundles.class),
				(task) -> new Thread(task).start(),
				none.getBeanProvider(ResolvableType.forClass(ClientHttpRequestFactoryBuilderCustomizer.class)),
				none.getBeanProvider(ResolvableType.forClass(ClientHttpConnectorBuilderCustomizer.class)));
	}

	private void send(TokenHttpClient httpClient) throws IOException {
		try (ClientHttpResponse response = httpClient.createRequest(URI.create(this.server.url()), HttpMethod.POST)
			.execute()) {
			assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
		}
	}

	private static Set<Thread> selectorManagers() {
		return Threads.named("HttpClient-\\d+-SelectorManager");
	}

	private static String token(BeanFactory application) {
		return application.getBean(ServiceAccount.class).token().authorization();
	}

	private static PineconeAuthorizationException fail(BeanFactory application) {
		return assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> token(application))
			.actual();
	}

	private static Authenticator authenticator(@Nullable String password) {
		return new Authenticator() {

			@Override
			protected @Nullable PasswordAuthentication getPasswordAuthentication() {
				return (password != null) ? new PasswordAuthentication("user", password.toCharArray()) : null;
			}

		};
	}

	record ConnectorCustomizer(Consumer<HttpClient.Builder> customizer)
			implements
				ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> {

		@Override
		public JdkClientHttpConnectorBuilder customize(JdkClientHttpConnectorBuilder builder) {
			return builder.withHttpClientCustomizer(this.customizer);
		}

	}

	record RequestFactoryCustomizer(Consumer<HttpClient.Builder> customizer)
			implements
				ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> {

		@Override
		public JdkClientHttpRequestFactoryBuilder customize(JdkClientHttpRequestFactoryBuilder builder) {
			return builder.withHttpClientCustomizer(this.customizer);
		}

	}

	/**
	 * Customizers that return a builder of their own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AllClientsConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ClientHttpConnectorBuilder<?>> connectorCustomizer() {
			return (builder) -> builder::build;
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>> requestFactoryCustomizer() {
			return (builder) -> builder::build;
		}

	}

	/**
	 * The generic types are not known, so Spring Boot must call them to find out their
	 * type.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OtherClientsConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<?> connectorCustomizer() {
			ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> customizer = (builder) -> builder
				.withHttpClientCustomizer((client) -> client);
			return customizer;
		}

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<?> requestFactoryCustomizer() {
			ClientHttpRequestFactoryBuilderCustomizer<ReactorClientHttpRequestFactoryBuilder> customizer = (
					builder) -> builder.withHttpClientCustomizer((client) -> client);
			return customizer;
		}

	}

}
