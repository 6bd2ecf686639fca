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

package io.github.pineconeoauth.token;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Runs a call on another thread and interrupts it after a timeout.
 */
final class BoundedCall {

	private BoundedCall() {
	}

	/**
	 * Run a call. Returns in time even if the call ignores the interrupt.
	 * @param call the call
	 * @param executor provides the thread
	 * @param timeout how long to wait for the result
	 */
	static <T extends @Nullable Object> T call(Callable<T> call, Executor executor, Duration timeout)
			throws ExecutionException, InterruptedException, TimeoutException {
		FutureTask<T> task = new FutureTask<>(call);
		executor.execute(task);
		try {
			return task.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
		}
		finally {
			task.cancel(true);
		}
	}

}
