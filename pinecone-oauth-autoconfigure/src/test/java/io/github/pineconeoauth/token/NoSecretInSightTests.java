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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.Browser;
import io.github.pineconeoauth.testsupport.Browser.Answer;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.SystemEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that client secret and access token never appear in an application's output,
 * TRACE logs, actuator endpoints, exceptions or {@code toString} results, whatever the
 * token endpoint and the Admin API answer.
 */
class NoSecretInSightTests {

	private static final List<String> LOGGERS = List.of("io.github.pineconeoauth", "org.springframework", "reactor");

	private static final Output output = new Output();

	private static final ManualTime time = new ManualTime();

	private static final RawServer tokenEndpoint = RawServer.start(TokenApplication.tokenResponse());

	private static final RawServer adminApi = RawServer.start(RawServer.response(200, "{}"));

	private static final URI PROJECTS = URI.create("http://localhost:" + adminApi.port() + "/admin/projects");

	private static ConfigurableApplicationContext application;

	@BeforeAll
	@Timeout(300)
	static void startApplication() {
		application = start(WebApplicationType.SERVLET, WholeApplication.class);
		assertPrintedWithoutSecrets("CONDITIONS EVALUATION REPORT");
	}

	@AfterAll
	static void closeApplication() throws IOException {
		application.close();
		LoggingSystem loggingSystem = LoggingSystem.get(NoSecretInSightTests.class.getClassLoader());
		LOGGERS.forEach((name) -> loggingSystem.setLogLevel(name, null));
		tokenEndpoint.close();
		adminApi.close();
		output.close();
	}

	@BeforeEach
	void startApplications() {
		time.advance(Duration.ofHours(1));
		tokenEndpoint.answer(TokenApplication.tokenResponse());
	}

	@AfterEach
	void outputHasNoSecret() {
		assertNoSecrets("output", output.take());
	}

	@ParameterizedTest
	@MethodSource("faults")
	void failedTokenRequestShowsNoSecret(RawServer.Answer fault) {
		tokenEndpoint.answer(fault);
		TokenApplication.authorizeAndFail(application);
		assertPrintedWithoutSecrets("TRACE");
	}

	static Stream<Arguments> faults() {
		return Stream.concat(breaks(), echoes());
	}

	private static Stream<Arguments> breaks() {
		String length = RawServer.head(200) + "Content-Length: 999\r\n\r\n" + TokenApplication.TOKEN_RESPONSE;
		String chunks = RawServer.head(200) + "Transfer-Encoding: chunked\r\n\r\n40\r\n"
				+ TokenApplication.TOKEN_RESPONSE;
		return Stream.of(Arguments.argumentSet("end in the body", RawServer.bytes(length)),
				Arguments.argumentSet("reset in a chunk", RawServer.reset(chunks)),
				Arguments.argumentSet("no chunk size", RawServer.bytes(chunks.replace("40\r\n", "zz\r\n"))),
				Arguments.argumentSet("no length", RawServer.bytes(length.replace("999", "many"))),
				Arguments.argumentSet("no status", RawServer.bytes(length.replace(" 200 ", " OK "))),
				Arguments.argumentSet("not JSON", RawServer.response(200, TokenApplication.TOKEN_RESPONSE + "}")),
				Arguments.argumentSet("token with line break",
						RawServer.response(200, TokenApplication.TOKEN_RESPONSE.replace("t0ken", "t0ken\\n"))));
	}

