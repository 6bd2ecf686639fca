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

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.testsupport.Browser.Answer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the answers of an application without Spring Security, whose endpoints are
 * open.
 */
public abstract class AbstractWebGuestTests extends AbstractGuestTests {

	private final Guest guest;

	/**
	 * Create tests.
	 * @param type the type of the application
	 * @param application the application's main class
	 */
	protected AbstractWebGuestTests(WebApplicationType type, Class<?> application) {
		super(type, AdminApiController.class);
		this.guest = new Guest("open", List.of(), application);
	}

	@Override
	protected List<Guest> guests() {
		return List.of(this.guest);
	}

	@Test
	void starterKeepsEndpointsOpen() {
		assertThat(answers(with(this.guest))).isEqualTo(answers(without(this.guest)));
		assertThat(new Browser().get(with(this.guest).uri("/greetings/you")).body()).isEqualTo("{\"name\":\"you\"}");
	}

	private static Map<String, String> answers(RunningApplication application) {
		Browser browser = new Browser();
		Map<String, String> answers = Stream
			.of("/greetings/you", "/", "/error", "/login", "/logout", "/nowhere", "/oauth2/authorization/pinecone",
					"/login/oauth2/code/pinecone")
			.collect(Collectors.toMap((path) -> path, (path) -> browser.get(application.uri(path)).comparable()));
		Answer post = browser.post(application.uri("/greetings"), "{\"name\":\"you\"}");
		assertThat(post.status()).isEqualTo(200);
		answers.put("POST", post.comparable());
		return answers;
	}

}
