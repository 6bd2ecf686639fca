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

import java.time.Duration;
import java.util.concurrent.Executor;

import io.github.pineconeoauth.token.RenewalPolicy;

/**
 * Constants shared by the scenarios.
 */
final class Scenarios {

	static final RenewalPolicy DEFAULTS = new RenewalPolicy(Duration.ofMinutes(5), Duration.ofSeconds(30),
			Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(2));

	/**
	 * Starts a thread for each task, as the starter does.
	 */
	static final Executor EXECUTOR = (task) -> {
		Thread thread = new Thread(task, "token");
		thread.setDaemon(true);
		thread.start();
	};

	/**
	 * Spring Security's default.
	 */
	static final Duration STOCK_CLOCK_SKEW = Duration.ofSeconds(60);

	static final Duration TIMEOUT = Duration.ofSeconds(30);

	private Scenarios() {
	}

}
