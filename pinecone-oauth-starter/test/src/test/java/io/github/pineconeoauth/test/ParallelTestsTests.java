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

package io.github.pineconeoauth.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that annotated tests do not disturb each other if JUnit runs tests in parallel.
 */
class ParallelTestsTests {

	@Test
	void testClassesThatShareAnEmbeddedPineconeSucceedInParallel() {
		TestExecutionSummary summary = runInParallel(FirstTestCase.class, SecondTestCase.class);
		StringWriter failures = new StringWriter();
		summary.printFailuresTo(new PrintWriter(failures));
		assertThat(summary.getTestsSucceededCount()).as(failures.toString()).isEqualTo(10);
		assertThat(summary.getTestsFailedCount()).isZero();
	}

	private static TestExecutionSummary runInParallel(Class<?>... testClasses) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(Stream.of(testClasses).map(DiscoverySelectors::selectClass).toList())
				.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
				.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
				.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
				.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
				.build(), listener);
		return listener.getSummary();
	}

	@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureEmbeddedPinecone
	static class FirstTestCase {

		@Autowired
		private EmbeddedPinecone pinecone;

		@Autowired
		@Qualifier("pineconeAdminWebClient")
		private WebClient client;

		@RepeatedTest(5)
		void faultAndCountersBelongToThisTest() {
			assertThat(this.pinecone.requests()).isEmpty();
			this.pinecone.failAdminRequests(1, 403);
			assertThatExceptionOfType(WebClientResponseException.Forbidden.class).isThrownBy(this::listProjects);
			listProjects();
			assertThat(this.pinecone.adminRequests()).isEqualTo(2);
			assertThat(this.pinecone.tokenRequests()).isOne();
		}

		private void listProjects() {
			this.client.get().uri("/admin/projects").retrieve().toBodilessEntity().block();
		}

	}

	/**
	 * Has the same configuration as the first one, and therefore the same application.
	 */
	static class SecondTestCase extends FirstTestCase {

	}

}
