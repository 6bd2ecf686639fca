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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the start of applications with invalid configuration: what
 * {@link InvalidPineconePropertyFailureAnalyzer} says, and that no value shows.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidPineconePropertyTests {

	private static final String ID = "pinecone.client-id=the-very-id";

	private static final String SECRET = "pinecone.client-secret=the-very-secret";

	private static final String TOKEN_URI = "pinecone.oauth.token-uri";

	private static final String BASE_URL = "pinecone.admin.base-url";

	static final List<String> VALID_URLS = List.of("https://pinecone.example", "HTTPS://PINECONE.EXAMPLE/path",
			"https://10.0.0.1:8443", "http://localhost:1", "http://LOCALHOST", "HTTP://localhost",
			"http://127.0.0.1:80", "http://127.255.255.254", "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]");

	static final List<String> INVALID_URLS = List.of("http://pinecone.example", "http://127.evil.example",
			"http://localhost.evil.example", "http://evil.example/localhost", "http://127.0.0.1.evil.example",
			"http://128.0.0.1", "http://0.0.0.0", "http://[::2]", "http://[::ffff:127.0.0.1]", "ftp://localhost",
			"//pinecone.example", "/relative", "pinecone.example", "https:foo", "https:///x",
			"https://someone:something@pinecone.example", "http://someone@localhost",
			"http://localhost:1@evil.example");

	/**
	 * Those that {@link URI} does not even take, or does not see a host in.
	 */
	static final List<String> MALFORMED_URLS = List.of("https://pine cone.example", "https://pinecone.example/{id}",
			"http://1270.0.0.1", "https://pine_cone.example", "https://pinecone.example:port", "https://[::1",
			"://pinecone.example");

	private final Application application = new Application();

	@ParameterizedTest
	@CsvSource({ ID + ", pinecone.client-secret", SECRET + ", pinecone.client-id" })
	void startWhenOneCredentialIsMissingFails(String property, String missing, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, property);
		assertThat(analysis.description()).isEqualTo("The configuration property '%s' is missing.".formatted(missing));
		assertThat(analysis.action()).startsWith("Set both 'pinecone.client-id' and 'pinecone.client-secret'");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@CsvSource({ ID + ", pinecone.client-secret", SECRET + ", pinecone.client-id" })
	void startWhenOneCredentialIsBlankFails(String property, String blank, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, property, blank + "=  ");
		assertThat(analysis.description()).startsWith("The configuration property '" + blank + "' is missing");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.api-version", "pinecone.oauth.audience" })
	void startWhenHeaderOrAudienceIsNotVisibleAsciiFails(String property, CapturedOutput output) {
		for (String value : List.of("", " ", "the-very value", "the-very\t", "the-very\u00e4", "the-very\u007f")) {
			PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET, property + "=" + value);
			assertThat(analysis.description()).isEqualTo("The configuration property '" + property
					+ "' must consist of visible ASCII characters without blanks.");
			assertThat(analysis.action()).contains("remove the property to use its default");
		}
		assertThat(output).doesNotContain("the-very");
	}

	@Test
	void startWhenOneCredentialIsMissingAndInitializationIsLazyFails(CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, "spring.main.lazy-initialization=true");
		assertThat(analysis.description()).contains("'pinecone.client-secret'");
	}

	@Test
	void startWhenPlaceholderOfOneCredentialHasNoValueFailsAndNamesIt(CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, "pinecone.client-secret=${PINECONE_SECRET}");
		assertThat(analysis.description())
			.contains("'pinecone.client-secret' is missing: the placeholder ${PINECONE_SECRET} has no value.");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@CsvSource({ "client-id, client-secret", "client-secret, client-id" })
	void startWhenAnAccountHasOneCredentialFails(String present, String missing, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET,
				"pinecone.accounts.billing." + present + "=the-very-value");
		assertThat(analysis.description()).contains("'pinecone.accounts.billing." + missing + "' is missing");
		assertThat(analysis.action()).contains("both properties of the account 'billing'");
		assertThat(output).doesNotContain("the-very");
	}

	@Test
	void startWhenThereIsAnAccountButNoDefaultOneFails(CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, "pinecone.accounts.billing.client-id=the-very-id",
				"pinecone.accounts.billing.client-secret=the-very-secret");
		assertThat(analysis.description()).contains("'pinecone.client-id' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "Billing", "bill_ing", "[bill.ing]" })
	void startWhenNameOfAnAccountIsInvalidFails(String name, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET,
				"pinecone.accounts." + name + ".client-id=the-very-id",
				"pinecone.accounts." + name + ".client-secret=the-very-secret");
		assertThat(analysis.description()).contains("is not a valid name for a service account");
		assertThat(output).doesNotContain("the-very");
	}

	@ParameterizedTest
	@FieldSource("VALID_URLS")
	void startWhenUrlsAreValidSucceeds(String url) {
		this.application.start(ID, SECRET, TOKEN_URI + "=" + url, BASE_URL + "=" + url);
	}

	@ParameterizedTest
	@FieldSource({ "INVALID_URLS", "MALFORMED_URLS" })
	void startWhenTokenUriIsInvalidFails(String url, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET, TOKEN_URI + "=" + url);
		assertInvalidUrl(analysis, TOKEN_URI);
		assertThat(output).doesNotContain(url, "the-very", "something");
	}

	@ParameterizedTest
	@FieldSource({ "INVALID_URLS", "MALFORMED_URLS" })
	void startWhenBaseUrlIsInvalidFails(String url, CapturedOutput output) {
		PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET, BASE_URL + "=" + url);
		assertInvalidUrl(analysis, BASE_URL);
		assertThat(output).doesNotContain(url, "the-very", "something");
	}

	@ParameterizedTest
	@ValueSource(strings = { TOKEN_URI, BASE_URL })
	void startWhenUrlIsBlankFails(String property, CapturedOutput output) {
		assertInvalidUrl(this.application.startWith(output, ID, SECRET, property + "="), property);
	}

	@ParameterizedTest
	@ValueSource(strings = { TOKEN_URI, BASE_URL })
	void startWhenUrlIsInvalidAndInitializationIsLazyFails(String property, CapturedOutput output) {
		assertInvalidUrl(this.application.startWith(output, ID, SECRET, property + "=http://pinecone.example",
				"spring.main.lazy-initialization=true"), property);
	}

	@ParameterizedTest
	@FieldSource("INVALID_URLS")
	void startWhenTokenUriOfConnectionDetailsIsInvalidFails(String url, CapturedOutput output) {
		this.application.connectionDetails = connectionDetails(url, "https://pinecone.example");
		assertInvalidUrl(this.application.startWith(output), TOKEN_URI);
		assertThat(output).doesNotContain(url, "the-very", "something");
	}

	@ParameterizedTest
	@FieldSource("INVALID_URLS")
	void startWhenBaseUrlOfConnectionDetailsIsInvalidFails(String url, CapturedOutput output) {
		this.application.connectionDetails = connectionDetails("https://pinecone.example", url);
		assertInvalidUrl(this.application.startWith(output), BASE_URL);
		assertThat(output).doesNotContain(url, "the-very", "something");
	}

	@Test
	void startWhenUrlOfConnectionDetailsIsInvalidAndInitializationIsLazyFails(CapturedOutput output) {
		this.application.connectionDetails = connectionDetails("http://pinecone.example", "https://pinecone.example");
		assertInvalidUrl(this.application.startWith(output, "spring.main.lazy-initialization=true"), TOKEN_URI);
	}

	@ParameterizedTest
	@FieldSource("VALID_URLS")
	void startWhenUrlsOfConnectionDetailsAreValidSucceeds(String url) {
		this.application.connectionDetails = connectionDetails(url, url);
		this.application.start(TOKEN_URI + "=nonsense", BASE_URL + "=nonsense");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.oauth.connect-timeout", "pinecone.oauth.read-timeout",
			"pinecone.admin.connect-timeout", "pinecone.admin.read-timeout" })
	void startWhenTimeoutIsNotAboveZeroFails(String property, CapturedOutput output) {
		for (String value : List.of("0", "-1ns", "-7531ms")) {
			PrintedAnalysis analysis = this.application.startWith(output, ID, SECRET, property + "=" + value);
			assertThat(analysis.description())
				.isEqualTo("The configuration property '" + property + "' must be greater than zero.");
			assertThat(analysis.action()).isEqualTo("Use a duration greater than zero, such as 10s.");
		}
		assertThat(output).doesNotContain("7531", "7.531");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "pinecone.oauth.refresh-ahead", "pinecone.oauth.clock-skew", "pinecone.oauth.failure-backoff",
					"pinecone.oauth.retry.initial-backoff", "pinecone.oauth.retry.max-backoff",
					"pinecone.admin.retry.initial-backoff", "pinecone.admin.retry.max-backoff" })
	void startWhenDurationIsBelowZeroFails(String property, CapturedOutput output) {
		for (String value : List.of("-1ns", "-7531ms")) {
			assertBelowZero(this.application.startWith(output, ID, SECRET, property + "=" + value), property);
		}
		assertThat(output).doesNotContain("7531", "7.531");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.oauth.retry.max-retries", "pinecone.admin.retry.max-retries" })
	void startWhenMaxRetriesIsBelowZeroFails(String property, CapturedOutput output) {
		for (int value : new int[] { -1, -7531 }) {
			assertBelowZero(this.application.startWith(output, ID, SECRET, property + "=" + value), property);
		}
		assertThat(output).doesNotContain("7531");
	}

	@Test
	void startWhenPropertyIsOutOfRangeAndInitializationIsLazyFails(CapturedOutput output) {
		assertBelowZero(this.application.startWith(output, ID, SECRET, "pinecone.oauth.clock-skew=-1s",
				"spring.main.lazy-initialization=true"), "pinecone.oauth.clock-skew");
	}

	@Test
	void startWhenPropertyIsOutOfRangeAndThereAreConnectionDetailsFails(CapturedOutput output) {
		this.application.connectionDetails = connectionDetails("https://pinecone.example", "https://pinecone.example");
		assertBelowZero(this.application.startWith(output, "pinecone.oauth.clock-skew=-1s"),
				"pinecone.oauth.clock-skew");
	}

	@Test
	void startWhenPropertiesAreAtTheirLimitSucceeds() {
		this.application.start(ID, SECRET, "pinecone.oauth.connect-timeout=1ns", "pinecone.oauth.read-timeout=1ns",
				"pinecone.admin.connect-timeout=1ns", "pinecone.admin.read-timeout=1ns",
				"pinecone.oauth.refresh-ahead=0", "pinecone.oauth.clock-skew=0", "pinecone.oauth.failure-backoff=0",
				"pinecone.oauth.retry.initial-backoff=0", "pinecone.oauth.retry.max-backoff=0",
				"pinecone.oauth.retry.max-retries=0");
	}

	private static void assertInvalidUrl(PrintedAnalysis analysis, String property) {
		assertThat(analysis.description()).isEqualTo("The configuration property '" + property
				+ "' (or the value from the PineconeConnectionDetails bean) must be an absolute https URL.");
		assertThat(analysis.action()).startsWith("Use an absolute URL that starts with https://");
	}

	private static void assertBelowZero(PrintedAnalysis analysis, String property) {
		assertThat(analysis.description())
			.isEqualTo("The configuration property '" + property + "' must not be negative.");
		assertThat(analysis.action()).isEqualTo("Use zero or a positive value.");
	}

	private static PineconeConnectionDetails connectionDetails(String tokenUri, String baseUrl) {
		return new TestConnectionDetails("the-very-id", "the-very-secret", URI.create(tokenUri), URI.create(baseUrl));
	}

	/**
	 * An application that is really started, so that its failure is analyzed and printed.
	 */
	private static final class Application {

		private @Nullable PineconeConnectionDetails connectionDetails;

		void start(String... properties) {
			run(properties).close();
		}

		PrintedAnalysis startWith(CapturedOutput output, String... properties) {
			int start = output.length();
			assertThatException().isThrownBy(() -> run(properties));
			return PrintedAnalysis.of(output.toString().substring(start));
		}

		private ConfigurableApplicationContext run(String... properties) {
			SpringApplication application = new SpringApplication(ApplicationConfiguration.class);
			application.setBannerMode(Banner.Mode.OFF);
			application.setLogStartupInfo(false);
			application.setRegisterShutdownHook(false);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.addInitializers(SystemEnvironment.empty(), this::registerConnectionDetails);
			List<String> arguments = new ArrayList<>(List.of("--spring.http.clients.reactive.connector=jdk"));
			Arrays.stream(properties).map("--"::concat).forEach(arguments::add);
			return application.run(arguments.toArray(String[]::new));
		}

		private void registerConnectionDetails(ConfigurableApplicationContext context) {
			PineconeConnectionDetails connectionDetails = this.connectionDetails;
			if (connectionDetails != null) {
				((GenericApplicationContext) context).registerBean(PineconeConnectionDetails.class,
						() -> connectionDetails);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			PineconeOAuthAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
	static class ApplicationConfiguration {

	}

}
