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
 * The main class of an {@link ApplicationProcess}: runs an application, and then tells on
 * standard output what it looks like. Needs nothing but Spring Boot.
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
	 * Run an application.
	 * @param args the number of classes, the classes that make up the application, and
	 * its arguments
	 * @throws ClassNotFoundException if there is no such class
	 */
	public static void main(String[] args) throws ClassNotFoundException {
		Thread watch = new Thread(ObservedApplication::endWithParent, "parent");
		watch.setDaemon(true);
		watch.start();
		Class<?>[] sources = new Class<?>[Integer.parseInt(args[0])];
		for (int i = 0; i < sources.length; i++) {
			sources[i] = Class.forName(args[i + 1]);
		}
		String[] arguments = new String[args.length - sources.length - 1];
		System.arraycopy(args, sources.length + 1, arguments, 0, arguments.length);
		SpringApplication application = new SpringApplication(sources);
		ConfigurableApplicationContext context = application.run(arguments);
		Map<String, String> report = new TreeMap<>();
		report.put("type", String.valueOf(application.getWebApplicationType()));
		report.put("context", context.getClass().getName());
		report.put("port", context.getEnvironment().getProperty("local.server.port", ""));
		report.put("boot", SpringBootVersion.getVersion());
		report.put("java", System.getProperty("java.specification.version"));
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
	 * Return the name of a class without what differs from run to run.
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
