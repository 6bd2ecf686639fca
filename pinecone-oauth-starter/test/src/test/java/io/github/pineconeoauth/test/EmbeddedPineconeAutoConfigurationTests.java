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
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource;
import org.junit.platform.engine.support.hierarchical.Node;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
	void embeddedPineconeIsClosedWithContext() {
		List<EmbeddedPinecone> pinecones = new ArrayList<>();
		this.contextRunner.run((context) -> {
			pinecones.add(context.getBean(EmbeddedPinecone.class));
			assertThat(new TestClient(pinecones.get(0)).get("/admin/projects").status()).isEqualTo(200);
		});
		assertThatException().isThrownBy(() -> new TestClient(pinecones.get(0)));
	}

	@Test
	void annotatedClassesDoNotRunInParallel() {
		TestDescriptor engine = new JupiterTestEngine().discover(LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(AutoConfigureEmbeddedPineconeTests.ServletApplication.class))
			.build(), UniqueId.forEngine("junit-jupiter"));
		assertThat(engine.getDescendants())
			.filteredOn((descriptor) -> descriptor.isContainer()
					&& descriptor.getChildren().stream().anyMatch(TestDescriptor::isTest))
			.singleElement()
			.satisfies((testClass) -> assertThat(((Node<?>) testClass).getExclusiveResources())
				.contains(new ExclusiveResource("io.github.pineconeoauth.test.EmbeddedPinecone",
						ExclusiveResource.LockMode.READ_WRITE)));
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
