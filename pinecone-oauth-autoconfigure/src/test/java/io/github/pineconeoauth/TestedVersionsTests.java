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

package io.github.pineconeoauth;

import java.nio.file.Path;

import io.github.pineconeoauth.token.SharedToken;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the build uses the configured Spring Boot version and classes.
 */
class TestedVersionsTests {

	@Test
	void springBootIsTheOneToBeTested() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("tested.spring-boot.version"));
	}

	@Test
	void classesAreTheOnesToBeTested() throws Exception {
		Path classes = Path.of(SharedToken.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		assertThat(classes).isEqualTo(Path.of(System.getProperty("tested.classes")));
	}

}
