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

import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.web.client.support.OAuth2RestClientHttpServiceGroupConfigurer;
import org.springframework.security.oauth2.client.web.reactive.function.client.support.OAuth2WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that Spring Security's own support for HTTP service clients works with the
 * authorized client managers.
 */
class ClientRegistrationIdHttpServiceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String TOKEN = "/oauth/token";

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpServiceClientPropertiesAutoConfiguration.class, RestClientAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				ReactiveHttpServiceClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
				PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class,
				PineconeHttpServiceAutoConfiguration.class))
		.withUserConfiguration(ServicesConfiguration.class)
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.oauth.retry.max-retries=0",
				"spring.http.serviceclient.blocking.base-url=" + this.server.uri(""),
				"spring.http.serviceclient.reactive.base-url=" + this.server.uri(""),
				"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk");

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("token-" + this.server.requests(TOKEN).size(), 1800));
		this.server.on("/", (request) -> new Response(200, "[" + request.authorization() + "]"));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void serviceWhenItsTypeIsAnnotatedHasToken() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(AnnotatedService.class).call()).isEqualTo("[Bearer token-1]");
			assertThat(context.getBean(AnnotatedReactiveService.class).call().block(TIMEOUT))
				.isEqualTo("[Bearer token-1]");
		});
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	@Test
	void serviceWhenOneMethodIsAnnotatedHasTokenThere() {
		this.contextRunner.run((context) -> {
			PartlyAnnotatedService service = context.getBean(PartlyAnnotatedService.class);
			assertThat(service.callWithoutToken()).isEqualTo("[]");
			assertThat(service.callWithToken()).isEqualTo("[Bearer token-1]");
			PartlyAnnotatedReactiveService reactive = context.getBean(PartlyAnnotatedReactiveService.class);
			assertThat(reactive.callWithoutToken().block(TIMEOUT)).isEqualTo("[]");
			assertThat(reactive.callWithToken().block(TIMEOUT)).isEqualTo("[Bearer token-1]");
		});
	}

	@Test
	void serviceWhenNoTokenCanBeHadFailsAndSendsNothing() {
		this.server.on(TOKEN, (request) -> new Response(401, ""));
		this.contextRunner.run((context) -> {
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> context.getBean(AnnotatedService.class).call());
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> context.getBean(AnnotatedReactiveService.class).call().block(TIMEOUT));
		});
		assertThat(this.server.requests("/")).hasSameSizeAs(this.server.requests(TOKEN)).hasSize(1);
	}

	@ClientRegistrationId("pinecone")
	interface AnnotatedService {

		@GetExchange("/annotated")
		@Nullable String call();

	}

	@ClientRegistrationId("pinecone")
	interface AnnotatedReactiveService {

		@GetExchange("/annotated")
		Mono<String> call();

	}

	interface PartlyAnnotatedService {

		@GetExchange("/with")
		@ClientRegistrationId("pinecone")
		@Nullable String callWithToken();

		@GetExchange("/without")
		@Nullable String callWithoutToken();

	}

	interface PartlyAnnotatedReactiveService {

		@GetExchange("/with")
		@ClientRegistrationId("pinecone")
		Mono<String> callWithToken();

		@GetExchange("/without")
		Mono<String> callWithoutToken();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "blocking", types = { AnnotatedService.class, PartlyAnnotatedService.class })
	@ImportHttpServices(group = "reactive", clientType = ClientType.WEB_CLIENT,
			types = { AnnotatedReactiveService.class, PartlyAnnotatedReactiveService.class })
	static class ServicesConfiguration {

		@Bean
		OAuth2RestClientHttpServiceGroupConfigurer restClientConfigurer(OAuth2AuthorizedClientManager manager) {
			return OAuth2RestClientHttpServiceGroupConfigurer.from(manager);
		}

		@Bean
		OAuth2WebClientHttpServiceGroupConfigurer webClientConfigurer(ReactiveOAuth2AuthorizedClientManager manager) {
			return OAuth2WebClientHttpServiceGroupConfigurer.from(manager);
		}

	}

}
