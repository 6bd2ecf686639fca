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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.health.PineconeHealthContributorAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.metrics.PineconeMetricsAutoConfiguration;
import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter only adds the documented beans and their dependencies to an
 * application. The application has all of Spring Boot's auto-configurations for servlet
 * and reactive applications, Spring Security and OAuth 2 clients.
 */
class ApplicationSecurityTests {

	private static final Set<String> DOCUMENTED_BEANS = Set.of("pineconeAccounts", "pineconeAdmin",
			"pineconeReactiveAdmin", "pineconeAuthorizedClientManager", "pineconeReactiveAuthorizedClientManager",
			"pineconeExchangeFilterFunction", "pineconeAdminWebClient", "pineconeClientHttpRequestInterceptor",
			"pineconeAdminRestClient", "pineconeAuthorizationFailureHandler", "pineconeHealthContributor");

	private static final Set<String> INTERNAL_BEANS = Set.of("pineconeAuthorizedClientManagersRegistrar",
			PineconeAccountsAutoConfiguration.class.getName(), PineconeAdminAutoConfiguration.class.getName(),
			PineconeAdminAutoConfiguration.ReactiveConfiguration.class.getName(), "pineconeConnectionDetails",
			"pineconeEndpoints", "pineconeServiceAccount", "pineconeServiceAccounts", "pineconeServiceAccountFactory",
			"pineconeTokenOnStartup", "pineconeAdminRestClients", "pineconeAdminWebClients",
			"pinecone-" + PineconeProperties.class.getName(), PineconeOAuthAutoConfiguration.class.getName(),
			PineconeWebClientAutoConfiguration.class.getName(), PineconeRestClientAutoConfiguration.class.getName(),
			PineconeRestClientAutoConfiguration.AdminRestClientConfiguration.class.getName(),
			PineconeHealthContributorAutoConfiguration.class.getName(),
			PineconeMetricsAutoConfiguration.class.getName(), "pineconeTokenRequestMetrics",
			"pineconeTokenExpiryMetrics");

	private static final String[] OWN_REGISTRATION = {
			"spring.security.oauth2.client.registration.own.client-id=own-id",
			"spring.security.oauth2.client.registration.own.client-secret=own-secret",
			"spring.security.oauth2.client.registration.own.authorization-grant-type=authorization_code",
			"spring.security.oauth2.client.registration.own.redirect-uri={baseUrl}/login/oauth2/code/own",
			"spring.security.oauth2.client.provider.own.authorization-uri=https://own.example/authorize",
			"spring.security.oauth2.client.provider.own.token-uri=https://own.example/token",
			"spring.security.oauth2.client.provider.own.user-info-uri=https://own.example/user",
			"spring.security.oauth2.client.provider.own.user-name-attribute=sub" };

	@ParameterizedTest
	@CsvSource({ "NONE, false", "SERVLET, false", "SERVLET, true", "REACTIVE, false", "REACTIVE, true" })
	void starterChangesNothingButItsBeans(WebApplicationType type, boolean clients) {
		String[] properties = clients ? OWN_REGISTRATION : new String[0];
		Snapshot without = run(type, WithoutStarter.class, properties);
		Snapshot with = run(type, WithStarter.class, properties);
		assertThat(with.beans()).containsAllEntriesOf(without.beans()).hasSizeGreaterThan(30);
		Set<String> added = new TreeSet<>(with.beans().keySet());
		added.removeAll(without.beans().keySet());
		assertThat(added).containsAll(DOCUMENTED_BEANS)
			.containsAll(INTERNAL_BEANS)
			.hasSize(DOCUMENTED_BEANS.size() + INTERNAL_BEANS.size());
		assertThat(with.answers()).isEqualTo(without.answers());
		if (clients) {
			assertThat(with.answers().get("/oauth2/authorization/own")).contains("https://own.example/authorize");
			assertThat(with.answers().get("/oauth2/authorization/pinecone")).doesNotContain("pinecone.io");
		}
		boolean blocking = clients && type == WebApplicationType.SERVLET;
		boolean reactive = clients && type == WebApplicationType.REACTIVE;
		assertThat(with.managers()).isEqualTo(new Managers(
				blocking ? DefaultOAuth2AuthorizedClientManager.class : PineconeAuthorizedClientManager.class,
				reactive ? DefaultReactiveOAuth2AuthorizedClientManager.class
						: PineconeReactiveAuthorizedClientManager.class));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void managersOfApplicationAreInjectedByType(WebApplicationType type) {
		assertThat(run(type, WithStarterAndOwnManagers.class, OWN_REGISTRATION).managers())
			.isEqualTo(new Managers(OwnManager.class, OwnReactiveManager.class));
	}

	/**
	 * Start an application, look at it and end it.
	 */
	private static Snapshot run(WebApplicationType type, Class<?> application, String... properties) {
		String[] arguments = Stream.of(properties).map("--"::concat).toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(type)
			.initializers(SystemEnvironment.empty())
			.registerShutdownHook(false)
			.properties("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.token-uri=http://localhost:1/oauth/token", "server.port=0",
					"spring.main.banner-mode=off", "spring.main.log-startup-info=false",
					"spring.http.clients.reactive.connector=jdk")
			.run(arguments)) {
			return new Snapshot(beans(context.getBeanFactory()), answers(context.getEnvironment()),
					context.getBean(Managers.class));
		}
	}

