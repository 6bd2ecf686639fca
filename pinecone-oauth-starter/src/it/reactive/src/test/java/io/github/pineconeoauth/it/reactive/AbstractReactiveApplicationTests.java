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

package io.github.pineconeoauth.it.reactive;

import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractWebGuestTests;
import io.github.pineconeoauth.testsupport.ClassPath;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for a reactive application without Spring Security.
 */
abstract class AbstractReactiveApplicationTests extends AbstractWebGuestTests {

	private final String otherServer;

	/**
	 * Create tests.
	 * @param otherServer the names of the jars of the server that the application does
	 * not have, as a regular expression
	 */
	AbstractReactiveApplicationTests(String otherServer) {
		super(WebApplicationType.REACTIVE, ReactiveApplication.class);
		this.otherServer = otherServer;
	}

	@Override
	protected ClassPath classPath(ClassPath classPath) {
		return classPath.minus(this.otherServer);
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "restclient", "webclient");
	}

}
