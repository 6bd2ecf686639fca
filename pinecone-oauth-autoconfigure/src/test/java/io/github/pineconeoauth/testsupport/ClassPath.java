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
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Dependencies of an application, as resolved by Maven.
 *
 * @param jars the jars
 */
public record ClassPath(List<Path> jars) {

	/**
	 * Return the class path of the application.
	 * @return all that it depends on
	 */
	public static ClassPath withStarter() {
		return new ClassPath(Stream.of("application", "starter").flatMap(ClassPath::read).toList());
	}

	/**
	 * Return the class path that the application has without the starter.
	 * @return its dependencies without the starter and the starter's own dependencies
	 */
	public static ClassPath withoutStarter() {
		return new ClassPath(read("application").toList());
	}

	private static Stream<Path> read(String name) {
		try {
			String jars = Files.readString(Path.of("target", name + ".classpath")).strip();
			return Stream.of(jars.split(File.pathSeparator)).map(Path::of);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the class path of an application that leaves a dependency out.
	 * @param expression a regular expression for the names of its jars
	 * @return a class path without these jars
	 */
	public ClassPath minus(String expression) {
		List<Path> others = this.jars.stream()
			.filter((jar) -> !jar.getFileName().toString().matches(expression))
			.toList();
		if (others.size() == this.jars.size()) {
			throw new IllegalArgumentException("There is no jar whose name is like " + expression);
		}
		return new ClassPath(others);
	}

	/**
	 * Return whether a class is on the class path.
	 * @param className the name of the class
	 * @return whether one of the jars has it
	 */
	public boolean has(String className) {
		URL[] urls = this.jars.stream().map(ClassPath::url).toArray(URL[]::new);
		try (URLClassLoader classLoader = new URLClassLoader(urls, null)) {
			return classLoader.getResource(className.replace('.', '/') + ".class") != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static URL url(Path jar) {
		try {
			return jar.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the class path in the form that {@code java} takes.
	 * @param types classes that are to be on the class path as well
	 */
	String of(Class<?>... types) {
		List<String> entries = new ArrayList<>();
		for (Class<?> type : types) {
			entries.add(location(type).toString());
		}
		this.jars.forEach((jar) -> entries.add(jar.toString()));
		return String.join(File.pathSeparator, entries);
	}

	private static Path location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
