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
import io.micrometer.observation.ObservationRegistry;

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

	@Override
	public void execute(Runnable task) {
		Observation observation = this.observationRegistry.getCurrentObservation();
		Thread thread = new Thread(null, (observation != null) ? () -> observation.scoped(task) : task,
				"pinecone-oauth-token", 0, false);
		thread.setContextClassLoader(getClass().getClassLoader());
		thread.setDaemon(true);
		thread.start();
	}

}
