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

import org.springframework.boot.SpringBootVersion;
import org.springframework.security.core.SpringSecurityCoreVersion;

/**
 * Runs all benchmarks and prints one table.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		Table table = new Table();
		String include = System.getProperty("benchmark", ".*");
		if (!include.isEmpty()) {
			System.out.println("Costs of a request");
			Costs.run(include, table);
		}
		run("The memory of lists", ListMemory::run, table);
		run("A stampede", Stampede::run, table);
		run("Herds", Herds::run, table);
		run("Renewals under load", SteadyLoad::run, table);
		run("An outage", Outage::run, table);
		run("Many principals", Principals::run, table);
		run("Classes that a start loads", StartUp::run, table);
		System.out.printf("%n%s%n%d cores, Java %s, Spring Boot %s, Spring Security %s%n", table,
				Runtime.getRuntime().availableProcessors(), Runtime.version(), SpringBootVersion.getVersion(),
				SpringSecurityCoreVersion.getVersion());
	}

	private static void run(String name, Scenario scenario, Table table) throws Exception {
		if (name.matches(System.getProperty("benchmark.scenarios", ".*"))) {
			System.out.println(name);
			scenario.run(table);
		}
	}

	/**
	 * Scenario that adds its results to a table.
	 */
	@FunctionalInterface
	private interface Scenario {

		void run(Table table) throws Exception;

	}

}
