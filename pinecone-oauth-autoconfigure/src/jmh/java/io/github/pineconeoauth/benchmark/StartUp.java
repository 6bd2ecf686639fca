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

package io.github.pineconeoauth.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.pineconeoauth.benchmark.Table.Quantity;
import io.github.pineconeoauth.benchmark.application.ServletApplication;

/**
 * Number of classes that a servlet application loads on startup, with and without the
 * starter.
 */
final class StartUp {

	private StartUp() {
	}

	static void run(Table table) throws IOException {
		String application = "target/classes" + File.pathSeparator + classPath("application");
		String actuator = application + File.pathSeparator + classPath("actuator");
		add(table, "Start of a servlet application without Actuator: classes", application);
		add(table, "Start of a servlet application with Actuator: classes", actuator);
	}

	private static void add(Table table, String what, String application) throws IOException {
		Quantity without = classes(application);
		Quantity with = classes(application + File.pathSeparator + classPath("starter"), "--pinecone.client-id=id",
				"--pinecone.client-secret=secret");
		table.add(what, without, with, null);
	}

	private static String classPath(String name) throws IOException {
		return Files.readString(Path.of("target", name + ".classpath")).strip();
	}

	private static Quantity classes(String classPath, String... arguments) throws IOException {
		List<String> command = Stream.concat(
				Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
						ServletApplication.class.getName(), "--server.port=0", "--server.address=127.0.0.1"),
				Stream.of(arguments))
			.toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader()) {
			List<String> lines = output.lines().toList();
			int started = lines.indexOf(ServletApplication.STARTED);
			if (started == -1) {
				throw new IllegalStateException("The application did not start:\n" + String.join("\n", lines));
			}
			return Quantity.ofCount(Long.parseLong(lines.get(started + 1)));
		}
	}

}
