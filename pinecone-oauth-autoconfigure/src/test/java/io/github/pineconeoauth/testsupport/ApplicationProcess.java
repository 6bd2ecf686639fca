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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A JVM that runs Spring Boot applications with their own class path, without their
 * tests' dependencies.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final long TIMEOUT_SECONDS = 150;

	private final Process process;

	private final int size;

	private final List<RunningApplication> applications = new ArrayList<>();

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final CompletableFuture<List<RunningApplication>> started = new CompletableFuture<>();

	private final Thread reader = new Thread(this::read, "application-process");

	private ApplicationProcess(Process process, int size) {
		this.process = process;
		this.size = size;
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start applications one after the other, without waiting for them.
	 */
	static ApplicationProcess start(ClassPath classPath, List<Guest> guests) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dreactor.netty.ioShutdownQuietPeriod=1",
						"--enable-native-access=ALL-UNNAMED", "-cp",
						classPath.of(guests.get(0).sources().get(0), ObservedApplication.class),
						ObservedApplication.class.getName()));
		for (Guest guest : guests) {
			command.add(guest.sources().stream().map(Class::getName).collect(Collectors.joining(",")));
			command.addAll(guest.arguments());
			command.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off"));
			command.add(ObservedApplication.END);
		}
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PINECONE") || name.startsWith("SPRING"));
		try {
			return new ApplicationProcess(builder.start(), guests.size());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		Map<String, String> report = new TreeMap<>();
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.equals(ObservedApplication.END)) {
					this.applications.add(new RunningApplication(report));
					report = new TreeMap<>();
					if (this.applications.size() == this.size) {
						this.started.complete(this.applications);
					}
				}
				else if (line.startsWith(ObservedApplication.PREFIX)) {
					String[] entry = line.substring(ObservedApplication.PREFIX.length()).split("=", 2);
					report.put(entry[0], entry[1]);
				}
				else {
					this.log.add(line);
				}
			}
			this.started.completeExceptionally(new IllegalStateException("The output has ended"));
		}
		catch (IOException ex) {
			this.started.completeExceptionally(ex);
		}
	}

	/**
	 * Return the applications in the order of the guests, once all of them have started.
	 */
	List<RunningApplication> applications() {
		try {
			return this.started.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("An application did not start:\n" + String.join("\n", this.log), ex);
		}
	}

	/**
	 * Return what the applications have written so far.
	 */
	List<String> log() {
		return List.copyOf(this.log);
	}

	/**
	 * Wait until the process ends by itself.
	 */
	int exitCode() {
		try {
			if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The process did not end:\n" + String.join("\n", this.log));
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

}
