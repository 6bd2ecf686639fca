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

import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the start of applications that need a bean of ours where there is none: what
 * {@link MissingPineconeBeanFailureAnalyzer} says.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingPineconeBeanTests {

	private static final String ID = "pinecone.client-id=the-very-id";

	private static final String SECRET = "pinecone.client-secret=the-very-secret";

	private static final String DISABLED = "pinecone.oauth.enabled=false";

	@ParameterizedTest
	@ValueSource(classes = { NeedsWebClient.class, NeedsRestClient.class, NeedsFilter.class, NeedsInterceptor.class,
			NeedsManager.class, NeedsReactiveManager.class })
	void startWhenBeanIsMissingBecauseThereAreNoCredentialsNamesBeanAndProperties(Class<?> application,
			CapturedOutput output) {
		PrintedAnalysis analysis = start(output, application);
		assertThat(analysis.description()).startsWith("Parameter 0 of method needs in " + application.getName())
			.contains("required the bean 'pinecone")
			.contains("neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value")
			.contains("PineconeConnectionDetails");
		assertThat(analysis.action()).startsWith("Set both 'pinecone.client-id' and 'pinecone.client-secret'");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsManagerByType.class, NeedsReactiveManagerByType.class })
	void startWhenManagerIsMissingByTypeNamesTypeAndProperties(Class<?> application, CapturedOutput output) {
		PrintedAnalysis analysis = start(output, application);
		assertThat(analysis.description()).contains("required a bean of type 'org.springframework.security.")
			.contains("OAuth2AuthorizedClientManager'")
			.contains("neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value");
		assertThat(analysis.action()).startsWith("Set both");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsAdmin.class, NeedsReactiveAdmin.class })
	void startWhenTypedClientIsMissingNamesTypeAndProperties(Class<?> application, CapturedOutput output) {
		PrintedAnalysis analysis = start(output, application);
		assertThat(analysis.description()).contains("required a bean of type 'io.github.pineconeoauth.admin.")
			.contains("neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value");
		assertThat(analysis.action()).startsWith("Set both");
	}

	@Test
	void startWhenBeanIsMissingByNameNamesIt(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, DependsOnWebClient.class);
		assertThat(analysis.description()).startsWith("A component required the bean 'pineconeAdminWebClient'")
			.contains("'pinecone.client-id'");
	}

	@Test
	void startWhenBeanIsMissingFurtherDownNamesIt(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, NeedsWhatNeedsWebClient.class);
		assertThat(analysis.description())
			.startsWith("Parameter 0 of method needs in " + NeedsWebClient.class.getName() + " required the bean")
			.contains("'pineconeAdminWebClient'");
	}

	@Test
	void startWhenBeanIsMissingBecausePlaceholdersHaveNoValueNamesThem(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, NeedsWebClient.class, "pinecone.client-id=${PINECONE_ID}",
				"pinecone.client-secret=${PINECONE_SECRET}");
		assertThat(analysis.description())
			.endsWith("These placeholders have no value: ${PINECONE_ID}, ${PINECONE_SECRET}.");
	}

	@Test
	void startWhenBeanIsMissingBecauseOfTheSwitchNamesIt(CapturedOutput output) {
		PrintedAnalysis analysis = start(output, NeedsWebClient.class, ID, SECRET, DISABLED);
		assertThat(analysis.description()).contains("'pineconeAdminWebClient'")
			.contains("'pinecone.oauth.enabled' is false")
			.doesNotContain("client-id");
		assertThat(analysis.action()).contains("'pinecone.oauth.enabled'");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsWebClientByType.class, NeedsOtherWebClient.class })
	void startWhenBeanIsMissingByTypeNamesQualifierOfOurs(Class<?> application, CapturedOutput output) {
		PrintedAnalysis analysis = start(output, application, ID, SECRET);
		assertThat(analysis.description()).startsWith("Parameter 0 of method needs in " + application.getName())
			.contains("required a bean of type '" + WebClient.class.getName() + "' that could not be found")
			.contains("'pineconeAdminWebClient' is of that type, but does not match");
		assertThat(analysis.action()).startsWith("Add @Qualifier(\"pineconeAdminWebClient\")");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsOtherWebClient.class, NeedsOtherManager.class, NeedsWebClientByType.class })
	void startWhenBeanIsNoneOfOursIsExplainedBySpringBoot(Class<?> application, CapturedOutput output) {
		assertExplainedBySpringBoot(start(output, application));
	}

	@Test
	void startWhenTypeIsNoneOfOursIsExplainedBySpringBoot(CapturedOutput output) {
		assertExplainedBySpringBoot(start(output, NeedsWebClientBuilder.class, ID, SECRET));
		assertThat(output).doesNotContain("the-very");
	}

	@Test
	void startWhenAutoConfigurationIsAbsentIsExplainedBySpringBoot(CapturedOutput output) {
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
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class, WebClientAutoConfiguration.class, PineconeOAuthAutoConfiguration.class,
			PineconeRestClientAutoConfiguration.class, PineconeWebClientAutoConfiguration.class,
			PineconeAdminAutoConfiguration.class })
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
	static class NeedsRestClient extends Starter {

		@Bean
		String needs(@Qualifier("pineconeAdminRestClient") RestClient restClient) {
			return restClient.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsFilter extends Starter {

		@Bean
		String needs(@Qualifier("pineconeExchangeFilterFunction") ExchangeFilterFunction filter) {
			return filter.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsInterceptor extends Starter {

		@Bean
		String needs(@Qualifier("pineconeClientHttpRequestInterceptor") ClientHttpRequestInterceptor interceptor) {
			return interceptor.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsManager extends Starter {

		@Bean
		String needs(@Qualifier("pineconeAuthorizedClientManager") OAuth2AuthorizedClientManager manager) {
			return manager.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsReactiveManager extends Starter {

		@Bean
		String needs(
				@Qualifier("pineconeReactiveAuthorizedClientManager") ReactiveOAuth2AuthorizedClientManager manager) {
			return manager.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsManagerByType extends Starter {

		@Bean
		String needs(OAuth2AuthorizedClientManager manager) {
			return manager.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsReactiveManagerByType extends Starter {

		@Bean
		String needs(ReactiveOAuth2AuthorizedClientManager manager) {
			return manager.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsAdmin extends Starter {

		@Bean
		String needs(PineconeAdmin admin) {
			return admin.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsReactiveAdmin extends Starter {

		@Bean
		String needs(ReactivePineconeAdmin admin) {
			return admin.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsOtherManager extends Starter {

		@Bean
		String needs(@Qualifier("otherManager") OAuth2AuthorizedClientManager manager) {
			return manager.toString();
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
	static class DependsOnWebClient extends Starter {

		@Bean
		@DependsOn("pineconeAdminWebClient")
		String needs() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsWhatNeedsWebClient extends NeedsWebClient {

		@Bean
		Integer needsMore(@Qualifier("needs") String needs) {
			return needs.length();
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
