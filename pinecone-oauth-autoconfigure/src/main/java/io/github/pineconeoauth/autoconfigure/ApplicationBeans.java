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

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Distinguishes the application's beans from Spring Boot's.
 */
final class ApplicationBeans {

	private static final String LOAD_BALANCED = "org.springframework.cloud.client.loadbalancer.LoadBalanced";

	private final ConfigurableListableBeanFactory beanFactory;

	ApplicationBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the application's own client builder. Ignores load-balanced ones.
	 * @param type the type of the builder
	 * @param autoConfiguration the class that defines Spring Boot's builder
	 * @return the only or the primary builder, or {@code null} if there is no such
	 * builder
	 */
	<T> @Nullable T builder(Class<T> type, String autoConfiguration) {
		List<String> names = names(type).filter((name) -> !isDefinedBy(autoConfiguration, name))
			.filter(this::isCandidate)
			.filter((name) -> !isLoadBalanced(name))
			.toList();
		if (names.size() > 1) {
			names = names.stream().filter((name) -> is(BeanDefinition::isPrimary, name)).toList();
		}
		return (names.size() == 1) ? this.beanFactory.getBean(names.get(0), type) : null;
	}

	/**
	 * Return the bean that Spring Boot defines by default.
	 * @param type the type of the bean
	 * @param autoConfiguration the class that defines it
	 * @return the bean, or {@code null} if there is none
	 */
	<T> @Nullable T springBootDefault(Class<T> type, String autoConfiguration) {
		return names(type).filter((name) -> isDefinedBy(autoConfiguration, name))
			.map((name) -> this.beanFactory.getBean(name, type))
			.findFirst()
			.orElse(null);
	}

	private Stream<String> names(Class<?> type) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type));
	}

	private boolean isDefinedBy(String autoConfiguration, String name) {
		return is((definition) -> autoConfiguration.equals(definition.getFactoryBeanName()), name);
	}

	private boolean isCandidate(String name) {
		return !is((definition) -> !definition.isAutowireCandidate()
				|| (definition instanceof AbstractBeanDefinition bean && !bean.isDefaultCandidate()), name);
	}

	/**
	 * Return whether a bean definition has a property. Manually registered singletons
	 * have no definition.
	 */
	private boolean is(Predicate<BeanDefinition> property, String name) {
		try {
			return property.test(this.beanFactory.getMergedBeanDefinition(name));
		}
		catch (NoSuchBeanDefinitionException ex) {
			return false;
		}
	}

	private boolean isLoadBalanced(String name) {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		return ClassUtils.isPresent(LOAD_BALANCED, classLoader) && this.beanFactory.findAnnotationOnBean(name,
				ClassUtils.resolveClassName(LOAD_BALANCED, classLoader).asSubclass(Annotation.class)) != null;
	}

}
