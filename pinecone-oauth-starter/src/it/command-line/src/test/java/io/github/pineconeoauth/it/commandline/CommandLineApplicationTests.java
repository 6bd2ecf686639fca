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

package io.github.pineconeoauth.it.commandline;

import java.util.List;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import io.github.pineconeoauth.testsupport.Guest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a command line application that depends on the starter alone.
 */
class CommandLineApplicationTests extends AbstractGuestTests {

	private final Guest guest = new Guest("command line", List.of(), CommandLineApplication.class);

	CommandLineApplicationTests() {
		super(WebApplicationType.NONE, AdminApiRunner.class);
	}

	@Test
	void processEndsByItself() {
		assertThat(exitCodes()).containsExactly(0, 0);
	}

	@Test
	void tokenRequestNamesProjectAndVersion() {
		assertThat(tokenRequests()).singleElement()
			.satisfies((request) -> assertThat(request.getHeader("User-Agent"))
				.matches("pinecone-oauth/\\d+\\.\\d+\\.\\d+.*"));
	}

	@Override
	protected List<Guest> guests() {
		return List.of(this.guest);
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "http.codec", "http.converter", "jackson", "restclient", "webclient");
	}

	@Override
	protected String callAdminApi(Guest guest) {
		return logWithStarter().stream().filter((line) -> line.startsWith("{")).findFirst().orElse("");
	}

}
