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

package io.github.pineconeoauth.samples.inventory;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Table}.
 */
class TableTests {

	@Test
	void toStringAlignsColumnsWithWidestCell() {
		Table table = new Table(List.of("A", "HEADER", "C"),
				List.of(List.of("widest", "b", "c"), List.of("a", "-", "")));
		assertThat(table.toString().lines()).containsExactly("A       HEADER  C", "widest  b       c", "a       -");
	}

	@Test
	void toStringWhenThereAreNoRowsIsHeader() {
		assertThat(new Table(List.of("A", "B"), List.of())).hasToString("A  B");
	}

}
