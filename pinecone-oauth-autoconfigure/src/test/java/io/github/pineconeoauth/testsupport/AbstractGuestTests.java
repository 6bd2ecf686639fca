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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares applications with and without the starter. All applications of a test class
 * have the same class path; one JVM runs them with the starter and one without it. The
 * tests only look at the running applications.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class AbstractGuestTests {

	/**
	 * The Admin API's answer to a request with the access token.
	 */
	protected static final String PROJECTS = "{\"data\":[\"authorized\"]}";

	private static final String PREFIX = "io.github.pineconeoauth.autoconfigure.Pinecone";

	private static final Set<String> BEANS = Set.of(
			// documented
			"pineconeAccounts", "pineconeAdmin", "pineconeAdminRestClient", "pineconeAdminWebClient",
			"pineconeAuthorizationFailureHandler", "pineconeAuthorizedClientManager",
			"pineconeClientHttpRequestInterceptor", "pineconeExchangeFilterFunction", "pineconeReactiveAdmin",
			"pineconeReactiveAuthorizedClientManager",
			// internal
			"pineconeAdminRestClients", "pineconeAdminWebClients", "pineconeAuthorizedClientManagersRegistrar",
			"pineconeConnectionDetails", "pineconeEndpoints", "pineconeServiceAccount", "pineconeServiceAccounts",
			"pineconeServiceAccountFactory", "pineconeTokenOnStartup", "pinecone-" + PREFIX + "Properties",
			PREFIX + "AccountsAutoConfiguration", PREFIX + "AdminAutoConfiguration",
			PREFIX + "AdminAutoConfiguration$ReactiveConfiguration", PREFIX + "OAuthAutoConfiguration",
			PREFIX + "RestClientAutoConfiguration", PREFIX + "RestClientAutoConfiguration$AdminRestClientConfiguration",
			PREFIX + "WebClientAutoConfiguration");

	private static final Pattern BOOT_MODULE = Pattern
		.compile(" of org\\.springframework\\.boot\\.(.+)\\.autoconfigure\\.");

	@RegisterExtension
	final PineconeServer pinecone = new PineconeServer();

	private final WebApplicationType type;

	private final Class<?> adminApiCaller;

	private final List<ApplicationProcess> processes = new ArrayList<>();

	private final List<String> projects = new ArrayList<>();

	private List<String> logWithStarter = List.of();

	private List<LoggedRequest> tokenRequests = List.of();

	/**
	 * Create tests.
	 * @param type the type of the applications without the starter
	 * @param adminApiCaller a class that calls the Admin API; the starter's applications
	 * have it as well
	 */
	protected AbstractGuestTests(WebApplicationType type, Class<?> adminApiCaller) {
		this.type = type;
		this.adminApiCaller = adminApiCaller;
	}

	/**
	 * Return the applications to compare.
	 * @return the applications
	 */
	protected abstract List<Guest> guests();

	/**
	 * Return the class path of the applications.
	 * @param classPath the class path of the module
	 * @return what is on it
	 */
	protected ClassPath classPath(ClassPath classPath) {
		return classPath;
	}

	/**
	 * Return Spring Boot's modules that configure something only because the starter
	 * depends on them.
	 * @return the names of their packages
	 */
	protected abstract Set<String> additionalModules();

	/**
	 * Return what an injection by type finds only because of the starter.
	 * @param guest the application
	 * @return the simple names of the types and of the injected classes
	 */
	protected Map<String, String> additionalInjections(Guest guest) {
		return Map.of("OAuth2AuthorizedClientManager", "PineconeAuthorizedClientManager",
				"ReactiveOAuth2AuthorizedClientManager", "PineconeReactiveAuthorizedClientManager",
				"RestClient$Builder", "DefaultRestClientBuilder", "WebClient$Builder", "DefaultWebClientBuilder");
	}

	/**
	 * Have an application call the Admin API.
	 * @param guest the application
	 * @return the Admin API's answer
	 */
	protected String callAdminApi(Guest guest) {
		return new Browser().get(with(guest).uri("/projects")).body();
	}

	@BeforeEach
	void start() {
		this.pinecone.on(any(urlPathEqualTo(PineconeServer.PROJECTS))
			.withHeader("Authorization", equalTo("Bearer " + PineconeServer.TOKEN))
			.willReturn(okJson(PROJECTS)));
		if (this.processes.isEmpty()) {
			this.processes.add(ApplicationProcess.start(classPath(ClassPath.withStarter()),
					guests().stream().map(this::withAdminApiCaller).toList()));
			this.processes.add(ApplicationProcess.start(classPath(ClassPath.withoutStarter()), guests()));
			this.processes.forEach(ApplicationProcess::applications);
			guests().forEach((guest) -> this.projects.add(callAdminApi(guest)));
			this.logWithStarter = logWithStarter();
			this.tokenRequests = this.pinecone.tokenRequests();
		}
	}

	private Guest withAdminApiCaller(Guest guest) {
		List<Class<?>> sources = new ArrayList<>(guest.sources());
		sources.add(this.adminApiCaller);
		List<String> arguments = new ArrayList<>(guest.arguments());
		Stream.of(this.pinecone.properties()).forEach((property) -> arguments.add("--" + property));
		arguments.addAll(List.of("--pinecone.client-id=id", "--pinecone.client-secret=secret"));
		return new Guest(guest.name(), arguments, sources);
	}

	@AfterAll
	void stop() {
		this.processes.forEach(ApplicationProcess::close);
	}

	/**
	 * Return an application with the starter.
	 * @param guest the application
	 * @return the application
	 */
	protected final RunningApplication with(Guest guest) {
		return this.processes.get(0).applications().get(guests().indexOf(guest));
	}

	/**
	 * Return an application without the starter.
	 * @param guest the application
	 * @return the application
	 */
	protected final RunningApplication without(Guest guest) {
		return this.processes.get(1).applications().get(guests().indexOf(guest));
	}

	/**
	 * Return what the applications with the starter have written so far.
	 * @return the lines
	 */
	protected final List<String> logWithStarter() {
		return this.processes.get(0).log();
	}

	/**
	 * Return the token requests of the applications' first calls.
	 * @return the requests
	 */
	protected final List<LoggedRequest> tokenRequests() {
		return this.tokenRequests;
	}

	/**
	 * Wait until both processes end by themselves.
	 * @return their exit codes
	 */
	protected final List<Integer> exitCodes() {
		return this.processes.stream().map(ApplicationProcess::exitCode).toList();
	}

	@ParameterizedTest
	@MethodSource("guests")
	void starterKeepsTypeOfApplication(Guest guest) {
		assertThat(with(guest).report("type")).isEqualTo(without(guest).report("type"))
			.startsWith(this.type.name() + " ");
	}

	@ParameterizedTest
	@MethodSource("guests")
	void starterAddsDocumentedBeansOnly(Guest guest) {
		Map<String, String> added = beans(with(guest));
		Map<String, String> missing = beans(without(guest));
		Map<String, String> same = new TreeMap<>(added);
		same.entrySet().retainAll(missing.entrySet());
		added.keySet().removeAll(same.keySet());
		missing.keySet().removeAll(same.keySet());
		assertThat(missing).isEmpty();
		Set<String> modules = new TreeSet<>();
		added.values().removeIf((origin) -> {
			Matcher matcher = BOOT_MODULE.matcher(origin);
			return matcher.find() && (modules.add(matcher.group(1)) || modules.contains(matcher.group(1)));
		});
		assertThat(added.keySet()).isEqualTo(BEANS);
		assertThat(modules).isEqualTo(additionalModules());
	}

	private Map<String, String> beans(RunningApplication application) {
		Map<String, String> beans = application.reports("bean ");
		beans.values().removeIf((bean) -> bean.endsWith(" of " + this.adminApiCaller.getName()));
		return beans;
	}

	@ParameterizedTest
	@MethodSource("guests")
	void starterChangesNoInjectionButDocumentedOnes(Guest guest) {
		Map<String, String> injections = without(guest).reports("injection ");
		Map<String, String> added = new TreeMap<>();
		with(guest).reports("injection ").forEach((type, injected) -> {
			if (!injected.equals(injections.get(type))) {
				assertThat(injections.get(type)).isEqualTo("none");
				added.put(simpleName(type), simpleName(injected));
			}
		});
		assertThat(added).isEqualTo(additionalInjections(guest));
	}

	private static String simpleName(String className) {
		return className.substring(className.lastIndexOf('.') + 1);
	}

	@Test
	void applicationsCallAdminApiWithoutWarnings() {
		assertThat(this.projects).hasSameSizeAs(guests()).containsOnly(PROJECTS);
		assertThat(this.logWithStarter).isNotEmpty()
			.noneMatch((line) -> line.matches(".*\\b(WARN|ERROR|WARNING)\\b.*|\tat .*"));
	}

	@Test
	void versionsAreThoseToBeTested() {
		assertThat(with(guests().get(0)).report("versions"))
			.isEqualTo("Spring Boot " + System.getProperty("tested.spring-boot.version") + ", Java "
					+ System.getProperty("java.specification.version"));
	}

}
