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

package io.github.pineconeoauth.token;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.autoconfigure.PineconeRestClientAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.PineconeWebClientAutoConfiguration;
import io.github.pineconeoauth.testsupport.ManualTime;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that callers do not notice an outage of the token endpoint while a token is
 * usable, and that its start and its end are logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenEndpointOutageTests {

	private static final Pattern LOG = Pattern.compile("\\b(TRACE|DEBUG|INFO|WARN|ERROR)\\b.*\\bSharedToken\\b");

	private static final List<RawServer.Answer> FAULTS = List.of(RawServer.response(503, ""),
			RawServer.response(500, "{\"error\":\"some_code\"}"), RawServer.response(401, ""), RawServer.reset(""));

	private final ManualTime time = new ManualTime();

	private final RawServer tokenEndpoint = RawServer.start(TokenApplication.tokenResponse());

	private final RawServer adminApi = RawServer.start(RawServer.response(200, "projects"));

	private final ApplicationContextRunner runner = TokenApplication.runner(this.tokenEndpoint.url())
		.withConfiguration(AutoConfigurations.of(PineconeWebClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, PineconeRestClientAutoConfiguration.class))
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time))
		.withPropertyValues("pinecone.admin.base-url=http://localhost:" + this.adminApi.port(),
				"pinecone.oauth.read-timeout=2s", "spring.http.clients.reactive.connector=jdk",
				"spring.http.clients.imperative.factory=jdk");

	@AfterEach
	void closeServers() throws IOException {
		this.tokenEndpoint.close();
		this.adminApi.close();
	}

	@Test
	void outageIsOnlyLoggedWhileTokenIsUsable(CapturedOutput output) {
		this.runner.run((application) -> {
			assertThat(projects(application)).containsOnly("projects");
			this.time.advanceSeconds(1500);
			FAULTS.forEach((fault) -> failTwice(application, fault));
			assertThat(levels(output)).as("one line for each change of the error code").containsOnly("WARN").hasSize(4);
			this.tokenEndpoint.answer(TokenApplication.tokenResponse());
			awaitUnnoticed(application, () -> levels(output).contains("INFO"));
		});
	}

	private void failTwice(BeanFactory application, RawServer.Answer fault) {
		int attempts = this.tokenEndpoint.connections();
		this.tokenEndpoint.answer(fault);
		awaitUnnoticed(application, () -> this.tokenEndpoint.connections() >= attempts + 2);
	}

	private static void awaitUnnoticed(BeanFactory application, Callable<Boolean> end) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(30))
			.until(() -> {
				assertThat(projects(application)).containsOnly("projects");
				return end.call();
			});
	}

	private static List<@Nullable String> projects(BeanFactory application) {
		WebClient webClient = application.getBean("pineconeAdminWebClient", WebClient.class);
		RestClient restClient = application.getBean("pineconeAdminRestClient", RestClient.class);
		return Arrays.asList(webClient.get().uri("/admin/projects").retrieve().bodyToMono(String.class).block(),
				restClient.get().uri("/admin/projects").retrieve().body(String.class));
	}

	private static List<String> levels(CapturedOutput output) {
		return LOG.matcher(output).results().map((log) -> log.group(1)).toList();
	}

}
