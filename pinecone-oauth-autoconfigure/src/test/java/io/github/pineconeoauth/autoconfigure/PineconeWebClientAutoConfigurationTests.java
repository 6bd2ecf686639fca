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

import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PineconeWebClientAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PineconeWebClientAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String BEARER_TOKEN = "Bearer " + PineconeServer.TOKEN;

	@RegisterExtension
	static final PineconeServer server = new PineconeServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withPropertyValues(server.properties())
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"spring.http.clients.reactive.connector=jdk");

	@Test
	void injectionByTypeWhenApplicationHasNoClientsGetsNone() {
		this.contextRunner.withUserConfiguration(InjectionByTypeConfiguration.class).run((context) -> {
			assertThat(context.getBean("webClients"))
				.isEqualTo(new Injected<WebClient>(List.of(), List.of(), Map.of()));
			assertThat(context.getBean("filters"))
				.isEqualTo(new Injected<ExchangeFilterFunction>(List.of(), List.of(), Map.of()));
		});
	}

	@Test
	void injectionByTypeWhenApplicationHasClientsGetsThemAlone() {
		WebClient webClient = WebClient.create();
		ExchangeFilterFunction filter = (request, next) -> next.exchange(request);
		this.contextRunner.withUserConfiguration(InjectionByTypeConfiguration.class)
			.withBean("ownClient", WebClient.class, () -> webClient)
			.withBean("ownFilter", ExchangeFilterFunction.class, () -> filter)
			.run((context) -> {
				assertThat(context.getBean("webClients"))
					.isEqualTo(new Injected<>(List.of(webClient), List.of(webClient), Map.of("ownClient", webClient)));
				assertThat(context.getBean("filters"))
					.isEqualTo(new Injected<>(List.of(filter), List.of(filter), Map.of("ownFilter", filter)));
			});
	}

	@Test
	void injectionByTypeWhenParameterHasNameOfBeanFails() {
		this.contextRunner.withUserConfiguration(InjectionByParameterNameConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchBeanDefinitionException.class)
				.hasMessageContaining(WebClient.class.getName()));
	}

	@Test
	void injectionByQualifierGetsClientAndFilter() {
		this.contextRunner.withUserConfiguration(InjectionByQualifierConfiguration.class)
			.run((context) -> assertThat(context.getBean(ByQualifier.class)).isEqualTo(
					new ByQualifier(adminWebClient(context), context.getBean(PineconeExchangeFilterFunction.class))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/" })
	void requestWhenBaseUrlHasTrailingSlashOrNotHasOneSlash(String suffix) {
		this.contextRunner.withPropertyValues("pinecone.admin.base-url=" + server.baseUrl() + suffix)
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getUrl()).isEqualTo(PineconeServer.PROJECTS));
	}

	@Test
	void requestWhenBaseUrlHasPathHasPath() {
		this.contextRunner.withPropertyValues("pinecone.admin.base-url=" + server.baseUrl() + "/gateway")
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(server.requests("/gateway" + PineconeServer.PROJECTS)).hasSize(1);
	}

	@Test
	void requestHasTokenAndApiVersion() {
		this.contextRunner.withPropertyValues("pinecone.api-version=2025-10")
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("Authorization")).isEqualTo(BEARER_TOKEN);
			assertThat(request.getHeader("X-Pinecone-Api-Version")).isEqualTo("2025-10");
		});
	}

	@Test
	void clientWhenApplicationHasOneOfTheSameNameGivesWay() {
		WebClient own = WebClient.create();
		this.contextRunner.withBean("pineconeAdminWebClient", WebClient.class, () -> own).run((context) -> {
			assertThat(adminWebClient(context)).isSameAs(own);
			assertThat(context).hasSingleBean(WebClient.class);
			assertThat(context).hasSingleBean(PineconeExchangeFilterFunction.class);
		});
	}

	@Test
	void clientWhenApplicationHasFilterOfTheSameNameUsesIt() {
		ExchangeFilterFunction own = (request, next) -> next
			.exchange(ClientRequest.from(request).header("X-Own", "yes").build());
		this.contextRunner.withBean("pineconeExchangeFilterFunction", ExchangeFilterFunction.class, () -> own)
			.run((context) -> {
				assertThat(context).getBean("pineconeExchangeFilterFunction").isSameAs(own);
				assertThat(context).doesNotHaveBean(PineconeExchangeFilterFunction.class);
				get(adminWebClient(context), PineconeServer.PROJECTS);
			});
		assertThat(server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("X-Own")).isEqualTo("yes");
			assertThat(request.containsHeader("Authorization")).isFalse();
		});
	}

	@Test
	void clientWhenApplicationHasFilterAndClientOfOtherNamesIsThereToo() {
		this.contextRunner.withBean("ownClient", WebClient.class, WebClient::create)
			.withBean("ownFilter", ExchangeFilterFunction.class, () -> (request, next) -> next.exchange(request))
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("Authorization")).isEqualTo(BEARER_TOKEN));
	}

	@Test
	void customizersOfApplicationApplyToClientAndNeverSeeTokenRequest() {
		RecordingCustomizer customizer = new RecordingCustomizer();
		this.contextRunner.withBean(WebClientCustomizer.class, () -> customizer)
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(customizer.paths()).containsExactly(PineconeServer.PROJECTS);
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("X-Customized")).isEqualTo("yes"));
		assertThat(server.tokenRequests()).singleElement()
			.satisfies((request) -> assertThat(request.containsHeader("X-Customized")).isFalse());
	}

	@Test
	void builderOfApplicationAppliesToClientAndStaysAsItIs() {
		this.contextRunner.withUserConfiguration(BuilderConfiguration.class).run((context) -> {
			WebClient adminWebClient = adminWebClient(context);
			WebClient own = context.getBean("ownBuilder", WebClient.Builder.class).build();
			own.get().uri(server.baseUrl() + "/own").retrieve().toBodilessEntity().block(TIMEOUT);
			assertThat(server.tokenRequests()).isEmpty();
			get(adminWebClient, PineconeServer.PROJECTS);
		});
		assertThat(server.requests("/own")).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("X-Builder")).isEqualTo("ownBuilder");
			assertThat(request.containsHeader("Authorization")).isFalse();
			assertThat(request.containsHeader("X-Pinecone-Api-Version")).isFalse();
		});
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("X-Builder")).isEqualTo("ownBuilder");
			assertThat(request.getHeader("Authorization")).isEqualTo(BEARER_TOKEN);
		});
	}

	@Test
	void clientWhenThereAreTwoBuildersUsesNeitherButCustomizers() {
		RecordingCustomizer customizer = new RecordingCustomizer();
		this.contextRunner.withUserConfiguration(BuilderConfiguration.class, SecondBuilderConfiguration.class)
			.withBean(WebClientCustomizer.class, () -> customizer)
			.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		assertThat(server.requests(PineconeServer.PROJECTS)).singleElement().satisfies((request) -> {
			assertThat(request.containsHeader("X-Builder")).isFalse();
			assertThat(request.getHeader("X-Customized")).isEqualTo("yes");
		});
	}

	@Test
	void connectorWhenNothingElseIsSaidHasDefaultsAndFollowsNoRedirect() {
		this.contextRunner.withUserConfiguration(RecordingConnectorConfiguration.class)
			.run((context) -> assertThat(connectorSettings(context)).isEqualTo(HttpClientSettings.defaults()
				.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))
				.withRedirects(HttpRedirects.DONT_FOLLOW)));
	}

	@Test
	void connectorWhenApplicationHasSettingsHasThemButFollowsNoRedirect() {
		this.contextRunner.withUserConfiguration(RecordingConnectorConfiguration.class)
			.withPropertyValues("spring.http.clients.connect-timeout=3s", "spring.http.clients.read-timeout=4s",
					"spring.http.clients.redirects=follow")
			.run((context) -> assertThat(connectorSettings(context)).isEqualTo(HttpClientSettings.defaults()
				.withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(4))
				.withRedirects(HttpRedirects.DONT_FOLLOW)));
	}

	@ParameterizedTest
	@CsvSource({ "pinecone.admin.connect-timeout=5s, 5, 4", "pinecone.admin.read-timeout=6s, 3, 6" })
	void connectorWhenPropertyIsSetPrefersItToSettingsOfApplication(String property, int connectTimeout,
			int readTimeout) {
		this.contextRunner.withUserConfiguration(RecordingConnectorConfiguration.class)
			.withPropertyValues("spring.http.clients.connect-timeout=3s", "spring.http.clients.read-timeout=4s",
					"pinecone.oauth.connect-timeout=8s", "pinecone.oauth.read-timeout=9s", property)
			.run((context) -> assertThat(connectorSettings(context)).isEqualTo(HttpClientSettings.defaults()
				.withTimeouts(Duration.ofSeconds(connectTimeout), Duration.ofSeconds(readTimeout))
				.withRedirects(HttpRedirects.DONT_FOLLOW)));
	}

	@Test
	void requestWhenReadTimeoutIsSetEndsThen() {
		server.on(PineconeServer.PROJECTS, PineconeServer.response(200).withFixedDelay(2000));
		this.contextRunner.withPropertyValues("pinecone.admin.read-timeout=100ms")
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> get(adminWebClient(context), PineconeServer.PROJECTS)));
	}

	@ParameterizedTest
	@CsvSource({ "jdk, 302", "jdk, 307", "reactor, 302", "reactor, 307" })
	void requestWhenAnswerIsARedirectDoesNotFollowIt(String connector, int status) {
		server.on(PineconeServer.PROJECTS, redirect(status));
		this.contextRunner.withUserConfiguration(ReactorResourcesConfiguration.class)
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"spring.http.clients.redirects=follow")
			.run((context) -> assertThat(get(adminWebClient(context), PineconeServer.PROJECTS).value())
				.isEqualTo(status));
		assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(1);
		assertThat(server.requests("/elsewhere")).isEmpty();
	}

	@Test
	void requestWhenConnectorCustomizerAllowsRedirectsDoesNotFollowOne() {
		server.on(PineconeServer.PROJECTS, redirect(302));
		this.contextRunner.withUserConfiguration(RedirectsConfiguration.class)
			.run((context) -> assertThat(get(adminWebClient(context), PineconeServer.PROJECTS).value()).isEqualTo(302));
		assertThat(server.requests(PineconeServer.PROJECTS)).hasSize(1);
		assertThat(server.requests("/elsewhere")).isEmpty();
	}

	@Test
	void requestWhenDetailsAreLoggedShowsNoToken(CapturedOutput output) {
		String logger = "org.springframework.web.reactive.function.client";
		LoggingSystem loggingSystem = LoggingSystem.get(getClass().getClassLoader());
		loggingSystem.setLogLevel(logger, LogLevel.TRACE);
		try {
			this.contextRunner.withPropertyValues("spring.http.codecs.log-request-details=true")
				.run((context) -> get(adminWebClient(context), PineconeServer.PROJECTS));
		}
		finally {
			loggingSystem.setLogLevel(logger, null);
		}
		assertThat(output).contains("HTTP GET").doesNotContain(PineconeServer.TOKEN);
	}

	private static WebClient adminWebClient(ApplicationContext context) {
		return context.getBean("pineconeAdminWebClient", WebClient.class);
	}

	private static HttpStatusCode get(WebClient webClient, String path) {
		HttpStatusCode status = webClient.get()
			.uri(path)
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode()))
			.block(TIMEOUT);
		assertThat(status).isNotNull();
		return status;
	}

	/**
	 * Return the settings of the last connector: Boot has built its own before.
	 */
	private static HttpClientSettings connectorSettings(AssertableApplicationContext context) {
		adminWebClient(context);
		List<HttpClientSettings> settings = context.getBean(RecordingConnectorBuilder.class).settings();
		assertThat(settings).isNotEmpty();
		return settings.get(settings.size() - 1);
	}

	private static ResponseDefinitionBuilder redirect(int status) {
		return PineconeServer.response(status).withHeader("Location", server.baseUrl() + "/elsewhere");
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectionByTypeConfiguration {

		@Bean
		Injected<WebClient> webClients(ObjectProvider<WebClient> provider, Optional<WebClient> single,
				Optional<List<WebClient>> list, Optional<Map<String, WebClient>> map) {
			return Injected.of(provider, single, list, map);
		}

		@Bean
		Injected<ExchangeFilterFunction> filters(ObjectProvider<ExchangeFilterFunction> provider,
				Optional<ExchangeFilterFunction> single, Optional<List<ExchangeFilterFunction>> list,
				Optional<Map<String, ExchangeFilterFunction>> map) {
			return Injected.of(provider, single, list, map);
		}

	}

	record Injected<T>(List<T> single, List<T> list, Map<String, T> map) {

		static <T> Injected<T> of(ObjectProvider<T> provider, Optional<T> single, Optional<List<T>> list,
				Optional<Map<String, T>> map) {
			assertThat(provider.getIfAvailable()).isSameAs(single.orElse(null));
			assertThat(provider.getIfUnique()).isSameAs(single.orElse(null));
			assertThat(provider.orderedStream()).isEqualTo(provider.stream().toList());
			assertThat(provider.stream()).isEqualTo(list.orElse(List.of()));
			return new Injected<>(single.stream().toList(), list.orElse(List.of()), map.orElse(Map.of()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectionByParameterNameConfiguration {

		@Bean
		String injected(WebClient pineconeAdminWebClient) {
			return pineconeAdminWebClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectionByQualifierConfiguration {

		@Bean
		ByQualifier byQualifier(@Qualifier("pineconeAdminWebClient") WebClient webClient,
				@Qualifier("pineconeExchangeFilterFunction") ExchangeFilterFunction filter) {
			return new ByQualifier(webClient, filter);
		}

	}

	record ByQualifier(WebClient webClient, ExchangeFilterFunction filter) {
	}

	@Configuration(proxyBeanMethods = false)
	static class BuilderConfiguration {

		@Bean
		WebClient.Builder ownBuilder() {
			return WebClient.builder().defaultHeader("X-Builder", "ownBuilder");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondBuilderConfiguration {

		@Bean
		WebClient.Builder secondBuilder() {
			return WebClient.builder().defaultHeader("X-Builder", "secondBuilder");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecordingConnectorConfiguration {

		@Bean
		RecordingConnectorBuilder recordingConnectorBuilder() {
			return new RecordingConnectorBuilder(new ArrayList<>());
		}

	}

	/**
	 * A connector of the application's, which the token request does not use.
	 */
	record RecordingConnectorBuilder(
			List<HttpClientSettings> settings) implements ClientHttpConnectorBuilder<ClientHttpConnector> {

		@Override
		public ClientHttpConnector build(@Nullable HttpClientSettings settings) {
			this.settings.add(Objects.requireNonNull(settings));
			return ClientHttpConnectorBuilder.jdk().build(settings);
		}

	}

	/**
	 * Resources that are closed without the two seconds that Reactor Netty waits.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ReactorResourcesConfiguration {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resourceFactory = new ReactorResourceFactory();
			resourceFactory.setUseGlobalResources(false);
			resourceFactory.setShutdownQuietPeriod(Duration.ZERO);
			return resourceFactory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedirectsConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> jdkRedirectsCustomizer() {
			return (builder) -> builder
				.withHttpClientCustomizer((httpClient) -> httpClient.followRedirects(Redirect.ALWAYS));
		}

	}

	/**
	 * Marks the requests of the clients that it customizes, and writes their paths down.
	 */
	private record RecordingCustomizer(List<String> paths) implements WebClientCustomizer {

		RecordingCustomizer() {
			this(new ArrayList<>());
		}

		@Override
		public void customize(WebClient.Builder builder) {
			builder.defaultHeader("X-Customized", "yes").filter((request, next) -> {
				this.paths.add(request.url().getPath());
				return next.exchange(request);
			});
		}

	}

}
