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

import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code pinecone.oauth.fetch-on-startup}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FetchOnStartupTests {

	private static final String TOKEN = "/oauth/token";

	private final LoopbackServer server = new LoopbackServer();

	private final AtomicInteger failures = new AtomicInteger();

	private final String[] properties = { "pinecone.client-id=id", "pinecone.client-secret=a-very-secret-secret",
			"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.oauth.retry.initial-backoff=1ms",
			"pinecone.oauth.fetch-on-startup=true" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class))
		.withPropertyValues(this.properties);

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> (this.failures.getAndDecrement() > 0) ? new Response(503, "")
				: Response.token("token-1", 1800));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void startSendsOneTokenRequestWhoseTokenIsUsedAfterwards() {
		this.contextRunner.run((context) -> {
			assertThat(this.server.requests(TOKEN)).hasSize(1);
			context.getBean(OAuth2AuthorizedClientManager.class)
				.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("user").build());
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@Test
	void startWhenApplicationIsLazySendsOneTokenRequest() {
		this.contextRunner.withInitializer(FetchOnStartupTests::initializeLazily)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.server.requests(TOKEN)).hasSize(1);
	}

	@Test
	void startWhenSwitchedOffSendsNothing() {
		this.contextRunner.withPropertyValues("pinecone.oauth.fetch-on-startup=false")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("pineconeServiceAccount"));
		assertThat(this.server.requests(TOKEN)).isEmpty();
	}

	@Test
	void startWhenTokenEndpointFailsOnceGoesOn() {
		this.failures.set(1);
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.server.requests(TOKEN)).hasSize(2);
	}

	@Test
	void startWhenNoTokenCanBeHadFails() {
		this.failures.set(Integer.MAX_VALUE);
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.isInstanceOfSatisfying(PineconeAuthorizationException.class,
					(ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable")));
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@Test
	void startWhenApplicationIsLazyAndNoTokenCanBeHadFails() {
		this.failures.set(Integer.MAX_VALUE);
		this.contextRunner.withInitializer(FetchOnStartupTests::initializeLazily)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(PineconeAuthorizationException.class));
	}

	@Test
	void startWhenCredentialsAreWrongFailsAndSaysWhatToDo(CapturedOutput output) {
		this.server.on(TOKEN, (request) -> new Response(401, "a-very-secret-secret"));
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(this.properties)
			.build();
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("check pinecone.client-id and pinecone.client-secret")
			.contains("pinecone.oauth.fetch-on-startup=false")
			.doesNotContain("a-very-secret-secret");
	}

	private static void initializeLazily(ConfigurableApplicationContext context) {
		context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PineconeOAuthAutoConfiguration.class)
	static class Application {

	}

}
