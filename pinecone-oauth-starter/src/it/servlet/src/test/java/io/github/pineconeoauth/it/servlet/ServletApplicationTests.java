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
import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.testsupport.AbstractGuestTests;
import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.Browser.Answer;
import io.github.pineconeoauth.testsupport.ClassPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a servlet application without Spring Security.
 */
class ServletApplicationTests extends AbstractGuestTests {

	private final Browser browser = new Browser();

	ServletApplicationTests() {
		super(WebApplicationType.SERVLET);
	}

	@Test
	void openEndpointWhenStarterIsAddedStaysOpen() {
		Answer answer = this.browser.get(with().uri("/greetings/you"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"name\":\"you\"}");
		assertThat(answer.comparable()).isEqualTo(this.browser.get(without().uri("/greetings/you")).comparable());
	}

	@Test
	void postWhenStarterIsAddedNeedsNoLogin() {
		Answer answer = this.browser.post(with().uri("/greetings"), "{\"name\":\"you\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.comparable())
			.isEqualTo(this.browser.post(without().uri("/greetings"), "{\"name\":\"you\"}").comparable());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/error", "/login", "/logout", "/nowhere", "/oauth2/authorization/pinecone",
			"/login/oauth2/code/pinecone" })
	void answerWhenStarterIsAddedIsTheSame(String path) {
		assertThat(this.browser.get(with().uri(path)).comparable())
			.isEqualTo(this.browser.get(without().uri(path)).comparable());
	}

	/**
	 * Before the jars of this build are packaged, their size does not count.
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
	protected Class<?>[] application() {
		return new Class<?>[] { ServletApplication.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { ServletApplication.class, AdminApiController.class };
	}

	@Override
	protected Set<String> additionalModules() {
		return Set.of("http.client", "http.codec", "restclient", "webclient");
	}

	@Override
	protected Map<String, String> additionalInjections() {
		return Map.of("OAuth2AuthorizedClientManager", "PineconeAuthorizedClientManager",
				"ReactiveOAuth2AuthorizedClientManager", "PineconeReactiveAuthorizedClientManager",
				"RestClient$Builder", "DefaultRestClientBuilder", "WebClient$Builder", "DefaultWebClientBuilder");
	}

	@Override
	protected String callAdminApi() {
		return this.browser.get(with().uri("/projects")).body();
	}

}
