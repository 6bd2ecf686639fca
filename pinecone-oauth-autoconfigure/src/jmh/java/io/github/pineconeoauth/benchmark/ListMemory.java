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

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.benchmark.Table.Quantity;

import org.springframework.web.client.RestClient;

/**
 * Heap in use by a list of 10,000 role bindings in pages of 100.
 * <p>
 * The blocking list holds all role bindings. The reactive list is measured in its middle,
 * when it holds one page.
 */
final class ListMemory {

	private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

	private static final int ITEMS = LoopbackAdminApi.PAGES * LoopbackAdminApi.PAGE_SIZE;

	private ListMemory() {
	}

	static void run(Table table) {
		try (LoopbackAdminApi api = new LoopbackAdminApi()) {
			RestClient restClient = api.restClient();
			PineconeAdmin admin = PineconeAdmin.create(restClient, RetrySettings.defaults());
			ReactivePineconeAdmin reactiveAdmin = ReactivePineconeAdmin.create(api.webClient(),
					RetrySettings.defaults());
			table.add("Heap of a list of 10,000 role bindings", held(() -> LoopbackAdminApi.list(restClient)),
					held(() -> admin.roleBindings().list()), null);
			table.add("Heap in the middle of the same list, reactive",
					held(() -> LoopbackAdminApi.page(restClient, null)), heldInTheMiddle(reactiveAdmin), null);
		}
	}

	/**
	 * Measure the second call, so that initialization does not count.
	 */
	private static Quantity held(Supplier<Object> action) {
		Objects.requireNonNull(action.get());
		long before = usedHeap();
		Object result = action.get();
		long after = usedHeap();
		Reference.reachabilityFence(result);
		return Quantity.ofBytes(after - before);
	}

	private static Quantity heldInTheMiddle(ReactivePineconeAdmin admin) {
		admin.roleBindings().list().blockLast();
		long before = usedHeap();
		long[] middle = new long[1];
		admin.roleBindings().list().index().doOnNext((item) -> {
			if (item.getT1() == ITEMS / 2) {
				middle[0] = usedHeap();
			}
		}).blockLast();
		return Quantity.ofBytes(middle[0] - before);
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			MEMORY.gc();
		}
		return MEMORY.getHeapMemoryUsage().getUsed();
	}

}
