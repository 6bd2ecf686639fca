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

import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.autoconfigure.PineconeWebClientAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.aot.AotDetector;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.test.generate.CompilerFiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.test.context.aot.TestContextAotGenerator;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that annotated tests work if they are processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void annotatedTestSucceedsAfterProcessingAheadOfTime() {
		InMemoryGeneratedFiles generatedFiles = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(generatedFiles).processAheadOfTime(Stream.of(AnnotatedTestCase.class));
		TestCompiler.forSystem().with(CompilerFiles.from(generatedFiles)).compile((compiled) -> {
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
			try {
				run(AnnotatedTestCase.class);
			}
			finally {
				SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
			}
		});
	}

	private static void run(Class<?> testClass) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(testClass))
				.build(), listener);
		StringWriter failures = new StringWriter();
		listener.getSummary().printFailuresTo(new PrintWriter(failures));
		assertThat(listener.getSummary().getTestsSucceededCount()).as(failures.toString()).isOne();
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureEmbeddedPinecone
	static class AnnotatedTestCase {

		@Test
		void clientUsesEmbeddedPinecone(@Autowired EmbeddedPinecone pinecone,
				@Autowired @Qualifier("pineconeAdminWebClient") WebClient client) {
			assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
			client.get().uri("/admin/projects").retrieve().toBodilessEntity().block();
			assertThat(pinecone.adminRequests()).isOne();
		}

	}

	/**
	 * As small as can be, since all of it is compiled.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeWebClientAutoConfiguration.class })
	static class Application {

	}

}
