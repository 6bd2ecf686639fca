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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the registration and form of the auto-configurations.
 */
class AutoConfigurationRegistrationTests {

	private static final String PACKAGE = "io.github.pineconeoauth";

	@Test
	void importsAreTheAutoConfigurations() {
		assertThat(imports()).containsExactlyInAnyOrderElementsOf(annotatedClasses());
	}

	@Test
	void importsAreSorted() {
		assertThat(imports()).isSorted();
	}

	@ParameterizedTest
	@MethodSource("annotatedClasses")
	void neighboursOfAutoConfigurationExist(String name) throws Exception {
		List<String> neighbours = neighbours(name);
		assertThat(neighbours).isNotEmpty();
		assertThat(allImports()).containsAll(neighbours);
	}

	@ParameterizedTest
	@MethodSource("annotatedClasses")
	void autoConfigurationIsPublicAndFinalAndNamedLikeOne(String name) throws Exception {
		Class<?> type = ClassUtils.forName(name, null);
		assertThat(type.getSimpleName()).endsWith("AutoConfiguration");
		assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
		assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("annotatedClasses")
	void beanMethodsOfAutoConfigurationAreVisibleInPackageOnly(String name) throws Exception {
		List<Method> methods = Arrays.stream(ClassUtils.forName(name, null).getDeclaredMethods())
			.filter((method) -> AnnotatedElementUtils.isAnnotated(method, Bean.class))
			.toList();
		assertThat(methods).isNotEmpty();
		assertThat(methods).allMatch(
				(method) -> (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE)) == 0);
	}

	static List<String> annotatedClasses() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(AutoConfiguration.class));
		return scanner.findCandidateComponents(PACKAGE)
			.stream()
			.map((definition) -> String.valueOf(definition.getBeanClassName()))
			.toList();
	}

	private static List<String> imports() {
		return allImports().stream().filter((name) -> name.startsWith(PACKAGE)).toList();
	}

	private static List<String> allImports() {
		return ImportCandidates.load(AutoConfiguration.class, null).getCandidates();
	}

	private static List<String> neighbours(String name) throws ClassNotFoundException {
		AutoConfiguration annotation = AnnotatedElementUtils.getMergedAnnotation(ClassUtils.forName(name, null),
				AutoConfiguration.class);
		assertThat(annotation).isNotNull();
		Stream<String> classes = Stream.of(annotation.after(), annotation.before())
			.flatMap(Arrays::stream)
			.map(Class::getName);
		Stream<String> names = Stream.of(annotation.afterName(), annotation.beforeName()).flatMap(Arrays::stream);
		return Stream.concat(classes, names).toList();
	}

}
