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

import java.io.File;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM that runs an application in a class loader of its own, as a servlet container
 * does. It ends successfully once the class loader has been collected. Uses the JDK
 * alone.
 */
public final class ClassLoaderOfApplication extends URLClassLoader {

	private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final String ADMIN_PACKAGE = "io.github.pineconeoauth.admin.";

	private ClassLoaderOfApplication(URL[] classPath) {
		super(classPath, ClassLoader.getPlatformClassLoader());
	}

	/**
	 * Run the application.
	 * @param arguments its class path, the name of its class, and its arguments
	 */
	public static void main(String[] arguments) throws Exception {
		// The JDK's timer keeps the class loader of the first thread that needs it
		new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.NANOSECONDS).join();
		ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
		Reference<ClassLoader> classLoader = run(arguments, collected);
		// The JDK keeps the types of the last record whose hash code it has prepared
		int unused = new LastRecord(List.of()).hashCode();
		long start = System.nanoTime();
		while (collected.remove(100) != classLoader) {
			if (System.nanoTime() - start > TIMEOUT_NANOS) {
				throw new IllegalStateException("The class loader is not collected");
			}
			System.gc();
		}
	}

	private static Reference<ClassLoader> run(String[] arguments, ReferenceQueue<ClassLoader> collected)
			throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : arguments[0].split(File.pathSeparator)) {
			classPath.add(url(Path.of(entry)));
		}
		try (ClassLoaderOfApplication classLoader = new ClassLoaderOfApplication(classPath.toArray(URL[]::new))) {
			CompletableFuture.runAsync(() -> classLoader.run(arguments), (task) -> {
				Thread thread = new Thread(task, "application");
				thread.setContextClassLoader(classLoader);
				thread.start();
			}).join();
			return new WeakReference<>(classLoader, collected);
		}
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private void run(String[] arguments) {
		try {
			loadClass(arguments[1]).getMethod("run", String[].class, Runnable.class)
				.invoke(null, Arrays.copyOfRange(arguments, 2, arguments.length), (Runnable) this::checkLoadedClasses);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The start needs the interfaces of the typed clients, and not what is behind them.
	 */
	private void checkLoadedClasses() {
		Stream
			.of("DefaultPineconeAdmin", "DefaultReactivePineconeAdmin", "RestClientExchange", "WebClientExchange",
					"AdminJson", "Project")
			.filter((name) -> findLoadedClass(ADMIN_PACKAGE + name) != null)
			.findAny()
			.ifPresent((name) -> {
				throw new IllegalStateException(name + " is loaded while the application starts");
			});
	}

	private record LastRecord(List<?> component) {
	}

}
