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

import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Lists the public and protected types and members of classes.
 */
final class PublicApi {

	private final SortedSet<String> lines = new TreeSet<>();

	private PublicApi() {
	}

	/**
	 * Return a line for each type and each member, sorted.
	 * @param classes the directory of the class files, whose classes can be loaded
	 * @return the lines
	 */
	static SortedSet<String> of(Path classes) throws IOException {
		PublicApi api = new PublicApi();
		try (Stream<Path> files = Files.walk(classes)) {
			files.map((file) -> classes.relativize(file).toString())
				.filter((file) -> file.endsWith(".class"))
				.map((file) -> file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.'))
				.map((name) -> ClassUtils.resolveClassName(name, PublicApi.class.getClassLoader()))
				.filter(PublicApi::isVisible)
				.forEach(api::add);
		}
		return api.lines;
	}

	private static boolean isVisible(Class<?> type) {
		Class<?> owner = type.getDeclaringClass();
		if (owner != null) {
			return isVisible(owner) && isVisible(owner, type.getModifiers());
		}
		return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && !type.isLocalClass();
	}

	private static boolean isVisible(Class<?> owner, int modifiers) {
		return Modifier.isPublic(modifiers)
				|| (Modifier.isProtected(modifiers) && !Modifier.isFinal(owner.getModifiers()));
	}

	private void add(Class<?> type) {
		boolean isClass = kind(type).equals("class");
		Type superclass = type.getGenericSuperclass();
		Type[] interfaces = type.getGenericInterfaces();
		add(type.getName(), isClass ? modifiers(type.getModifiers(), Modifier.ABSTRACT | Modifier.FINAL) : "",
				kind(type), variables(type),
				(isClass && superclass != Object.class) ? "extends " + name(superclass) : "",
				(interfaces.length > 0 && !type.isAnnotation()) ? "implements " + list(interfaces, PublicApi::name)
						: "");
		addMembers(type, type);
	}

	private void addMembers(Class<?> type, Class<?> declaring) {
		members(type, declaring.getDeclaredFields()).forEach((field) -> addField(type, field));
		members(type, declaring.getDeclaredMethods()).filter((method) -> !isInEachType(method))
			.forEach((method) -> addMethod(type, method));
		if (type == declaring) {
			members(type, type.getDeclaredConstructors()).forEach((constructor) -> addConstructor(type, constructor));
		}
		// Users see the members that a type inherits from one that they do not see.
		Stream.concat(Stream.ofNullable(declaring.getSuperclass()), Arrays.stream(declaring.getInterfaces()))
			.filter((inherited) -> inherited.getPackage().equals(type.getPackage()) && !isVisible(inherited))
			.forEach((inherited) -> addMembers(type, inherited));
	}

	private static <M extends Member> Stream<M> members(Class<?> type, M[] members) {
		return Arrays.stream(members)
			.filter((member) -> isVisible(type, member.getModifiers()) && !member.isSynthetic());
	}

	private static boolean isInEachType(Method method) {
		return (method.getDeclaringClass().isEnum() && Modifier.isStatic(method.getModifiers())
				&& method.getName().startsWith("value"))
				|| ClassUtils.hasMethod(Object.class, method.getName(), method.getParameterTypes());
	}

	private void addField(Class<?> type, Field field) {
		add(type.getName() + "#" + field.getName(), modifiers(field.getModifiers(), ~Modifier.PUBLIC),
				name(field.getAnnotatedType()));
	}

	private void addConstructor(Class<?> type, Constructor<?> constructor) {
		add(type.getName() + "#" + type.getSimpleName() + parameters(constructor),
				modifiers(constructor.getModifiers(), Modifier.PROTECTED), exceptions(constructor));
	}

	private void addMethod(Class<?> type, Method method) {
		add(type.getName() + "#" + method.getName() + parameters(method),
				modifiers(method.getModifiers(),
						Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL),
				(method.isDefault() || method.getDefaultValue() != null) ? "default" : "", variables(method),
				name(method.getAnnotatedReturnType()), exceptions(method));
	}

	private void add(String... parts) {
		this.lines.add(Arrays.stream(parts).filter((part) -> !part.isEmpty()).collect(Collectors.joining(" ")));
	}

	private static String kind(Class<?> type) {
		if (type.isAnnotation()) {
			return "annotation";
		}
		if (type.isInterface()) {
			return "interface";
		}
		if (type.isEnum()) {
			return "enum";
		}
		return type.isRecord() ? "record" : "class";
	}

	private static String modifiers(int modifiers, int shown) {
		return Modifier.toString(modifiers & shown);
	}

	private static String variables(GenericDeclaration declaration) {
		TypeVariable<?>[] variables = declaration.getTypeParameters();
		return (variables.length > 0) ? "<" + list(variables, PublicApi::variable) + ">" : "";
	}

	private static String variable(TypeVariable<?> variable) {
		String bounds = Arrays.stream(variable.getAnnotatedBounds())
			.map(PublicApi::name)
			.filter((bound) -> !bound.equals("Object"))
			.collect(Collectors.joining(" & "));
		return bounds.isEmpty() ? variable.getName() : variable.getName() + " extends " + bounds;
	}

	private static String parameters(Executable executable) {
		String parameters = list(executable.getAnnotatedParameterTypes(), PublicApi::name);
		return "(" + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters) + ")";
	}

	private static String exceptions(Executable executable) {
		Type[] exceptions = executable.getGenericExceptionTypes();
		return (exceptions.length > 0) ? "throws " + list(exceptions, PublicApi::name) : "";
	}

	private static String name(AnnotatedType type) {
		return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "") + name(type.getType());
	}

	private static String name(Type type) {
		return type.getTypeName().replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
	}

	private static <T> String list(T[] elements, Function<T, String> name) {
		return Arrays.stream(elements).map(name).collect(Collectors.joining(", "));
	}

}
