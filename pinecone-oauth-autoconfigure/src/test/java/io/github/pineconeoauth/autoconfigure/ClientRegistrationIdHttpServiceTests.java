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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withUserConfiguration(ServicesConfiguration.class)
		.withPropertyValues("spring.http.serviceclient.blocking.base-url=" + this.server.uri(""),
				"spring.http.serviceclient.reactive.base-url=" + this.server.uri(""));

	@Test
	void annotatedTypeHasToken() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(AnnotatedService.class).call()).isEqualTo("Bearer token-1");
			assertThat(context.getBean(AnnotatedReactiveService.class).call().block(TIMEOUT))
				.isEqualTo("Bearer token-1");
		});
	}

	@Test
	void annotatedMethodHasToken() {
		this.contextRunner.run((context) -> {
			PartlyAnnotatedService service = context.getBean(PartlyAnnotatedService.class);
			assertThat(service.callWithoutToken()).isNull();
			assertThat(service.callWithToken()).isEqualTo("Bearer token-1");
			PartlyAnnotatedReactiveService reactive = context.getBean(PartlyAnnotatedReactiveService.class);
			assertThat(reactive.callWithoutToken().block(TIMEOUT)).isNull();
			assertThat(reactive.callWithToken().block(TIMEOUT)).isEqualTo("Bearer token-1");
		});
	}

	@Test
	void callFailsUnsentWhenNoTokenCanBeObtained() {
		this.server.on(LoopbackServer.TOKEN, new Response(401, ""));
		this.contextRunner.run((context) -> {
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> context.getBean(AnnotatedService.class).call());
			assertThatExceptionOfType(PineconeAuthorizationException.class)
				.isThrownBy(() -> context.getBean(AnnotatedReactiveService.class).call().block(TIMEOUT));
		});
		assertThat(this.server.requests("/")).hasSize(1);
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
