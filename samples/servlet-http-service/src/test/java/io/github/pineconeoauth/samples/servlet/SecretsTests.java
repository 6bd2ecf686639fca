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

package io.github.pineconeoauth.samples.servlet;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServiceApplication} with a log that leaves nothing out.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	@Test
	void noOutputHasSecretOrToken(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start()) {
			TestClient client = new TestClient(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			String secret = context.getBean(EmbeddedPinecone.class).clientSecret();
			String token = token(context.getBean(OAuth2AuthorizedClientManager.class));
			for (String path : new String[] { "/projects", "/nowhere", "/actuator/health", "/actuator/prometheus" }) {
				assertThat(client.get(path)).bodyText().isNotEmpty().doesNotContain(secret, token);
			}
			assertThat(output).contains("This is the embedded Pinecone", "TRACE")
				.doesNotContain(secret)
				.doesNotContain(token);
		}
	}

	private static ConfigurableApplicationContext start() {
		return SpringApplication.run(ServletHttpServiceApplication.class, "--server.port=0", "--pinecone.client-id=",
				"--pinecone.client-secret=", "--logging.level.io.github.pineconeoauth=trace",
				"--logging.level.org.springframework.security=trace", "--logging.level.web=trace");
	}

	private static String token(OAuth2AuthorizedClientManager manager) {
		OAuth2AuthorizedClient client = manager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("test").build());
		assertThat(client).isNotNull();
		return client.getAccessToken().getTokenValue();
	}

}
