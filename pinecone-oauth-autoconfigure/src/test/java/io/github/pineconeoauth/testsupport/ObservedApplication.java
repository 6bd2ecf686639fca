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

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Main class of an {@link ApplicationProcess}. It runs applications and prints a report
 * about each of them. Needs nothing but Spring Boot.
 */
public final class ObservedApplication {

	static final String PREFIX = "@ ";

	static final String END = PREFIX + "end";

	private static final String SECURITY = "org.springframework.security.";

	private static final String CLIENT = SECURITY + "oauth2.client.";

	private static final String WEB = "org.springframework.web.";

	private static final String[] INJECTED_TYPES = { CLIENT + "OAuth2AuthorizedClientManager",
			CLIENT + "ReactiveOAuth2AuthorizedClientManager", CLIENT + "OAuth2AuthorizedClientProvider",
			CLIENT + "ReactiveOAuth2AuthorizedClientProvider", CLIENT + "OAuth2AuthorizedClientService",
			CLIENT + "ReactiveOAuth2AuthorizedClientService", CLIENT + "endpoint.OAuth2AccessTokenResponseClient",
			CLIENT + "endpoint.ReactiveOAuth2AccessTokenResponseClient",
			CLIENT + "registration.ClientRegistrationRepository",
			CLIENT + "registration.ReactiveClientRegistrationRepository",
			CLIENT + "web.OAuth2AuthorizedClientRepository",
			CLIENT + "web.server.ServerOAuth2AuthorizedClientRepository", SECURITY + "oauth2.jwt.JwtDecoder",
			SECURITY + "oauth2.jwt.ReactiveJwtDecoder", SECURITY + "core.userdetails.UserDetailsService",
			"org.springframework.http.client.ClientHttpRequestInterceptor", WEB + "client.RestClient",
			WEB + "client.RestClient$Builder", WEB + "reactive.function.client.ExchangeFilterFunction",
			WEB + "reactive.function.client.WebClient", WEB + "reactive.function.client.WebClient$Builder" };

	@SuppressWarnings("unused")
	private static final Object injectionPoint = new Object();

	private ObservedApplication() {
	}

	/**
	 * Run applications one after the other.
	 * @param args for each application the names of its classes, its arguments and
	 * {@link #END}
	 * @throws ClassNotFoundException if a class does not exist
	 */
	public static void main(String[] args) throws ClassNotFoundException {
		Thread watch = new Thread(ObservedApplication::endWithParent, "parent");
		watch.setDaemon(true);
		watch.start();
		List<String> arguments = new ArrayList<>();
		for (String arg : args) {
			if (arg.equals(END)) {
				run(arguments);
				arguments.clear();
			}
			else {
				arguments.add(arg);
			}
		}
	}

	private static void run(List<String> arguments) throws ClassNotFoundException {
		String[] names = arguments.remove(0).split(",");
		Class<?>[] sources = new Class<?>[names.length];
		for (int i = 0; i < names.length; i++) {
			sources[i] = Class.forName(names[i]);
		}
		SpringApplication application = new SpringApplication(sources);
		ConfigurableApplicationContext context = application.run(arguments.toArray(new String[0]));
		Map<String, String> report = new TreeMap<>();
		report.put("type", application.getWebApplicationType() + " " + context.getClass().getName());
		report.put("port", context.getEnvironment().getProperty("local.server.port", ""));
		report.put("versions",
				"Spring Boot " + SpringBootVersion.getVersion() + ", Java " + Runtime.version().feature());
		addBeans(report, context.getBeanFactory());
		addInjections(report, context.getBeanFactory());
		report.forEach((key, value) -> System.out.println(PREFIX + key + "=" + value));
		System.out.println(END);
	}

	/**
	 * Standard input ends when the JVM of the tests does, however that happens.
	 */
	private static void endWithParent() {
		try {
			System.in.readAllBytes();
		}
		catch (IOException ex) {
			// The same
		}
		Runtime.getRuntime().halt(1);
	}

	private static void addBeans(Map<String, String> report, ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
			String origin = (definition.getFactoryBeanName() != null) ? definition.getFactoryBeanName()
					: definition.getBeanClassName();
			report.put("bean " + name, name(definition.getResolvableType().resolve()) + " of " + origin);
		}
	}

	private static void addInjections(Map<String, String> report, ConfigurableListableBeanFactory beanFactory) {
		for (String name : INJECTED_TYPES) {
			report.put("injection " + name, ClassUtils.isPresent(name, null)
					? injection(beanFactory, ClassUtils.resolveClassName(name, null)) : "none");
		}
	}

	private static String injection(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		try {
			Object bean = beanFactory.resolveDependency(new InjectionPoint(type), null);
			return (bean != null) ? name(bean.getClass()) : "none";
		}
		catch (NoUniqueBeanDefinitionException ex) {
			return "ambiguous";
		}
	}

	/**
	 * Return the name of a class without the parts that differ between runs.
	 */
	private static String name(@Nullable Class<?> type) {
		return (type != null) ? type.getName().replaceAll("(\\$\\$Lambda|\\$Proxy).*", "$1") : "none";
	}

	/**
	 * An optional injection of a type, without a qualifier.
	 */
	private static final class InjectionPoint extends DependencyDescriptor {

		private static final long serialVersionUID = 1;

		private final Class<?> type;

		InjectionPoint(Class<?> type) {
			super(field(), false);
			this.type = type;
		}

		private static Field field() {
			Field field = ReflectionUtils.findField(ObservedApplication.class, "injectionPoint");
			if (field == null) {
				throw new IllegalStateException("There is no such field");
			}
			return field;
		}

		@Override
		public Class<?> getDependencyType() {
			return this.type;
		}

		@Override
		public ResolvableType getResolvableType() {
			return ResolvableType.forClass(this.type);
		}

	}

}
