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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.benchmark.Table.Quantity;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Runs the JMH benchmarks.
 * <p>
 * All benchmarks run in one JVM, since differences between JVMs exceed those between
 * benchmarks. The benchmarks of a group take turns. Only the fastest turn counts, which
 * is the least disturbed one. The groups run one after the other, so that a group does
 * not affect the call sites of an earlier group.
 */
final class Costs {

	private static final int[] THREADS = { 1, 8 };

	private static final int WARM_UP_TURNS = 3;

	private static final TimeValue WARM_UP_TIME = TimeValue.seconds(1);

	private static final int TURNS = 15;

	private static final TimeValue TIME = TimeValue.milliseconds(250);

	private static final String[] GROUPS = { "(Filter|Interceptor|Manager)Benchmark[.](?!stock)", "TypedApiBenchmark",
			"[.]stock" };

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final Map<String, Samples> samples = new HashMap<>();

	static void run(String include, Table table) throws RunnerException {
		Costs costs = new Costs();
		for (String group : GROUPS) {
			costs.measure(include, "^(?!.*" + group + ")");
		}
		costs.addTo(table, "Request through the exchange filter", ExchangeFilterBenchmark.class, "stock");
		costs.addTo(table, "The same within a servlet request", ExchangeFilterBenchmark.class, "stockServlet");
		costs.addTo(table, "Request through the interceptor", InterceptorBenchmark.class, "stock");
		costs.addTo(table, "Token from the blocking manager", ManagerBenchmark.class, "stock");
		costs.addTo(table, "Token from the reactive manager", ReactiveManagerBenchmark.class, "stock");
		costs.addTyped(table, "Typed get next to one by hand", "get");
		costs.addTyped(table, "The same, reactive", "reactiveGet");
		costs.addTyped(table, "Typed list of 10,000 items next to one by hand", "list");
		costs.addTyped(table, "The same, reactive", "reactiveList");
	}

	private void measure(String include, String exclude) throws RunnerException {
		for (int i = 0; i < WARM_UP_TURNS; i++) {
			takeTurns(include, exclude, 1, WARM_UP_TIME);
		}
		for (int threads : THREADS) {
			for (int i = 0; i < TURNS; i++) {
				takeTurns(include, exclude, threads, TIME).forEach((result) -> add(result, threads));
			}
		}
	}

	private static Collection<RunResult> takeTurns(String include, String exclude, int threads, TimeValue time)
			throws RunnerException {
		Options options = new OptionsBuilder().include(include)
			.exclude(exclude)
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.threads(threads)
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.measurementTime(time)
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		try {
			return new Runner(options).run();
		}
		catch (NoBenchmarksException ex) {
			return List.of();
		}
	}

	private void add(RunResult result, int threads) {
		this.samples.computeIfAbsent(key(result.getParams().getBenchmark(), threads), (key) -> new Samples())
			.add(result);
	}

	private void addTo(Table table, String what, Class<?> type, String stock) {
		addTo(table, what, type, "limit", "pinecone", stock);
	}

	private void addTyped(Table table, String what, String method) {
		addTo(table, what, TypedApiBenchmark.class, method + "ByHand", method, null);
	}

	private void addTo(Table table, String what, Class<?> type, String limit, String pinecone, @Nullable String stock) {
		for (int threads : THREADS) {
			Quantity quantity = of(type, pinecone, threads);
			if (quantity != null) {
				table.add(what + ", " + threads + ((threads > 1) ? " threads" : " thread"), of(type, limit, threads),
						quantity, (stock != null) ? of(type, stock, threads) : null);
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
	 * All turns of one benchmark.
	 */
	private static final class Samples {

		private final ListStatistics nanos = new ListStatistics();

		private final ListStatistics bytes = new ListStatistics();

		void add(RunResult result) {
			this.nanos.addValue(result.getPrimaryResult().getScore());
			this.bytes.addValue(Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore());
		}

		Quantity quantity() {
			Quantity time = Quantity.ofNanos(this.nanos.getMin());
			return new Quantity(time.value(),
					String.format(Locale.ROOT, "%s, %,.0f B", time.text(), this.bytes.getPercentile(50)));
		}

	}

}
