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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Text table with aligned columns.
 */
final class Table {

	private static final String GAP = "  ";

	private final List<List<String>> rows;

	Table(List<String> header, List<List<String>> rows) {
		this.rows = Stream.concat(Stream.of(header), rows.stream()).toList();
	}

	@Override
	public String toString() {
		List<Integer> widths = IntStream.range(0, this.rows.get(0).size()).mapToObj(this::width).toList();
		return this.rows.stream().map((row) -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

	private static String line(List<String> row, List<Integer> widths) {
		return IntStream.range(0, row.size())
			.mapToObj((column) -> row.get(column) + " ".repeat(widths.get(column) - row.get(column).length()))
			.collect(Collectors.joining(GAP))
			.stripTrailing();
	}

}
