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

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random interleavings of everything that can happen to a {@link SharedToken}.
 * <p>
 * For more of them, set the system property {@code model.steps}. A failure prints its
 * seed: the system property {@code model.seed} starts with that one.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SharedTokenModelTests {

	private static final int STEPS = Integer.getInteger("model.steps", 40_000);

	private static final long SEED = Long.getLong("model.seed", 1);

	private static final int STEPS_PER_EPISODE = 200;

	@Test
	void tokenIsSharedAndRequestsAreBoundedWhateverHappens() {
		for (int i = 0; i < STEPS / STEPS_PER_EPISODE / 2; i++) {
			SharedTokenModel.withFaults(SEED + i).run(STEPS_PER_EPISODE);
		}
	}

	@Test
	void rotationFailsNoRepeatableCall() {
		for (int i = 0; i < STEPS / STEPS_PER_EPISODE / 2; i++) {
			SharedTokenModel.withRotations(SEED + i).run(STEPS_PER_EPISODE);
		}
	}

}
