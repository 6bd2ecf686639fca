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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.pineconeoauth.testsupport.SystemEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that an application with invalid configuration does not start, and that
 * {@link InvalidPineconePropertyFailureAnalyzer} explains why without showing the value.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidPineconePropertyTests {

	private static final String ID = "pinecone.client-id=the-very-id";

	private static final String SECRET = "pinecone.client-secret=the-very-secret";

	private static final URI VALID = URI.create("https://pinecone.example");

	private @Nullable PineconeConnectionDetails connectionDetails;

	@ParameterizedTest
	@ValueSource(strings = { "https://pinecone.example", "HTTPS://PINECONE.EXAMPLE/path", "https://10.0.0.1:8443",
			"http://localhost:1", "http://LOCALHOST", "HTTP://localhost", "http://127.0.0.1:80",
			"http://127.255.255.254", "http://[::1]:8080", "http://[0:0:0:0:0:0:0:1]" })
	void urlMayBeHttpsOrLoopback(String url) {
		assertThatNoException().isThrownBy(() -> new PineconeEndpoints(URI.create(url), URI.create(url)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://pinecone.example", "http://127.evil.example", "http://localhost.evil.example",
			"http://evil.example/localhost", "http://127.0.0.1.evil.example", "http://128.0.0.1", "http://0.0.0.0",
			"http://[::2]", "http://[::ffff:127.0.0.1]", "ftp://localhost", "//pinecone.example", "/relative",
			"pinecone.example", "https:foo", "https:///x", "https://someone:something@pinecone.example",
			"http://someone@localhost", "http://localhost:1@evil.example", "http://1270.0.0.1",
			"https://pine_cone.example", "https://pinecone.example:port", "" })
	void anyOtherUrlIsRefused(String url) {
		assertInvalidUrl("pinecone.oauth.token-uri", () -> new PineconeEndpoints(URI.create(url), VALID));
		assertInvalidUrl("pinecone.admin.base-url", () -> new PineconeEndpoints(VALID, URI.create(url)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://pine cone.example", "https://pinecone.example/{id}", "https://[::1",
			"://pinecone.example" })
	void malformedUrlIsRefused(String url) {
		assertInvalidUrl("pinecone.admin.base-url", () -> PineconeEndpoints.parse("pinecone.admin.base-url", url));
	}

	private static void assertInvalidUrl(String property, Runnable code) {
		FailureAnalysis analysis = analyze(code);
		assertThat(analysis.getDescription()).isEqualTo("The configuration property '" + property
				+ "' (or the value from the PineconeConnectionDetails bean) must be an absolute https URL.");
		assertThat(analysis.getAction()).startsWith("Use an absolute URL that starts with https://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.oauth.connect-timeout", "pinecone.oauth.read-timeout",
			"pinecone.oauth.wait-timeout", "pinecone.admin.connect-timeout", "pinecone.admin.read-timeout" })
	void timeoutHasToBeAboveZero(String property) {
		validate(property, "1ns");
		for (String value : List.of("0", "-1ns", "-7531ms")) {
			FailureAnalysis analysis = analyze(() -> validate(property, value));
			assertThat(analysis.getDescription())
				.isEqualTo("The configuration property '" + property + "' must be greater than zero.");
			assertThat(analysis.getAction()).isEqualTo("Use a duration greater than zero, such as 10s.");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "pinecone.oauth.refresh-ahead", "pinecone.oauth.clock-skew", "pinecone.oauth.failure-backoff",
					"pinecone.oauth.retry.initial-backoff", "pinecone.oauth.retry.max-backoff",
					"pinecone.oauth.retry.max-retries", "pinecone.admin.retry.initial-backoff",
					"pinecone.admin.retry.max-backoff", "pinecone.admin.retry.max-retries" })
	void durationOrNumberMustNotBeBelowZero(String property) {
		validate(property, "0");
		for (String value : List.of("-1", "-7531")) {
			FailureAnalysis analysis = analyze(() -> validate(property, value));
			assertThat(analysis.getDescription())
				.isEqualTo("The configuration property '" + property + "' must not be negative.");
			assertThat(analysis.getAction()).isEqualTo("Use zero or a positive value.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.api-version", "pinecone.oauth.audience" })
	void headerOrAudienceHasToBeVisibleAscii(String property) {
		for (String value : List.of("", " ", "the-very value", "the-very\t", "the-very\u00e4", "the-very\u007f")) {
			FailureAnalysis analysis = analyze(() -> validate(property, value));
			assertThat(analysis.getDescription()).isEqualTo("The configuration property '" + property
					+ "' must consist of visible ASCII characters without blanks.");
			assertThat(analysis.getAction()).contains("remove the property to use its default");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "Billing", "bill_ing", "[bill.ing]" })
	void nameOfAccountHasToBeLowerCaseLettersDigitsAndHyphens(String name) {
		FailureAnalysis analysis = analyze(() -> validate("pinecone.accounts." + name + ".client-id", "the-very-id"));
		assertThat(analysis.getDescription()).contains("is not a valid name for a service account");
	}

	private static void validate(String property, String value) {
		Map<String, String> properties = new HashMap<>(Map.of(property, value));
		new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("pinecone", PineconeProperties.class)
			.validate();
	}

	private static FailureAnalysis analyze(Runnable code) {
		InvalidPineconePropertyException failure = assertThatExceptionOfType(InvalidPineconePropertyException.class)
			.isThrownBy(code::run)
			.actual();
		FailureAnalysis analysis = new InvalidPineconePropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription() + analysis.getAction() + failure.getMessage()).doesNotContain("7531",
				"7.531", "the-very", "something", "evil");
		return analysis;
	}

	@ParameterizedTest
	@CsvSource({ ID + ", x=y, pinecone.client-secret", SECRET + ", x=y, pinecone.client-id",
			ID + ", 'pinecone.client-secret=  ', pinecone.client-secret",
			ID + ", spring.main.lazy-initialization=true, pinecone.client-secret" })
	void startFailsWhenOneCredentialIsMissing(String property, String other, String missing, CapturedOutput output) {
		PrintedAnalysis analysis = startWith(output, property, other);
		assertThat(analysis.description()).isEqualTo("The configuration property '%s' is missing.".formatted(missing));
		assertThat(analysis.action()).startsWith("Set both 'pinecone.client-id' and 'pinecone.client-secret'");
	}

	@Test
	void startFailsWhenPlaceholderOfOneCredentialHasNoValue(CapturedOutput output) {
		PrintedAnalysis analysis = startWith(output, ID, "pinecone.client-secret=${PINECONE_SECRET}");
		assertThat(analysis.description())
			.contains("'pinecone.client-secret' is missing: the placeholder ${PINECONE_SECRET} has no value.");
	}

	@ParameterizedTest
	@CsvSource({ "client-id, client-secret", "client-secret, client-id" })
	void startFailsWhenAnAccountHasOneCredential(String present, String missing, CapturedOutput output) {
		PrintedAnalysis analysis = startWith(output, ID, SECRET,
				"pinecone.accounts.billing." + present + "=the-very-value");
		assertThat(analysis.description()).contains("'pinecone.accounts.billing." + missing + "' is missing");
		assertThat(analysis.action()).contains("both properties of the account 'billing'");
	}

	@Test
	void startFailsWhenThereIsAnAccountButNoDefaultOne(CapturedOutput output) {
		PrintedAnalysis analysis = startWith(output, "pinecone.accounts.billing.client-id=the-very-id",
				"pinecone.accounts.billing.client-secret=the-very-secret");
		assertThat(analysis.description()).contains("'pinecone.client-id' is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.oauth.token-uri=http://pinecone.example",
			"pinecone.oauth.token-uri=https://pine cone.example", "pinecone.admin.base-url=http://pinecone.example",
			"pinecone.admin.base-url=", "pinecone.oauth.clock-skew=-1s" })
	void startFailsWhenPropertyIsInvalidEvenIfInitializationIsLazy(String property, CapturedOutput output) {
		PrintedAnalysis analysis = startWith(output, ID, SECRET, property, "spring.main.lazy-initialization=true");
		assertThat(analysis.description()).contains("'" + property.replaceFirst("=.*", "") + "'");
	}

	@ParameterizedTest
	@CsvSource({ "http://pinecone.example, https://pinecone.example, x=y, pinecone.oauth.token-uri",
			"https://pinecone.example, http://pinecone.example, x=y, pinecone.admin.base-url",
			"https://pinecone.example, https://pinecone.example, pinecone.oauth.clock-skew=-1s, pinecone.oauth.clock-skew" })
	void startFailsWhenConnectionDetailsOrPropertiesBesideThemAreInvalid(URI tokenUri, URI baseUrl, String property,
			String invalid, CapturedOutput output) {
		this.connectionDetails = new TestConnectionDetails("the-very-id", "the-very-secret", tokenUri, baseUrl);
		assertThat(startWith(output, property).description()).contains("'" + invalid + "'");
	}

	@Test
	void startSucceedsWhenConnectionDetailsAreValid() {
		this.connectionDetails = new TestConnectionDetails("the-very-id", "the-very-secret", VALID, VALID);
		run("pinecone.oauth.token-uri=nonsense", "pinecone.admin.base-url=nonsense").close();
	}

	/**
	 * Start an application without a test runner, so that its failure is analyzed and
	 * printed.
	 */
	private PrintedAnalysis startWith(CapturedOutput output, String... properties) {
		int start = output.length();
		assertThatException().isThrownBy(() -> run(properties));
		assertThat(output).doesNotContain("the-very");
		return PrintedAnalysis.of(output.toString().substring(start));
	}

	private ConfigurableApplicationContext run(String... properties) {
		SpringApplication application = new SpringApplication(ApplicationConfiguration.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers(SystemEnvironment.empty(), this::registerConnectionDetails);
		List<String> arguments = new ArrayList<>();
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

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PineconeOAuthAutoConfiguration.class, PineconeWebClientAutoConfiguration.class })
	static class ApplicationConfiguration {

	}

}
