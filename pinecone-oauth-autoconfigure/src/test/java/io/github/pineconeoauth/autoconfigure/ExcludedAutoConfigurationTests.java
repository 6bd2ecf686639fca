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

import java.util.Arrays;

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each auto-configuration can be excluded. Only its beans, and beans that need
 * them, are then missing.
 */
class ExcludedAutoConfigurationTests {

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	@ParameterizedTest
	@ValueSource(classes = { PineconeWebClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
			PineconeHttpServiceAutoConfiguration.class, PineconeAdminAutoConfiguration.class,
			PineconeAccountsAutoConfiguration.class, PineconeOAuthAutoConfiguration.class })
	void applicationWorksWithoutAutoConfiguration(Class<?> excluded) {
		Class<?>[] others = Arrays.stream(Configurations.getClasses(TestAutoConfigurations.ofStarter()))
			.filter((type) -> !type.equals(excluded))
			.toArray(Class<?>[]::new);
		new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withConfiguration(AutoConfigurations.of(others))
			.withPropertyValues(this.server.properties())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				if (excluded.equals(PineconeOAuthAutoConfiguration.class)) {
					assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.startsWith("pinecone"));
				}
				else {
					assertThat(context.getBean(ServiceAccount.class).token().authorization())
						.isEqualTo("Bearer token-1");
				}
				assertThat(context.getBeansOfType(Object.class)).isNotEmpty();
			});
	}

}
