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

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.pineconeoauth.testsupport.Documentation;
import io.github.pineconeoauth.testsupport.Documentation.Snippet;
import io.github.pineconeoauth.testsupport.Forms;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation's Java examples compile and work as documented.
 */
@Tag("sources")
@ExtendWith(OutputCaptureExtension.class)
class ReadmeExamplesTests {

	private static final Pattern BEAN = Pattern.compile("\\| `(\\w+)` \\| `(\\w+)` \\|.*");

	/**
	 * Imports that a development environment would add.
	 */
	private static final String IMPORTS = """
			package example;
			import io.github.pineconeoauth.*;
			import io.github.pineconeoauth.account.*;
			import io.github.pineconeoauth.admin.*;
			import io.github.pineconeoauth.autoconfigure.*;
			import java.net.*;
			import java.net.http.*;
			import java.nio.file.*;
			import java.time.*;
			import java.util.*;
			import java.util.function.*;
			import java.util.stream.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.*;
			import org.springframework.boot.env.*;
			import org.springframework.boot.webclient.*;
			import org.springframework.context.*;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;
			import org.springframework.http.client.*;
			import org.springframework.http.client.reactive.*;
			import org.springframework.security.oauth2.client.*;
			import org.springframework.security.oauth2.client.web.client.*;
			import org.springframework.security.oauth2.client.web.reactive.function.client.*;
			import org.springframework.stereotype.*;
			import org.springframework.web.bind.annotation.*;
			import org.springframework.web.client.*;
			import org.springframework.web.reactive.function.client.*;
			import org.springframework.web.service.annotation.*;
			import org.springframework.web.service.registry.*;
			import reactor.core.publisher.*;
			import reactor.core.scheduler.*;
			""";

