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

package io.github.pineconeoauth.it.servlet;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractWebGuestTests;
import io.github.pineconeoauth.testsupport.ClassPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a servlet application without Spring Security.
 */
class ServletApplicationTests extends AbstractWebGuestTests {

	ServletApplicationTests() {
		super(WebApplicationType.SERVLET, ServletApplication.class);
	}

	/**
	 * In phases before {@code package}, this build's jars do not count.
	 */
	@Test
	void starterAddsAtMost23JarsAnd8Megabytes() {
		List<Path> jars = new ArrayList<>(ClassPath.withStarter().jars());
		jars.removeAll(ClassPath.withoutStarter().jars());
		assertThat(jars).hasSizeBetween(1, 23);
		assertThat(jars.stream().map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum())
			.isLessThanOrEqualTo(8_000_000);
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "http.codec", "restclient", "webclient");
	}

}
