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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.benchmark.Table.Quantity;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What the JMH benchmarks measure, each in a JVM of its own. Of its iterations the
 * fastest counts, which is the one that the machine disturbed least.
 */
final class Costs {

	private static final int[] THREADS = { 1, 8 };

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final Map<String, Quantity> quantities = new HashMap<>();

	static void run(String include, Table table) {
		Costs costs = new Costs();
		for (int threads : THREADS) {
			costs.measure(include, threads);
		}
		costs.addTo(table, "Request through the exchange filter", ExchangeFilterBenchmark.class, "stock");
		costs.addTo(table, "The same within a servlet request", ExchangeFilterBenchmark.class, "stockServlet");
		costs.addTo(table, "Request through the interceptor", InterceptorBenchmark.class, "stock");
		costs.addTo(table, "Token from the blocking manager", ManagerBenchmark.class, "stock");
		costs.addTo(table, "Token from the reactive manager", ReactiveManagerBenchmark.class, "stock");
	}

	/**
	 * Warms up for longer where more threads leave less of the cores to the compiler.
	 */
	private void measure(String include, int threads) {
		Options options = new OptionsBuilder().include(include)
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.threads(threads)
			.forks(1)
			.warmupTime(TimeValue.milliseconds((threads > 1) ? 1500 : 1000))
			.measurementIterations(10)
			.measurementTime(TimeValue.milliseconds(100))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		try {
			new Runner(options).run().forEach((result) -> add(result, threads));
		}
		catch (RunnerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void add(RunResult result, int threads) {
		String name = result.getParams().getBenchmark();
		Quantity quantity = fastest(result);
		this.quantities.put(key(name, threads), quantity);
		System.out.printf("%s, %d thread(s): %s%n", name.substring(Costs.class.getPackageName().length() + 1), threads,
				quantity.text());
	}

	private static Quantity fastest(RunResult result) {
		ListStatistics nanos = new ListStatistics();
		ListStatistics bytes = new ListStatistics();
		for (BenchmarkResult fork : result.getBenchmarkResults()) {
			for (IterationResult iteration : fork.getIterationResults()) {
				nanos.addValue(iteration.getPrimaryResult().getScore());
				bytes.addValue(Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATION)).getScore());
			}
		}
		Quantity time = Quantity.ofNanos(nanos.getMin());
		return new Quantity(time.value(),
				String.format(Locale.ROOT, "%s, %,.0f B", time.text(), bytes.getPercentile(50)));
	}

	private void addTo(Table table, String what, Class<?> type, String stock) {
		for (int threads : THREADS) {
			Quantity pinecone = of(type, "pinecone", threads);
			if (pinecone != null) {
				table.add(what + ", " + threads + ((threads > 1) ? " threads" : " thread"),
						of(type, "constantHeaders", threads), pinecone, of(type, stock, threads));
			}
		}
	}

	private @Nullable Quantity of(Class<?> type, String method, int threads) {
		return this.quantities.get(key(type.getName() + "." + method, threads));
	}

	private static String key(String benchmark, int threads) {
		return benchmark + " " + threads;
	}

}