	/**
	 * The jars of the starter, and this module.
	 */
	private static final Pattern STARTER = Pattern
		.compile(".*[/\\\\]((classes)|(jspecify|micrometer-(commons|observation)"
				+ "|reactive-streams|reactor-core|spring-(aop|beans|context|core|expression|web|webflux)"
				+ "|spring-boot(-(autoconfigure|http-client|restclient|webclient))?"
				+ "|spring-security-(core|crypto|oauth2-(client|core)|web))-[0-9].*)");

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(TestAutoConfigurations.ofStarter())
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				RestClientAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
				PineconeRestClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class,
				PineconeAdminAutoConfiguration.class, PineconeAccountsAutoConfiguration.class))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + this.server.uri("/oauth/token"),
				"pinecone.admin.base-url=" + this.server.uri(""));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void examplesCompileAndCallTheAdminApi() throws Exception {
		this.server.on("/oauth/token", (request) -> Response.token("token-1", 1800));
		this.server.on("/admin/", (request) -> new Response(200, "{\"data\":[{\"id\":\"1\",\"name\":\"one\"}]}"));
		TestCompiler.forSystem().withSources(sources()).compile((compiled) -> {
			ApplicationContextRunner runner = this.contextRunner.withClassLoader(compiled.getClassLoader());
			for (Class<?> type : types(compiled, "ProjectReport", "OrganizationReport", "ProjectServiceConfiguration",
					"PineconeProjectsExample", "PineconeApiKeysExample", "OwnClientExample")) {
				runner = runner.withUserConfiguration(type);
			}
			runner.run((context) -> {
				assertThat(context).hasNotFailed();
				Mono<?> projects = (Mono<?>) invoke(context, "ProjectReport", "create");
				assertThat(projects.block()).asString().contains("\"one\"");
				assertThat(invoke(context, "OrganizationReport", "create")).asString().contains("\"one\"");
				assertThat(invoke(context, "ProjectService", "list")).asString().contains("name=one");
				assertThat(context.getBean("pineconeProjects")).isInstanceOf(WebClient.class);
				assertThat(context.getBean("pineconeApiKeys")).isInstanceOf(RestClient.class);
				assertThat(context.getBean("ownClient")).isInstanceOf(RestClient.class);
			});
		});
		assertThat(this.server.requests("/admin/")).hasSize(3)
			.extracting(Request::authorization)
			.containsOnly("Bearer token-1");
		assertThat(this.server.requests("/oauth/token")).hasSize(1);
	}

	@Test
	void quickStartCreatesAProjectWithAnApiKey(CapturedOutput output) throws Exception {
		this.server.on("/oauth/token", (request) -> Response.token("token-1", 1800));
		this.server.on("/admin/projects", (request) -> new Response(200, """
				{"id": "p", "name": "tenant", "organization_id": "o"}"""));
		this.server.on("/admin/projects/p/api-keys", (request) -> new Response(201, """
				{"key": {"id": "k", "name": "tenant-app", "project_id": "p", "roles": []}, "value": "v"}"""));
		TestCompiler.forSystem().withSources(sources()).compile((compiled) -> {
			Class<?> configuration = types(compiled, "QuickStartExample").get(0);
			this.contextRunner.withClassLoader(compiled.getClassLoader())
				.withUserConfiguration(configuration)
				.run((context) -> context.getBean(CommandLineRunner.class).run());
		});
		assertThat(output).contains("Created project p with API key k");
	}

	@Test
	@SuppressWarnings("unchecked")
	void initializerPicksUpCredentialsThatChange(@TempDir Path directory) throws Exception {
		List<String> secrets = new CopyOnWriteArrayList<>();
		this.server.on("/oauth/token", (request) -> {
			secrets.add(Forms.parse(request.body()).get("client_secret"));
			return new Response(503, "");
		});
		Path mounted = Files.createDirectory(directory.resolve("pinecone"));
		Files.writeString(mounted.resolve("client-id"), "id\n");
		Files.writeString(mounted.resolve("client-secret"), "first\n");
		List<SourceFile> sources = sources().stream()
			.map((source) -> SourceFile.of(source.getContent().replace("/etc/secrets", directory.toString())))
			.toList();
		TestCompiler.forSystem().withSources(sources).compile((compiled) -> {
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer = (ApplicationContextInitializer<ConfigurableApplicationContext>) BeanUtils
				.instantiateClass(types(compiled, "SecretsInitializer").get(0));
			this.contextRunner.withInitializer(initializer)
				.withPropertyValues("pinecone.oauth.failure-backoff=0s", "pinecone.oauth.retry.max-retries=0")
				.run((context) -> {
					Mono<?> projects = context.getBean("pineconeAdminWebClient", WebClient.class)
						.get()
						.retrieve()
						.toBodilessEntity();
					projects.onErrorComplete().block();
					Files.writeString(mounted.resolve("client-secret"), "second\n");
					projects.onErrorComplete().block();
				});
		});
		assertThat(secrets).containsExactly("first", "second");
	}

	@Test
	void examplesCompileWithWhatTheStarterBrings(@TempDir Path directory) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", directory.toString(), "-classpath",
				Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter(STARTER.asMatchPredicate())
					.collect(Collectors.joining(File.pathSeparator))));
		for (SourceFile source : sources()) {
			Path file = directory.resolve(source.getPath());
			Files.createDirectories(Objects.requireNonNull(file.getParent()));
			arguments.add(Files.writeString(file, source.getContent()).toString());
		}
		ByteArrayOutputStream messages = new ByteArrayOutputStream();
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, messages, messages, arguments.toArray(String[]::new));
		assertThat(result).as(messages.toString()).isZero();
	}

	@Test
	void beansOfTheTableExist() {
		List<MatchResult> beans = Documentation.lines(Documentation.README)
			.stream()
			.flatMap((line) -> BEAN.matcher(line).results())
			.toList();
		assertThat(beans).hasSize(10);
		this.contextRunner.run((context) -> assertThat(beans).allSatisfy((bean) -> {
			Set<Class<?>> types = ClassUtils.getAllInterfacesAsSet(context.getBean(bean.group(1)));
			assertThat(types).extracting(Class::getSimpleName).contains(bean.group(2));
		}));
	}

	private static List<SourceFile> sources() {
		return Documentation.snippets()
			.stream()
			.flatMap((snippet) -> source(snippet).stream())
			.map((type) -> SourceFile.of(IMPORTS + type))
			.toList();
	}

	/**
	 * Return the source of a type with an example, or empty if it is not compiled here.
	 */
	private static Optional<String> source(Snippet snippet) {
		String type = "class " + StringUtils.capitalize(snippet.name()) + "Example {\n";
		return switch (snippet.kind()) {
			case "type" -> Optional.of(snippet.code());
			case "bean" -> Optional.of("@Configuration(proxyBeanMethods = false)\n" + type + snippet.code() + "}\n");
			case "method" -> Optional.of(type + snippet.code() + "}\n");
			case "statement" -> Optional.of(type + "void use(OAuth2AuthorizedClientManager manager,"
					+ " ReactiveOAuth2AuthorizedClientManager reactiveManager,"
					+ " ServerOAuth2AuthorizedClientExchangeFilterFunction filter,"
					+ " OAuth2AuthorizationFailureHandler failureHandler) {\n" + snippet.code() + "}\n}\n");
			// Compiled and run by the tests of pinecone-oauth-starter-test, or not at all
			default -> Optional.empty();
		};
	}

	private static List<Class<?>> types(Compiled compiled, String... names) {
		return List.of(names).stream().<Class<?>>map((name) -> {
			try {
				return compiled.getClassLoader().loadClass("example." + name);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}).toList();
	}

	private static Object invoke(ApplicationContext context, String type, String method) throws Exception {
		Class<?> beanType = Objects.requireNonNull(context.getClassLoader()).loadClass("example." + type);
		Method found = Objects.requireNonNull(ReflectionUtils.findMethod(beanType, method));
		found.setAccessible(true);
		return Objects.requireNonNull(found.invoke(context.getBean(beanType)));
	}

}
