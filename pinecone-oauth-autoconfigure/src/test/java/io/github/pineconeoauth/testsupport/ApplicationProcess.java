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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Spring Boot application in a JVM of its own, with the dependencies of an application
 * and nothing of its tests'.
 */
public final class ApplicationProcess implements AutoCloseable {

	private static final long TIMEOUT_SECONDS = 180;

	private final Process process;

	private final Map<String, String> report = new TreeMap<>();

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final Thread reader = new Thread(this::read, "application-process");

	private ApplicationProcess(Process process) {
		this.process = process;
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start an application, and do not wait until it has started.
	 * @param classPath what is on its class path
	 * @param arguments its arguments
	 * @param sources the classes that make it up
	 * @return the application
	 */
	public static ApplicationProcess start(ClassPath classPath, List<String> arguments, Class<?>... sources) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
						classPath.of(sources[0], ObservedApplication.class), ObservedApplication.class.getName(),
						String.valueOf(sources.length)));
		for (Class<?> source : sources) {
			command.add(source.getName());
		}
		command.addAll(arguments);
		command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off"));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PINECONE") || name.startsWith("SPRING"));
		try {
			return new ApplicationProcess(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.equals(ObservedApplication.END)) {
					this.started.complete(null);
				}
				else if (line.startsWith(ObservedApplication.PREFIX)) {
					String[] entry = line.substring(ObservedApplication.PREFIX.length()).split("=", 2);
					this.report.put(entry[0], entry[1]);
				}
				else {
					this.log.add(line);
				}
			}
			this.started.completeExceptionally(new IllegalStateException(describe("did not start")));
		}
		catch (IOException ex) {
			this.started.completeExceptionally(ex);
		}
	}

	/**
	 * Return what the application looks like, as soon as it has started.
	 * @param key what to return
	 * @return its value
	 */
	public String report(String key) {
		return Objects.requireNonNull(report().get(key), key);
	}

	/**
	 * Return a part of what the application looks like, as soon as it has started.
	 * @param prefix the start of the keys, {@code "bean "} or {@code "injection "}
	 * @return the keys without the prefix, and their values
	 */
	public Map<String, String> reports(String prefix) {
		Map<String, String> reports = new TreeMap<>();
		report().forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				reports.put(key.substring(prefix.length()), value);
			}
		});
		return reports;
	}

	private Map<String, String> report() {
		awaitStart();
		return this.report;
	}

	/**
	 * Wait until the application has started.
	 */
	public void awaitStart() {
		try {
			this.started.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(describe("did not start"), ex);
		}
	}

	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + report("port") + path);
	}

	/**
	 * Return what the application has written so far.
	 * @return the lines
	 */
	public List<String> log() {
		return this.log;
	}

	/**
	 * Wait until the application ends by itself.
	 * @return its exit code
	 */
	public int exitCode() {
		try {
			if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException(describe("did not end"));
			}
			this.reader.join();
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		exitCode();
	}

	/**
	 * Return what the application is doing.
	 * @return the stack traces of all of its threads
	 */
	String threadDump() {
		try {
			Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
					String.valueOf(this.process.pid()), "Thread.print")
				.redirectErrorStream(true)
				.start();
			try (BufferedReader output = jcmd.inputReader()) {
				return output.lines().collect(Collectors.joining("\n"));
			}
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private String describe(String what) {
		return "The application " + what + ":\n" + String.join("\n", log());
	}

}
