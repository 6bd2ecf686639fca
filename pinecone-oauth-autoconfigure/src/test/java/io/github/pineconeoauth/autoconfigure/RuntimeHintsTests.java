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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pineconeoauth.admin.PineconeAdmin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that ahead-of-time processing creates the runtime hints that native images need.
 */
class RuntimeHintsTests {

	private static final RuntimeHints hints = runtimeHints();

	@ParameterizedTest
	@ValueSource(classes = { PineconeProperties.class, PineconeProperties.OAuth.class,
			PineconeProperties.OAuth.Retry.class, PineconeProperties.Admin.class, PineconeProperties.Admin.Retry.class,
			PineconeProperties.Ssl.class })
	void hintsCoverBindingOfProperties(Class<?> type) throws NoSuchMethodException {
		List<Method> accessors = Stream.of(type.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && method.getName().matches("(get|is|set).+"))
			.toList();
		assertThat(accessors).isNotEmpty()
			.allMatch((method) -> RuntimeHintsPredicates.reflection().onMethodInvocation(method).test(hints));
	}

	@Test
	void hintsCoverCreationOfProperties() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(PineconeProperties.class.getDeclaredConstructor())).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { InvalidPineconePropertyFailureAnalyzer.class, MissingPineconeBeanFailureAnalyzer.class,
			PineconeAuthorizationFailureAnalyzer.class })
	void hintsCoverFailureAnalyzers(Class<?> type) {
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/spring.factories")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	/**
	 * Tests all records of the package that Jackson reads or writes, and the page, which
	 * is not public.
	 */
	@ParameterizedTest
	@MethodSource("records")
	void hintsCoverRecordsOfTypedAdminApi(Class<?> type) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor())).accepts(hints);
		}
	}

	static Stream<Class<?>> records() throws ClassNotFoundException {
		String packageName = PineconeAdmin.class.getPackageName();
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AssignableTypeFilter(Record.class));
		Set<String> unseen = Set.of("Answer", "AdminRequest", "ResultPage", "RetrySettings", "RoleBindingFilter");
		List<Class<?>> records = new ArrayList<>();
		for (BeanDefinition candidate : scanner.findCandidateComponents(packageName)) {
			Class<?> type = ClassUtils.forName(String.valueOf(candidate.getBeanClassName()), null);
			boolean main = !type.getProtectionDomain().getCodeSource().getLocation().getPath().contains("test-classes");
			if (main && !unseen.contains(type.getSimpleName())) {
				records.add(type);
			}
		}
		assertThat(records).hasSizeGreaterThan(20);
		return records.stream();
	}

	@ParameterizedTest
	@CsvSource({ "org.springframework.web.client.DefaultRestClientBuilder, requestFactory",
			"org.springframework.web.client.DefaultRestClientBuilder, uriBuilderFactory",
			"org.springframework.web.reactive.function.client.DefaultWebClientBuilder, connector",
			"org.springframework.web.reactive.function.client.DefaultWebClientBuilder, uriBuilderFactory",
			"org.springframework.http.client.JdkClientHttpRequestFactory, httpClient",
			"org.springframework.http.client.reactive.JdkClientHttpConnector, httpClient" })
	void hintsCoverPrivateFields(Class<?> type, String field) throws NoSuchFieldException {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(type.getDeclaredField(field))).accepts(hints);
	}

	@Test
	void hintsCoverHttpServices() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(ProjectService.class, SpringProxy.class, Advised.class, DecoratingProxy.class))
			.accepts(hints);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(ProjectService.class.getDeclaredMethod("list")))
			.accepts(hints);
	}

	private static RuntimeHints runtimeHints() {
		TestGenerationContext generationContext = new TestGenerationContext(RuntimeHintsTests.class);
		TestAutoConfigurations.runner()
			.withUserConfiguration(HttpServiceConfiguration.class)
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret")
			.prepare((context) -> new ApplicationContextAotGenerator().processAheadOfTime(
					(GenericApplicationContext) context.getSourceApplicationContext(), generationContext));
		return generationContext.getRuntimeHints();
	}

	interface ProjectService {

		@GetExchange("/admin/projects")
		@Nullable String list();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	static class HttpServiceConfiguration {

	}

}
