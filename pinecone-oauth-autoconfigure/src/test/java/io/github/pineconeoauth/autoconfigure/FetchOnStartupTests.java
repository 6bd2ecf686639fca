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

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code pinecone.oauth.fetch-on-startup}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FetchOnStartupTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server)
		.withPropertyValues("pinecone.oauth.retry.initial-backoff=1ms", "pinecone.oauth.fetch-on-startup=true");

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void startSendsOneTokenRequestWhoseTokenIsUsedAfterwards(boolean lazy) {
		initialize(lazy).run((context) -> {
			assertThat(this.server.tokenRequests()).hasSize(1);
			AuthorizedClients.token(context.getBean(OAuth2AuthorizedClientManager.class));
			assertThat(this.server.tokenRequests()).hasSize(1);
		});
	}

	@Test
	void startGoesOnWhenTokenEndpointFailsOnce() {
		this.server.on(LoopbackServer.TOKEN, new Response(503, ""), Response.token("token", 1800));
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.server.tokenRequests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void startFailsWhenNoTokenCanBeObtained(boolean lazy) {
		this.server.on(LoopbackServer.TOKEN, new Response(503, ""));
		initialize(lazy).run((context) -> assertThat(context).getFailure()
			.isInstanceOfSatisfying(PineconeAuthorizationException.class,
					(ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("temporarily_unavailable")));
		assertThat(this.server.tokenRequests()).hasSize(3);
	}

	@Test
	void startFailsWhenCredentialsAreWrongAndSaysWhatToDo(CapturedOutput output) {
		this.server.on(LoopbackServer.TOKEN, new Response(401, "a-very-secret-secret"));
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(this.server.properties())
			.properties("pinecone.oauth.fetch-on-startup=true")
			.build();
		assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("check pinecone.client-id and pinecone.client-secret")
			.contains("pinecone.oauth.fetch-on-startup=false")
			.doesNotContain("a-very-secret-secret");
	}

	private ApplicationContextRunner initialize(boolean lazy) {
		return this.contextRunner.withInitializer((context) -> {
			if (lazy) {
				context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PineconeOAuthAutoConfiguration.class)
	static class Application {

	}

}
