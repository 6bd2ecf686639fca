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
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.benchmark.Table.Quantity;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What the JMH benchmarks measure. They take turns in several rounds, each time in a JVM
 * of their own, so that whatever else the machine does hits all of them.
 */
final class Costs {

	private static final int ROUNDS = 2;

	private static final int[] THREADS = { 1, 8 };

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final Map<String, Samples> samples = new HashMap<>();

	static void run(String include, Table table) {
		Costs costs = new Costs();
		for (int round = 1; round <= ROUNDS; round++) {
			for (int threads : THREADS) {
				costs.measure(include, threads);
			}
		}
		costs.addTo(table, "Request through the exchange filter", ExchangeFilterBenchmark.class, "stock");
		costs.addTo(table, "The same within a servlet request", ExchangeFilterBenchmark.class, "stockServlet");
		costs.addTo(table, "Request through the interceptor", InterceptorBenchmark.class, "stock");
		costs.addTo(table, "Token from the blocking manager", ManagerBenchmark.class, "stock");
		costs.addTo(table, "Token from the reactive manager", ReactiveManagerBenchmark.class, "stock");
	}

	private void measure(String include, int threads) {
		Options options = new OptionsBuilder().include(include)
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.threads(threads)
			.forks(1)
			.warmupIterations(3)
			.warmupTime(TimeValue.milliseconds(500))
			.measurementIterations(10)
			.measurementTime(TimeValue.milliseconds(60))
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
		Samples samples = this.samples.computeIfAbsent(key(name, threads), (key) -> new Samples());
		for (BenchmarkResult fork : result.getBenchmarkResults()) {
			fork.getIterationResults().forEach(samples::add);
		}
		System.out.printf("%s, %d thread(s): %s%n", name.substring(Costs.class.getPackageName().length() + 1), threads,
				samples.quantity().text());
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
		Samples samples = this.samples.get(key(type.getName() + "." + method, threads));
		return (samples != null) ? samples.quantity() : null;
	}

	private static String key(String benchmark, int threads) {
		return benchmark + " " + threads;
	}

	/**
	 * All iterations of all rounds, of which the median counts.
	 */
	private static final class Samples {

		private final ListStatistics nanos = new ListStatistics();

		private final ListStatistics bytes = new ListStatistics();

		void add(IterationResult iteration) {
			this.nanos.addValue(iteration.getPrimaryResult().getScore());
			Result<?> allocation = iteration.getSecondaryResults().get(ALLOCATION);
			this.bytes.addValue((allocation != null) ? allocation.getScore() : 0);
		}

		Quantity quantity() {
			Quantity time = Quantity.ofNanos(this.nanos.getPercentile(50));
			return new Quantity(time.value(),
					String.format(Locale.ROOT, "%s, %,.0f B", time.text(), this.bytes.getPercentile(50)));
		}

	}

}
