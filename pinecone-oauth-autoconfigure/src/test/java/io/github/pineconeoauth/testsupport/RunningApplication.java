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

package io.github.pineconeoauth.testsupport;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An application of an {@link ApplicationProcess} after its start.
 *
 * @param report what {@link ObservedApplication} has printed about it
 */
public record RunningApplication(Map<String, String> report) {

	/**
	 * Return one value of the report.
	 * @param key its key
	 * @return the value
	 */
	public String report(String key) {
		return Objects.requireNonNull(this.report.get(key), key);
	}

	/**
	 * Return a part of the report.
	 * @param prefix the start of the keys, {@code "bean "} or {@code "injection "}
	 * @return the keys without the prefix, with their values, modifiable
	 */
	public Map<String, String> reports(String prefix) {
		Map<String, String> reports = new TreeMap<>();
		this.report.forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				reports.put(key.substring(prefix.length()), value);
			}
		});
		return reports;
	}

	/**
	 * Return the URI of a path.
	 * @param path the path
	 * @return the URI
	 */
	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + report("port") + path);
	}

}
