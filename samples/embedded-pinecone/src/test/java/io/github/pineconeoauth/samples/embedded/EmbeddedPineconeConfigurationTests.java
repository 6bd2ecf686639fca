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

package io.github.pineconeoauth.samples.embedded;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedPineconeConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPineconeConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(EmbeddedPineconeConfiguration.class);

	@Test
	void connectionDetailsAreThoseOfEmbeddedPinecone() {
		this.contextRunner.run((context) -> {
			EmbeddedPinecone pinecone = context.getBean(EmbeddedPinecone.class);
			PineconeConnectionDetails details = context.getBean(PineconeConnectionDetails.class);
			assertThat(details.getClientId()).isEqualTo(pinecone.clientId());
			assertThat(details.getTokenUri()).isEqualTo(pinecone.tokenUri());
			assertThat(details.getAdminBaseUrl()).isEqualTo(pinecone.baseUrl());
		});
	}

	@Test
	void connectionDetailsWhenSecretIsRotatedHaveNewOne() {
		this.contextRunner.run((context) -> {
			EmbeddedPinecone pinecone = context.getBean(EmbeddedPinecone.class);
			PineconeConnectionDetails details = context.getBean(PineconeConnectionDetails.class);
			String first = details.getClientSecret();
			pinecone.rotateSecret();
			assertThat(details.getClientSecret()).isEqualTo(pinecone.clientSecret()).isNotEqualTo(first);
		});
	}

	@Test
	void tokenLivesForHalfAnHour() {
		this.contextRunner
			.run((context) -> assertThat(tokenLifetime(context.getBean(EmbeddedPinecone.class))).isEqualTo(1800));
	}

	@Test
	void tokenLivesAsLongAsPropertySays() {
		this.contextRunner.withPropertyValues("embedded-pinecone.token-lifetime=20s")
			.run((context) -> assertThat(tokenLifetime(context.getBean(EmbeddedPinecone.class))).isEqualTo(20));
	}

	@Test
	void logSaysThatPineconeIsEmbeddedAndNoSecret(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).contains("This is the embedded Pinecone.")
			.doesNotContain(context.getBean(EmbeddedPinecone.class).clientSecret()));
	}

	@Test
	void credentialsWithoutTextAreNone() {
		this.contextRunner.withPropertyValues("pinecone.client-id=", "pinecone.client-secret= ")
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedPinecone.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.client-id", "pinecone.client-secret" })
	void noEmbeddedPineconeWhereThereIsOneOfTheCredentials(String property) {
		this.contextRunner.withPropertyValues(property + "=value")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedPinecone.class)
				.doesNotHaveBean(PineconeConnectionDetails.class));
	}

	private static int tokenLifetime(EmbeddedPinecone pinecone) {
		TestClient client = new TestClient(pinecone);
		return client.requestToken(client.form()).json().path("expires_in").intValue();
	}

}