	private static Stream<Arguments> echoes() {
		String secret = TokenApplication.CLIENT_SECRET;
		String encoded = TokenApplication.percentEncoded(secret);
		String json = TokenApplication.TOKEN_RESPONSE;
		return Stream.of(Arguments.argumentSet("echo in an error", error(401, secret)), Arguments.argumentSet(
				"echo that is not HTTP",
				(RawServer.Answer) (connection) -> connection.write(connection.readRequest().body() + "\r\n\r\n")),
				Arguments.argumentSet("echo in a status line",
						(RawServer.Answer) (connection) -> connection
							.write("HTTP/1.1 " + connection.readRequest().body() + "\r\n\r\n")),
				Arguments.argumentSet("echo in HTML", RawServer.response(400, "<p>" + secret + "</p>")),
				Arguments.argumentSet("echo in half an object", RawServer.response(401, "{\"error\":\"" + secret)),
				Arguments.argumentSet("echo in headers",
						RawServer.response(429, "", "Retry-After: " + encoded, "WWW-Authenticate: " + encoded)),
				Arguments.argumentSet("echo in a redirect",
						RawServer.response(307, json, "Location: http://localhost:1/" + encoded)),
				Arguments.argumentSet("token in an error",
						RawServer.response(400, json.replace("{", "{\"error\":\"x\","))));
	}

	private static RawServer.Answer error(int status, String echo) {
		String json = echo.replace("\"", "\\\"");
		return RawServer.response(status, "{\"error\":\"" + json + "\",\"error_description\":\"" + json + "\"}");
	}

