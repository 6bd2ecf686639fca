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

package io.github.pineconeoauth.test;

import java.util.ArrayList;
import java.util.List;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link EmbeddedPineconeAutoConfiguration}.
 */
class EmbeddedPineconeAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(PineconeOAuthAutoConfiguration.class, EmbeddedPineconeAutoConfiguration.class));

	@Test
	void connectionDetailsAreThoseOfEmbeddedPinecone() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(EmbeddedPinecone.class);
			assertThat(context.getBean(PineconeConnectionDetails.class).getAdminBaseUrl())
				.isEqualTo(context.getBean(EmbeddedPinecone.class).baseUrl());
		});
	}

	@Test
	void connectionDetailsOfApplicationAreNoLongerPrimary() {
		this.contextRunner.withUserConfiguration(ApplicationConnectionDetails.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(PineconeConnectionDetails.class).getClientId())
				.isEqualTo(context.getBean(EmbeddedPinecone.class).clientId());
			assertThat(context.getBeanFactory().containsSingleton("applicationConnectionDetails")).isFalse();
			assertThatException().isThrownBy(() -> context.getBean("applicationConnectionDetails"))
				.withStackTraceContaining("Vault is not there");
		});
	}

	@Test
	void accountsOfApplicationAreAcceptedAndFollowRotation() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EmbeddedPineconeAutoConfiguration.class))
			.withPropertyValues("pinecone.accounts.billing.client-id= billing-id ",
					"pinecone.accounts.billing.client-secret= billing-secret ",
					"pinecone.accounts.audit.client-id=audit-id", "pinecone.accounts.audit.client-secret=audit-secret",
					"pinecone.accounts.incomplete.client-id=incomplete-id")
			.run((context) -> {
				EmbeddedPinecone pinecone = context.getBean(EmbeddedPinecone.class);
				assertThat(pinecone.clientSecret("billing-id")).isEqualTo("billing-secret");
				assertThat(pinecone.findClientSecret("incomplete-id")).isNull();
				pinecone.rotateSecret("billing-id");
				assertThat(boundSecret(context, "billing")).isEqualTo(pinecone.clientSecret("billing-id"))
					.isNotEqualTo("billing-secret");
				assertThat(boundSecret(context, "audit")).isEqualTo("audit-secret");
				pinecone.reset();
				assertThat(boundSecret(context, "billing")).isEqualTo("billing-secret");
			});
	}

	@Test
	void accountThatTheContentHasKeepsItsSecret() {
		this.contextRunner
			.withBean(EmbeddedPinecone.class,
					() -> EmbeddedPinecone.builder()
						.content((pinecone) -> pinecone.addServiceAccount("billing", "billing-id", "secret-of-content"))
						.start())
			.withPropertyValues("pinecone.accounts.billing.client-id=billing-id",
					"pinecone.accounts.billing.client-secret=billing-secret")
			.run((context) -> assertThat(boundSecret(context, "billing")).isEqualTo("secret-of-content"));
	}

	@Test
	void embeddedPineconeIsClosedWithContext() {
		List<EmbeddedPinecone> pinecones = new ArrayList<>();
		this.contextRunner.run((context) -> {
			pinecones.add(context.getBean(EmbeddedPinecone.class));
			assertThat(new TestClient(pinecones.get(0)).get("/admin/projects").status()).isEqualTo(200);
		});
		assertThatException().isThrownBy(() -> new TestClient(pinecones.get(0)));
	}

	private static String boundSecret(ApplicationContext context, String account) {
		return Binder.get(context.getEnvironment())
			.bind("pinecone.accounts." + account + ".client-secret", String.class)
			.get();
	}

	@Configuration(proxyBeanMethods = false)
	static class ApplicationConnectionDetails {

		@Bean
		@Primary
		PineconeConnectionDetails applicationConnectionDetails() {
			throw new IllegalStateException("Vault is not there");
		}

	}

}
