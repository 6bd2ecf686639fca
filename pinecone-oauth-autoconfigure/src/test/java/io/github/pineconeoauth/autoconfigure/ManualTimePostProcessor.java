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

import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.token.SharedToken;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * Replaces the clocks of an application's shared tokens with a time that the test
 * controls.
 */
public final class ManualTimePostProcessor implements BeanPostProcessor {

	private final ManualTime time;

	public ManualTimePostProcessor(ManualTime time) {
		this.time = time;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ServiceAccounts serviceAccounts) {
			serviceAccounts.names().forEach((name) -> {
				SharedToken sharedToken = serviceAccounts.get(name).sharedToken();
				ReflectionTestUtils.setField(sharedToken, "nanoTime", this.time);
				ReflectionTestUtils.setField(sharedToken, "wallClock", this.time);
			});
		}
		return bean;
	}

}
