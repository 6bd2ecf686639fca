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

import java.util.stream.Stream;

import io.github.pineconeoauth.client.ServiceAccounts;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Resets the {@link EmbeddedPinecone} and the application's tokens after each test.
 */
class EmbeddedPineconeTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext() && TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(),
				AutoConfigureEmbeddedPinecone.class)) {
			reset(testContext.getApplicationContext());
		}
	}

	private void reset(ApplicationContext context) {
		if (context instanceof ConfigurableApplicationContext configurableContext && configurableContext.isActive()) {
			ConfigurableListableBeanFactory beanFactory = configurableContext.getBeanFactory();
			singletons(beanFactory, EmbeddedPinecone.class).forEach(EmbeddedPinecone::reset);
			singletons(beanFactory, ServiceAccounts.class).forEach(ServiceAccounts::forgetTokens);
		}
	}

	/**
	 * Return the beans that have been created.
	 */
	private static <T> Stream<T> singletons(ConfigurableListableBeanFactory beanFactory, Class<T> type) {
		return Stream.of(beanFactory.getBeanNamesForType(type, false, false))
			.filter(beanFactory::containsSingleton)
			.map((name) -> beanFactory.getBean(name, type));
	}

}
