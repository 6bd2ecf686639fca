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

import java.net.URI;
import java.util.Arrays;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SpringProperties;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the messages of {@link MissingPineconeBeanFailureAnalyzer}: by bean name and
 * type, and for applications that fail to start.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingPineconeBeanTests {

	private static final String ID = "pinecone.client-id=the-very-id";

	private static final String SECRET = "pinecone.client-secret=the-very-secret";

	@ParameterizedTest
	@ValueSource(strings = { "pineconeAccounts", "pineconeAdmin", "pineconeAdminRestClient", "pineconeAdminWebClient",
			"pineconeAuthorizationFailureHandler", "pineconeAuthorizedClientManager",
			"pineconeClientHttpRequestInterceptor", "pineconeExchangeFilterFunction", "pineconeReactiveAdmin",
			"pineconeReactiveAuthorizedClientManager" })
	void beanOfStarterIsNamed(String name) {
		FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException(name));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("A component required the bean '" + name + "'")
			.contains("neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value")
			.contains("PineconeConnectionDetails");
		assertThat(analysis.getAction()).startsWith("Set both 'pinecone.client-id' and 'pinecone.client-secret'");
	}

	@ParameterizedTest
	@ValueSource(classes = { OAuth2AuthorizedClientManager.class, ReactiveOAuth2AuthorizedClientManager.class,
			PineconeAccounts.class, PineconeAdmin.class, ReactivePineconeAdmin.class })
	void typeOfStarterIsNamed(Class<?> type) {
		FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException(type));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("required a bean of type '" + type.getName() + "'")
			.contains("neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value");
	}

	@Test
	void otherNamesAndTypesAreLeftToSpringBoot() {
		assertThat(analyze(new NoSuchBeanDefinitionException("another"))).isNull();
		assertThat(analyze(new NoSuchBeanDefinitionException(WebClient.class))).isNull();
	}

	@Test
	void credentialsThatWereMissingAheadOfTimeAreNamed() {
		SpringProperties.setFlag(AotDetector.AOT_ENABLED);
		try {
			FailureAnalysis analysis = analyze(new NoSuchBeanDefinitionException("pineconeAdminWebClient"));
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("required the bean 'pineconeAdminWebClient'")
				.contains("'pinecone.client-id'", "'pinecone.client-secret'", "'pinecone.oauth.enabled'")
				.contains("when the application was processed ahead of time");
			assertThat(analysis.getAction()).contains("Set the properties for the build");
		}
		finally {
			SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		}
	}

	private static @Nullable FailureAnalysis analyze(NoSuchBeanDefinitionException failure) {
		return new MissingPineconeBeanFailureAnalyzer(new StaticListableBeanFactory(), new MockEnvironment())
			.analyze(failure);
	}

	@Test
	void innermostInjectionPointAndPlaceholdersWithoutValueAreNamed(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, NeedsBeanThatNeedsWebClient.class, "pinecone.client-id=${PINECONE_ID}",
				"pinecone.client-secret=${PINECONE_SECRET}");
		assertThat(analysis.description())
			.startsWith("Parameter 0 of method needs in " + NeedsWebClient.class.getName() + " required the bean")
			.endsWith("These placeholders have no value: ${PINECONE_ID}, ${PINECONE_SECRET}.");
	}

	@Test
	void propertyThatDisablesTheStarterIsNamed(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, NeedsWebClient.class, ID, SECRET, "pinecone.oauth.enabled=false");
		assertThat(analysis.description()).contains("'pineconeAdminWebClient'")
			.contains("'pinecone.oauth.enabled' is false")
			.doesNotContain("client-id");
		assertThat(analysis.action()).contains("'pinecone.oauth.enabled'");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsWebClientByType.class, NeedsOtherWebClient.class })
	void missingQualifierOfStarterIsNamed(Class<?> application, CapturedOutput output) {
		PrintedAnalysis analysis = start(output, application, ID, SECRET);
		assertThat(analysis.description()).startsWith("Parameter 0 of method needs in " + application.getName())
			.contains("required a bean of type '" + WebClient.class.getName() + "' that could not be found")
			.contains("'pineconeAdminWebClient' is of that type, but does not match");
		assertThat(analysis.action()).startsWith("Add @Qualifier(\"pineconeAdminWebClient\")");
		assertThat(output).doesNotContain("the-very");
	}

	@Test
	void otherBeanIsExplainedBySpringBoot(CapturedOutput output) {
		assertExplainedBySpringBoot(start(output, NeedsOtherWebClient.class));
		assertExplainedBySpringBoot(start(output, NeedsWebClientBuilder.class, ID, SECRET));
	}

	@Test
	void beanOfStarterWithoutAutoConfigurationIsExplainedBySpringBoot(CapturedOutput output) {
		assertExplainedBySpringBoot(start(output, NeedsWebClientWithoutAutoConfiguration.class, ID, SECRET));
		assertExplainedBySpringBoot(start(output, NeedsWebClientWithConnectionDetails.class));
		assertThat(output).doesNotContain("the-very");
	}

	private static void assertExplainedBySpringBoot(PrintedAnalysis analysis) {
		assertThat(analysis.description()).contains("that could not be found").doesNotContain("pinecone.client-id");
		assertThat(analysis.action()).startsWith("Consider");
	}

	private static PrintedAnalysis start(CapturedOutput output, Class<?> application, String... properties) {
		int start = output.length();
		SpringApplication springApplication = new SpringApplication(application);
		springApplication.setBannerMode(Banner.Mode.OFF);
		springApplication.setLogStartupInfo(false);
		springApplication.setRegisterShutdownHook(false);
		springApplication.setWebApplicationType(WebApplicationType.NONE);
		springApplication.addInitializers(SystemEnvironment.empty());
		String[] arguments = Arrays.stream(properties).map("--"::concat).toArray(String[]::new);
		assertThatException().isThrownBy(() -> springApplication.run(arguments));
		return PrintedAnalysis.of(output.toString().substring(start));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeWebClientAutoConfiguration.class })
	static class Starter {

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClient extends Starter {

		@Bean
		String needs(@Qualifier("pineconeAdminWebClient") WebClient webClient) {
			return webClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsBeanThatNeedsWebClient extends NeedsWebClient {

		@Bean
		Integer needsMore(@Qualifier("needs") String needs) {
			return needs.length();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsOtherWebClient extends Starter {

		@Bean
		String needs(@Qualifier("otherWebClient") WebClient webClient) {
			return webClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClientByType extends Starter {

		@Bean
		String needs(WebClient webClient) {
			return webClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClientBuilder extends Starter {

		@Bean
		String needs(@Qualifier("otherBuilder") WebClient.Builder builder) {
			return builder.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClientWithoutAutoConfiguration {

		@Bean
		String needs(@Qualifier("pineconeAdminWebClient") WebClient webClient) {
			return webClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWebClientWithConnectionDetails extends NeedsWebClientWithoutAutoConfiguration {

		@Bean
		PineconeConnectionDetails connectionDetails() {
			return new TestConnectionDetails("the-very-id", "the-very-secret", URI.create("https://pinecone.example"),
					URI.create("https://pinecone.example"));
		}

	}

}
