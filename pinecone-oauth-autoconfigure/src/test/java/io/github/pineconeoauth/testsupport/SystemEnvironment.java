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

package io.github.pineconeoauth.testsupport;

import java.util.Map;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Replaces the environment variables of an application context, so that those of the
 * machine that runs the tests do not matter.
 */
public final class SystemEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String NAME = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private final Map<String, Object> variables;

	private SystemEnvironment(Map<String, Object> variables) {
		this.variables = variables;
	}

	public static SystemEnvironment empty() {
		return new SystemEnvironment(Map.of());
	}

	public static SystemEnvironment of(Map<String, Object> variables) {
		return new SystemEnvironment(variables);
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.replace(NAME, new SystemEnvironmentPropertySource(NAME, this.variables));
	}

}
