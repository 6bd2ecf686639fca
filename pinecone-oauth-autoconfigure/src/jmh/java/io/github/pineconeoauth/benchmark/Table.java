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

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Markdown table of measurements.
 */
final class Table {

	private final StringBuilder rows = new StringBuilder("""
			| | limit | this starter | Spring Security | starter : limit | Spring Security : starter |
			|---|---|---|---|---|---|
			""");

	/**
	 * Add a row.
	 * @param what the name of the measurement
	 * @param limit the lower bound, or {@code null}
	 * @param pinecone the value of the starter
	 * @param stock the value of Spring Security, or {@code null}
	 */
	void add(String what, @Nullable Quantity limit, Quantity pinecone, @Nullable Quantity stock) {
		this.rows.append("| ")
			.append(String.join(" | ", what, text(limit), text(pinecone), text(stock), ratio(pinecone, limit),
					ratio(stock, pinecone)))
			.append(" |\n");
	}

	private static String text(@Nullable Quantity quantity) {
		return (quantity != null) ? quantity.text() : "";
	}

	private static String ratio(@Nullable Quantity dividend, @Nullable Quantity divisor) {
		if (dividend == null || divisor == null || divisor.value() == 0) {
			return "";
		}
		double ratio = dividend.value() / divisor.value();
		return String.format(Locale.ROOT, (ratio < 10) ? "%.2f" : "%,.0f", ratio);
	}

	@Override
	public String toString() {
		return this.rows.toString();
	}

	/**
	 * Measured quantity.
	 *
	 * @param value the value for ratios
	 * @param text the text to print
	 */
	record Quantity(double value, String text) {

		static Quantity ofCount(long count) {
			return new Quantity(count, String.format(Locale.ROOT, "%,d", count));
		}

		static Quantity ofNanos(double nanos) {
			String[] units = { "ns", "µs", "ms", "s" };
			int unit = 0;
			double number = nanos;
			while (number >= 1000 && unit < units.length - 1) {
				number /= 1000;
				unit++;
			}
			return new Quantity(nanos, String.format(Locale.ROOT, format(number), number) + " " + units[unit]);
		}

		static Quantity ofBytes(double bytes) {
			double megabytes = bytes / (1024 * 1024);
			return new Quantity(bytes, String.format(Locale.ROOT, format(megabytes), megabytes) + " MiB");
		}

		private static String format(double number) {
			return (number < 10) ? "%.2f" : (number < 100) ? "%.1f" : "%.0f";
		}

	}

}