	@Test
	void slowTokenRequestShowsNoSecret() {
		String head = RawServer.head(200) + "Transfer-Encoding: chunked\r\n\r\n";
		TokenApplication.runner(tokenEndpoint.url())
			.withPropertyValues("pinecone.oauth.connect-timeout=100ms", "pinecone.oauth.read-timeout=200ms")
			.run((application) -> {
				for (RawServer.Answer delay : List.of(RawServer.silence(""),
						RawServer.silence(head + "40\r\n" + TokenApplication.TOKEN_RESPONSE))) {
					tokenEndpoint.answer(delay);
					TokenApplication.authorizeAndFail(application);
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1", "https://localhost:{port}" })
	void unreachableTokenEndpointShowsNoSecret(String url) {
		TokenApplication.impatientRunner(url.replace("{port}", String.valueOf(tokenEndpoint.port())))
			.run(TokenApplication::authorizeAndFail);
	}

	@ParameterizedTest
	@MethodSource("answersOfAdminApi")
	void answersOfAdminApiShowNoSecret(List<RawServer.Answer> answers) {
		callers().forEach((name, caller) -> {
			time.advance(Duration.ofHours(1));
			TokenApplication.authorize(application);
			adminApi.answer(answers.toArray(RawServer.Answer[]::new));
			int before = adminApi.requests().size();
			assertNoSecrets(name, outcome(caller, PROJECTS));
			long withToken = adminApi.requests()
				.stream()
				.skip(before)
				.filter((request) -> request.head().contains("Bearer " + TokenApplication.ACCESS_TOKEN))
				.count();
			assertThat(withToken).as(name).isGreaterThanOrEqualTo(answers.size());
		});
	}

	static Stream<Arguments> answersOfAdminApi() {
		RawServer.Answer ok = RawServer.response(200, "{}");
		RawServer.Answer refusal = RawServer.response(401, "no", "WWW-Authenticate: Bearer");
		return Stream.of(Arguments.argumentSet("200", List.of(ok)),
				Arguments.argumentSet("401 and then 200", List.of(refusal, ok)),
				Arguments.argumentSet("401 for ever", List.of(refusal, refusal)),
				Arguments.argumentSet("500", List.of(RawServer.response(500, "no"))),
				Arguments.argumentSet("redirect", List.of(RawServer.response(302, "", "Location: /elsewhere"))),
				Arguments.argumentSet("reset", List.of(RawServer.reset(""))), Arguments.argumentSet("half an answer",
						List.of(RawServer.bytes(RawServer.head(200) + "Content-Length: 9\r\n\r\n{"))));
	}

	@Test
	void requestToAnotherOriginShowsNoSecret() {
		TokenApplication.authorize(application);
		URI elsewhere = URI.create(PROJECTS.toString().replace("localhost", "127.0.0.1"));
		callers().forEach((name, caller) -> {
			String outcome = outcome(caller, elsewhere);
			assertThat(outcome).startsWith(IllegalStateException.class.getName());
			assertNoSecrets(name, outcome);
		});
	}

	private static Map<String, Function<URI, String>> callers() {
		Map<String, Function<URI, String>> callers = new LinkedHashMap<>();
		callers.put("WebClient", over(application.getBean("pineconeAdminWebClient", WebClient.class)));
		callers.put("RestClient", over(application.getBean("pineconeAdminRestClient", RestClient.class)));
		Projects projects = application.getBean(Projects.class);
		callers.put("HTTP service", (uri) -> String.valueOf(projects.list(uri)));
		return callers;
	}

	private static Function<URI, String> over(WebClient webClient) {
		return (uri) -> String.valueOf(webClient.get().uri(uri).retrieve().bodyToMono(String.class).block());
	}

	private static Function<URI, String> over(RestClient restClient) {
		return (uri) -> String.valueOf(restClient.get().uri(uri).retrieve().body(String.class));
	}

	private static String outcome(Function<URI, String> caller, URI uri) {
		try {
			return "answer " + caller.apply(uri);
		}
		catch (RuntimeException ex) {
			return trace(ex);
		}
	}

	private static String trace(Throwable ex) {
		StringWriter trace = new StringWriter();
		ex.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void actuatorEndpointsShowNoSecret(boolean failing) {
		if (failing) {
			tokenEndpoint.answer(error(401, TokenApplication.CLIENT_SECRET));
			TokenApplication.authorizeAndFail(application);
		}
		callers().values().forEach((caller) -> outcome(caller, PROJECTS));
		Browser browser = new Browser();
		String actuator = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")
				+ "/actuator";
		List<String> pages = Pattern.compile("\"href\":\"([^\"{]+)\"")
			.matcher(browser.get(URI.create(actuator)).body())
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(pages).contains(actuator + "/beans", actuator + "/conditions", actuator + "/configprops",
				actuator + "/env", actuator + "/health", actuator + "/loggers", actuator + "/mappings",
				actuator + "/metrics", actuator + "/startup", actuator + "/threaddump");
		for (String page : pages) {
			Answer answer = browser.get(URI.create(page));
			assertNoSecrets(page, answer.body() + answer.headers());
			assertThat(answer.status()).as(page).isEqualTo((failing && page.endsWith("/health")) ? 503 : 200);
		}
		String meters = application.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().toString())
			.toList()
			.toString();
		assertNoSecrets("meters", meters);
		assertThat(meters).contains("pinecone.oauth.token.requests", "http.client.requests");
	}

	@Test
	void actuatorEndpointsThatShowValuesShowNoSecret() {
		ConfigurationPropertiesReportEndpoint configprops = new ConfigurationPropertiesReportEndpoint(List.of(),
				Show.ALWAYS);
		configprops.setApplicationContext(application);
		String properties = new JsonMapper()
			.writeValueAsString(configprops.configurationPropertiesWithPrefix("pinecone"));
		assertNoSecrets("configprops", properties);
		assertThat(properties).contains("\"apiVersion\":\"2026-07\"");
		EnvironmentEndpoint env = new EnvironmentEndpoint(application.getEnvironment(), List.of(), Show.ALWAYS);
		assertThat(env.environment(null).getPropertySources())
			.flatExtracting((source) -> source.getProperties()
				.entrySet()
				.stream()
				.filter((property) -> !TokenApplication.SECRETS.findIn(String.valueOf(property.getValue().getValue()))
					.isEmpty())
				.map(Map.Entry::getKey)
				.toList())
			.containsExactly("PINECONE_CLIENT_SECRET");
	}

	@Test
	void beans() {
		TokenApplication.authorize(application);
		Map<String, Object> beans = new LinkedHashMap<>();
		for (String name : application.getBeanDefinitionNames()) {
			Object bean = application.getBean(name);
			if (name.matches("pinecone[^#]*|io\\.github\\.pineconeoauth\\.autoconfigure\\..*")) {
				beans.put(name, bean);
			}
		}
		assertThat(beans).hasSizeGreaterThan(15).containsKeys("pineconeServiceAccount", "pineconeAdminWebClient");
		beans.forEach((name, bean) -> assertNoSecrets(name, bean.toString()));
	}

	@Test
	void authorizedClientsShowNoSecret() {
		OAuth2AuthorizedClient client = TokenApplication.authorize(application);
		BearerToken token = application.getBean(ServiceAccount.class).token();
		for (Object object : List.of(client, client.getClientRegistration(), client.getAccessToken(), token)) {
			assertNoSecrets(object.getClass().getName(), object.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "pinecone.client-id=", "pinecone.oauth.token-uri=https://user:{secret}@pinecone.example",
			"pinecone.admin.base-url=https://user:{secret}@pine cone.example", "pinecone.oauth.fetch-on-startup=true" })
	void failedStartShowsNoSecret(String property) {
		tokenEndpoint.answer(error(403, TokenApplication.CLIENT_SECRET));
		String argument = "--"
				+ property.replace("{secret}", TokenApplication.percentEncoded(TokenApplication.CLIENT_SECRET));
		assertThatException().isThrownBy(() -> start(WebApplicationType.NONE, SmallApplication.class, argument))
			.satisfies((ex) -> assertNoSecrets("exception", trace(ex)));
		assertPrintedWithoutSecrets("APPLICATION FAILED TO START");
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> source, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(type);
		application.setApplicationStartup(new BufferingApplicationStartup(10_000));
		application.setRegisterShutdownHook(false);
		application.addInitializers(
				SystemEnvironment.of(Map.of("PINECONE_CLIENT_ID", TokenApplication.CLIENT_ID, "PINECONE_CLIENT_SECRET",
						TokenApplication.CLIENT_SECRET)),
				(context) -> context.getBeanFactory()
					.registerSingleton("manualTime", new ManualTimePostProcessor(time)));
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.address", "127.0.0.1");
		properties.put("server.port", "0");
		properties.put("pinecone.oauth.token-uri", tokenEndpoint.url());
		properties.put("pinecone.oauth.failure-backoff", "0");
		properties.put("pinecone.oauth.retry.max-retries", "0");
		properties.put("pinecone.admin.base-url", "http://localhost:" + adminApi.port());
		properties.put("spring.http.codecs.log-request-details", "true");
		properties.put("management.endpoints.web.exposure.include", "*");
		properties.put("management.endpoint.health.show-details", "always");
		LOGGERS.forEach((name) -> properties.put("logging.level." + name, "trace"));
		application.setDefaultProperties(properties);
		return application.run(arguments);
	}

	private static void assertPrintedWithoutSecrets(String expected) {
		String printed = output.take();
		assertNoSecrets("output", printed);
		assertThat(printed).contains(expected);
	}

	private static void assertNoSecrets(String place, String text) {
		assertThat(TokenApplication.SECRETS.findIn(text)).as(place).isEmpty();
	}

	interface Projects {

		@GetExchange
		@Nullable String list(URI uri);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportHttpServices(group = "pinecone", types = Projects.class, clientType = ClientType.WEB_CLIENT)
	static class WholeApplication {

		@Bean
		SecurityFilterChain everythingIsOpen(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		/**
		 * Not shared with the other applications, which would close it when they end.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resourceFactory = new ReactorResourceFactory();
			resourceFactory.setUseGlobalResources(false);
			resourceFactory.setShutdownQuietPeriod(Duration.ZERO);
			return resourceFactory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			PineconeOAuthAutoConfiguration.class })
	static class SmallApplication {

	}

	/**
	 * Everything that is printed, logs included. Kept from the console, since it is a
	 * lot.
	 */
	private static final class Output implements AutoCloseable {

		private final PrintStream out = System.out;

		private final PrintStream err = System.err;

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		Output() {
			PrintStream stream = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);
			System.setOut(stream);
			System.setErr(stream);
		}

		/**
		 * Return what was printed since the last time.
		 */
		String take() {
			synchronized (this.bytes) {
				String printed = this.bytes.toString(StandardCharsets.UTF_8);
				this.bytes.reset();
				return printed;
			}
		}

		@Override
		public void close() {
			System.setOut(this.out);
			System.setErr(this.err);
		}

	}

}
