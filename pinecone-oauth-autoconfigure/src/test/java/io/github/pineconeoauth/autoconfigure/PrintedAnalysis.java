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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failure analysis that Spring Boot prints if an application does not start.
 */
record PrintedAnalysis(String description, String action) {

	private static final Pattern PATTERN = Pattern.compile(
			"APPLICATION FAILED TO START\\s+\\*+\\s+Description:\\s+(.+?)\\s+Action:\\s+(.+?)\\s*$", Pattern.DOTALL);

	static PrintedAnalysis of(String output) {
		Matcher matcher = PATTERN.matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return new PrintedAnalysis(matcher.group(1), matcher.group(2));
	}

}
