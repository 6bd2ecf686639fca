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

import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

import org.springframework.boot.WebApplicationType;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares an application with the same application on the class path that it has without
 * the starter. Each of them runs in a JVM of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class AbstractGuestTests {

	/**
	 * What the Admin API answers to a request with the access token.
	 */
	protected static final String PROJECTS = "{\"data\":[\"authorized\"]}";

	private static final String PREFIX = "io.github.pineconeoauth.autoconfigure.Pinecone";

	private static final Set<String> DOCUMENTED_BEANS = Set.of("pineconeAccounts", "pineconeAdmin",
			"pineconeAdminRestClient", "pineconeAdminWebClient", "pineconeAuthorizationFailureHandler",
			"pineconeAuthorizedClientManager", "pineconeClientHttpRequestInterceptor", "pineconeExchangeFilterFunction",
			"pineconeReactiveAdmin", "pineconeReactiveAuthorizedClientManager");

	private static final Set<String> INTERNAL_BEANS = Set.of("pineconeAdminRestClients", "pineconeAdminWebClients",
			"pineconeAuthorizedClientManagersRegistrar", "pineconeConnectionDetails", "pineconeEndpoints",
			"pineconeServiceAccount", "pineconeServiceAccounts", "pineconeServiceAccountFactory",
			"pineconeTokenOnStartup", "pinecone-" + PREFIX + "Properties", PREFIX + "AccountsAutoConfiguration",
			PREFIX + "AdminAutoConfiguration", PREFIX + "AdminAutoConfiguration$ReactiveConfiguration",
			PREFIX + "OAuthAutoConfiguration", PREFIX + "RestClientAutoConfiguration",
			PREFIX + "RestClientAutoConfiguration$AdminRestClientConfiguration", PREFIX + "WebClientAutoConfiguration");

	private static final Pattern BOOT_MODULE = Pattern
		.compile(" of org\\.springframework\\.boot\\.(.+)\\.autoconfigure\\.");

	/**
	 * The server that the applications use.
	 */
	@RegisterExtension
	protected final PineconeServer pinecone = new PineconeServer();

	/**
	 * What an application that does not answer is doing can be seen nowhere else.
	 */
	@RegisterExtension
	final TestExecutionExceptionHandler withThreadDumps = (context, ex) -> {
		if (ex.getCause() instanceof HttpTimeoutException) {
			this.processes.forEach((process) -> ex.addSuppressed(new IllegalStateException(process.threadDump())));
		}
		throw ex;
	};

	private final WebApplicationType type;

	private final List<ApplicationProcess> processes = new ArrayList<>();

	private final List<String> logOfStart = new ArrayList<>();

	/**
	 * Create tests.
	 * @param type what type of application it is without the starter
	 */
	protected AbstractGuestTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeEach
	void answerAuthorizedRequests() {
		this.pinecone.on(any(urlPathEqualTo(PineconeServer.PROJECTS))
			.withHeader("Authorization", equalTo("Bearer " + PineconeServer.TOKEN))
			.willReturn(okJson(PROJECTS)));
	}

	@AfterAll
	void stop() {
		this.processes.forEach(ApplicationProcess::close);
	}

	/**
	 * Return the classes that make up the application.
	 * @return the classes
	 */
	protected abstract Class<?>[] application();

	/**
	 * Return the classes that make up the application with the starter.
	 * @return the classes
	 */
	protected abstract Class<?>[] applicationWithStarter();

	/**
	 * Return the arguments of the application.
	 * @return the arguments
	 */
	protected List<String> arguments() {
		return List.of();
	}

	/**
	 * Return the class path of the application.
	 * @param classPath the class path of the module
	 * @return what is on it
	 */
	protected ClassPath classPath(ClassPath classPath) {
		return classPath;
	}

	/**
	 * Return which beans of ours the starter adds.
	 * @return the names of all but those that an application has only with more on its
	 * class path, modifiable
	 */
	protected Set<String> additionalBeans() {
		Set<String> names = new TreeSet<>(DOCUMENTED_BEANS);
		names.addAll(INTERNAL_BEANS);
		return names;
	}

	/**
	 * Return which modules of Boot's configure something that they do not configure
	 * without the starter, which brings them along.
	 * @return the names of their packages
	 */
	protected abstract Set<String> additionalModules();

	/**
	 * Return what an injection by type gives because of the starter alone.
	 * @return the simple names of the types, and of the classes of what is injected
	 */
	protected abstract Map<String, String> additionalInjections();

	/**
	 * Let the application call the Admin API.
	 * @return the answer
	 */
	protected abstract String callAdminApi();

	/**
	 * Return the application with the starter, and with credentials.
	 * @return the application, which has started
	 */
	protected final ApplicationProcess with() {
		return start().get(0);
	}

	/**
	 * Return the application without the starter.
	 * @return the application, which has started
	 */
	protected final ApplicationProcess without() {
		return start().get(1);
	}

	/**
	 * Start one more application with the starter.
	 * @return the application, which the caller has to close
	 */
	protected final ApplicationProcess startAnother() {
		return ApplicationProcess.start(classPath(ClassPath.withStarter()), allArguments(), applicationWithStarter());
	}

	private List<String> allArguments() {
		List<String> arguments = new ArrayList<>(arguments());
		for (String property : this.pinecone.properties()) {
			arguments.add("--" + property);
		}
		arguments.addAll(List.of("--pinecone.client-id=id", "--pinecone.client-secret=secret"));
		return arguments;
	}

	private List<ApplicationProcess> start() {
		if (this.processes.isEmpty()) {
			this.processes.add(startAnother());
			this.processes
				.add(ApplicationProcess.start(classPath(ClassPath.withoutStarter()), allArguments(), application()));
			for (ApplicationProcess process : this.processes) {
				process.awaitStart();
				this.logOfStart.addAll(process.log());
			}
		}
		return this.processes;
	}

	@Test
	void typeWhenStarterIsAddedIsTheSame() {
		assertThat(with().report("type")).isEqualTo(without().report("type")).isEqualTo(this.type.name());
		assertThat(with().report("context")).isEqualTo(without().report("context"));
	}

	@Test
	void beansWhenStarterIsAddedAreTheSameButForDocumentedOnes() {
		Map<String, String> added = beans(with());
		Map<String, String> missing = beans(without());
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
		assertThat(added.keySet()).isEqualTo(additionalBeans());
		assertThat(modules).isEqualTo(new TreeSet<>(additionalModules()));
	}

	private Map<String, String> beans(ApplicationProcess process) {
		Map<String, String> beans = process.reports("bean ");
		Stream.of(application(), applicationWithStarter())
			.flatMap(Arrays::stream)
			.forEach((source) -> beans.values().removeIf((bean) -> bean.endsWith(" of " + source.getName())));
		return beans;
	}

	@Test
	void injectionsWhenStarterIsAddedAreTheSameButForDocumentedOnes() {
		Map<String, String> injections = without().reports("injection ");
		Map<String, String> added = new TreeMap<>();
		with().reports("injection ").forEach((type, injected) -> {
			if (!injected.equals(injections.get(type))) {
				assertThat(injections.get(type)).isEqualTo("none");
				added.put(simpleName(type), simpleName(injected));
			}
		});
		assertThat(added).isEqualTo(additionalInjections());
	}

	private static String simpleName(String className) {
		return className.substring(className.lastIndexOf('.') + 1);
	}

	@Test
	void logWhenAdminApiIsCalledHasNoWarning() {
		int start = with().log().size();
		assertThat(callAdminApi()).isEqualTo(PROJECTS);
		assertThat(with().log().subList(start, with().log().size())).noneMatch(AbstractGuestTests::isWarning);
		assertThat(this.logOfStart).isNotEmpty().noneMatch(AbstractGuestTests::isWarning);
	}

	private static boolean isWarning(String line) {
		return line.matches(".*\\b(WARN|ERROR|WARNING)\\b.*|\tat .*");
	}

	@Test
	void versionsAreThoseToBeTested() {
		assertThat(with().report("boot")).isEqualTo(System.getProperty("tested.spring-boot.version"));
		assertThat(with().report("java")).isEqualTo(System.getProperty("java.specification.version"));
	}

}
