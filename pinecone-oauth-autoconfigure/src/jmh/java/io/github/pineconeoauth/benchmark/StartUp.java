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
import org.openjdk.jmh.util.ListStatistics;

/**
 * Startup of a servlet application without the starter, with the starter disabled, with
 * the starter, and with Spring Security.
 * <p>
 * The disabled starter shows the costs for an application that has its libraries anyway.
 */
final class StartUp {

	private static final int STARTS = 10;

	private static final String REGISTRATION = "--spring.security.oauth2.client.registration.pinecone.";

	private static final String[] CREDENTIALS = { "--pinecone.client-id=id", "--pinecone.client-secret=secret" };

	private StartUp() {
	}

	static void run(Table table) throws IOException {
		String application = applicationClassPath();
		String applicationAndStarter = application + File.pathSeparator + classPath("starter");
		Starts without = new Starts(application);
		Starts switchedOff = new Starts(applicationAndStarter, "--pinecone.oauth.enabled=false");
		Starts with = new Starts(applicationAndStarter, CREDENTIALS);
		Starts stock = new Starts("target/classes" + File.pathSeparator + classPath("stock"),
				"--spring.security.oauth2.client.provider.pinecone.token-uri=https://login.pinecone.io/oauth/token",
				REGISTRATION + "authorization-grant-type=client_credentials", REGISTRATION + "client-id=id",
				REGISTRATION + "client-secret=secret");
		for (int i = 0; i < STARTS; i++) {
			without.add();
			switchedOff.add();
			with.add();
			stock.add();
		}
		add(table, "Start of a servlet application", without, with, stock);
		add(table, "Start of a servlet application that has the libraries", switchedOff, with, stock);
	}

	private static void add(Table table, String what, Starts limit, Starts with, Starts stock) {
		table.add(what + ": time", limit.time(), with.time(), stock.time());
		table.add(what + ": CPU time", limit.cpuTime(), with.cpuTime(), stock.cpuTime());
		table.add(what + ": classes", limit.classes(), with.classes(), stock.classes());
		table.add(what + ": heap after garbage collection", limit.heap(), with.heap(), stock.heap());
	}

	/**
	 * Count the classes of one start each, with and without Actuator.
	 */
	static void countClasses(Table table) throws IOException {
		String application = applicationClassPath();
		String actuator = application + File.pathSeparator + classPath("actuator");
		addClasses(table, "Start of a servlet application without Actuator", application);
		addClasses(table, "Start of a servlet application with Actuator", actuator);
	}

	private static void addClasses(Table table, String what, String application) throws IOException {
		Starts without = new Starts(application);
		Starts with = new Starts(application + File.pathSeparator + classPath("starter"), CREDENTIALS);
		without.add();
		with.add();
		table.add(what + ": classes", without.classes(), with.classes(), null);
	}

	private static String applicationClassPath() throws IOException {
		return "target/classes" + File.pathSeparator + classPath("application");
	}

	private static String classPath(String name) throws IOException {
		return Files.readString(Path.of("target", name + ".classpath")).strip();
	}

	/**
	 * All starts of one kind.
	 */
	private static final class Starts {

		private final ListStatistics nanos = new ListStatistics();

		private final ListStatistics cpuNanos = new ListStatistics();

		private final ListStatistics classes = new ListStatistics();

		private final ListStatistics heap = new ListStatistics();

		private final List<String> command;

		/**
		 * Disables the second JIT compiler, which makes starts longer and less stable.
		 */
		Starts(String classPath, String... arguments) {
			this.command = Stream
				.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath,
						ServletApplication.class.getName(), "--server.port=0", "--server.address=127.0.0.1"),
						Stream.of(arguments))
				.toList();
		}

		/**
		 * Start once more.
		 */
		void add() throws IOException {
			long start = System.nanoTime();
			Process process = new ProcessBuilder(this.command).redirectErrorStream(true).start();
			try (BufferedReader output = process.inputReader()) {
				readUntilStarted(output);
				this.nanos.addValue(System.nanoTime() - start);
				this.cpuNanos.addValue(Long.parseLong(output.readLine()));
				this.classes.addValue(Long.parseLong(output.readLine()));
				this.heap.addValue(Long.parseLong(output.readLine()));
			}
		}

		private static void readUntilStarted(BufferedReader output) throws IOException {
			StringBuilder log = new StringBuilder();
			for (String line = output.readLine(); !ServletApplication.STARTED.equals(line); line = output.readLine()) {
				if (line == null) {
					throw new IllegalStateException("The application did not start:\n" + log);
				}
				log.append(line).append('\n');
			}
		}

		Quantity time() {
			return Quantity.ofNanos(this.nanos.getPercentile(50));
		}

		Quantity cpuTime() {
			return Quantity.ofNanos(this.cpuNanos.getPercentile(50));
		}

		Quantity classes() {
			return Quantity.ofCount(Math.round(this.classes.getPercentile(50)));
		}

		Quantity heap() {
			return Quantity.ofBytes(this.heap.getPercentile(50));
		}

	}

}
