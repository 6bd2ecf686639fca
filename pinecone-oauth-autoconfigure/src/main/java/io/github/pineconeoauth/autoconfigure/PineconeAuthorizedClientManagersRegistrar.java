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

import io.github.pineconeoauth.client.PineconeAuthorizedClientManager;
import io.github.pineconeoauth.client.reactive.PineconeReactiveAuthorizedClientManager;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * Registers the authorized client managers after all other bean definitions.
 * <p>
 * If they were defined earlier, Spring Security would not define the application's own
 * manager. Since they are fallback beans, an injection by type prefers that manager. This
 * post-processor runs before others that look for beans, such as the one of
 * {@code @MockitoSpyBean}.
 */
class PineconeAuthorizedClientManagersRegistrar implements BeanFactoryPostProcessor, PriorityOrdered {

	private static final String WEB_CLIENT = "org.springframework.web.reactive.function.client.WebClient";

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		register(beanFactory, "pineconeAuthorizedClientManager", PineconeAuthorizedClientManager.class);
		if (ClassUtils.isPresent(WEB_CLIENT, beanFactory.getBeanClassLoader())) {
			register(beanFactory, "pineconeReactiveAuthorizedClientManager",
					PineconeReactiveAuthorizedClientManager.class);
		}
	}

	/**
	 * Register a manager. It is already defined if the context was processed ahead of
	 * time.
	 */
	private static void register(ConfigurableListableBeanFactory beanFactory, String name, Class<?> type) {
		if (!beanFactory.containsBean(name) && beanFactory instanceof BeanDefinitionRegistry registry) {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setFallback(true);
			definition.setLazyInit(true);
			registry.registerBeanDefinition(name, definition);
		}
	}

}
