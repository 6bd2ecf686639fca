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

import java.util.concurrent.Executor;

import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Scope;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link Executor} that starts a platform thread for each task.
 * <p>
 * Does not use a pool, which waiting callers could fill, or virtual threads, since pinned
 * ones could occupy all carrier threads. The new thread only inherits the current
 * observation.
 *
 * @param observationRegistry the registry of the current observation
 */
record TokenRequestExecutor(ObservationRegistry observationRegistry) implements Executor {

	private static final Log logger = LogFactory.getLog(TokenRequestExecutor.class);

	@Override
	public void execute(Runnable task) {
		Observation observation = this.observationRegistry.getCurrentObservation();
		Thread thread = new Thread(null, (observation != null) ? () -> run(task, observation) : task,
				"pinecone-oauth-token", 0, false);
		thread.setContextClassLoader(getClass().getClassLoader());
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Run a task, even if a handler of the observation fails.
	 */
	@SuppressWarnings("try")
	private static void run(Runnable task, Observation observation) {
		try (Scope scope = openScope(observation)) {
			task.run();
		}
	}

	private static @Nullable Scope openScope(Observation observation) {
		try {
			return observation.openScope();
		}
		catch (RuntimeException ex) {
			logger.debug("Could not open the scope of the current observation", ex);
			return null;
		}
	}

}