	/**
	 * Return the origins of the beans, by bean name.
	 */
	private static Map<String, String> beans(ConfigurableListableBeanFactory beanFactory) {
		Map<String, String> beans = new TreeMap<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			beans.put(name,
					(definition.getFactoryMethodName() != null)
							? definition.getFactoryBeanName() + "#" + definition.getFactoryMethodName()
							: String.valueOf(definition.getBeanClassName()));
		}
		beans.remove("application");
		return beans;
	}

	/**
	 * Return the application's answers to anonymous requests.
	 */
	private static Map<String, String> answers(Environment environment) {
		Map<String, String> answers = new TreeMap<>();
		String port = environment.getProperty("local.server.port");
		if (port != null) {
			for (String path : List.of("/", "/login", "/error", "/oauth2/authorization/own",
					"/oauth2/authorization/pinecone", "/login/oauth2/code/pinecone")) {
				answers.put(path, get("http://localhost:" + port + path).replace(port, "port"));
			}
		}
		return answers;
	}

	private static String get(String url) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
		try {
			HttpResponse<Void> response = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
			String location = response.headers().firstValue("Location").orElse("");
			return response.statusCode() + " " + location.replaceAll("(state|code_challenge|jsessionid)=[^&]+", "$1=");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Application {

		@Bean
		Managers managers(ObjectProvider<OAuth2AuthorizedClientManager> blocking,
				ObjectProvider<ReactiveOAuth2AuthorizedClientManager> reactive) {
			return new Managers(type(blocking.getIfAvailable()), type(reactive.getIfAvailable()));
		}

		private static @Nullable Class<?> type(@Nullable Object manager) {
			return (manager != null) ? manager.getClass() : null;
		}

		/**
		 * Closes at once instead of after two seconds, Reactor Netty's default.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resourceFactory = new ReactorResourceFactory();
			resourceFactory.setUseGlobalResources(false);
			resourceFactory.setShutdownQuietPeriod(Duration.ZERO);
			return resourceFactory;
		}

	}

	@Configuration(value = "application", proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithStarter extends Application {

	}

	@Configuration(value = "application", proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { PineconeOAuthAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
	static class WithoutStarter extends Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithStarterAndOwnManagers extends WithStarter {

		@Bean
		OAuth2AuthorizedClientManager ownManager() {
			return new OwnManager();
		}

		@Bean
		ReactiveOAuth2AuthorizedClientManager ownReactiveManager() {
			return new OwnReactiveManager();
		}

	}

	/**
	 * The types of the managers injected by type.
	 */
	record Managers(@Nullable Class<?> blocking, @Nullable Class<?> reactive) {
	}

	/**
	 * The compared parts of an application.
	 */
	record Snapshot(Map<String, String> beans, Map<String, String> answers, Managers managers) {
	}

	private static final class OwnManager implements OAuth2AuthorizedClientManager {

		@Override
		public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizeRequest request) {
			return null;
		}

	}

	private static final class OwnReactiveManager implements ReactiveOAuth2AuthorizedClientManager {

		@Override
		public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
			return Mono.empty();
		}

	}

}
