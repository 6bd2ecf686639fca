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

package io.github.pineconeoauth;

import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.TemporalAccessor;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.library.Architectures;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHintsRegistrar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies between packages and on libraries.
 */
@Tag("sources")
class ArchitectureTests {

	private static final String ROOT = "io.github.pineconeoauth";

	private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
		.importPackages(ROOT);

	private static final JavaClasses TESTS = importTests();

	private static final DescribedPredicate<JavaClass> STATE_MACHINE = DescribedPredicate
		.describe("are the state machine", ArchitectureTests::isStateMachine);

	@Test
	void packagesUseEachOtherInOneDirection() {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInAnyPackage(ROOT + "..")
			.ensureAllClassesAreContainedInArchitecture()
			.layer("root")
			.definedBy(ROOT)
			.layer("admin")
			.definedBy(ROOT + ".admin..")
			.layer("token")
			.definedBy(ROOT + ".token..")
			.layer("client")
			.definedBy(ROOT + ".client")
			.layer("client.reactive")
			.definedBy(ROOT + ".client.reactive")
			.layer("account")
			.definedBy(ROOT + ".account")
			.layer("autoconfigure")
			.definedBy(ROOT + ".autoconfigure..")
			.whereLayer("root")
			.mayNotAccessAnyLayer()
			.whereLayer("admin")
			.mayOnlyAccessLayers("root")
			.whereLayer("token")
			.mayOnlyAccessLayers("root")
			.whereLayer("client")
			.mayOnlyAccessLayers("root", "token")
			.whereLayer("client.reactive")
			.mayOnlyAccessLayers("root", "token", "client")
			.whereLayer("account")
			.mayOnlyAccessLayers("admin")
			.whereLayer("autoconfigure")
			.mayOnlyAccessLayers("root", "admin", "token", "client", "client.reactive", "account")
			.check(MAIN);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(MAIN);
	}

	@Test
	void springBootIsUsedByAutoConfigurationAlone() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(MAIN);
	}

	@Test
	void reactorIsUnknownToTokenAndBlockingClients() {
		noClasses().that()
			.resideInAnyPackage(ROOT, ROOT + ".token..", ROOT + ".client")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor..", "org.reactivestreams..", "org.springframework.http.client.reactive..",
					"org.springframework.web.reactive..")
			.check(MAIN);
	}

	@Test
	void blockingAdminApiKnowsNoReactor() {
		noClasses().that()
			.resideInAPackage(ROOT + ".admin..")
			.and()
			.haveNameNotMatching(".*(Reactive|WebClient).*")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor..", "org.reactivestreams..", "org.springframework.web.reactive..",
					"org.springframework.core.io.buffer..")
			.orShould()
			.dependOnClassesThat()
			.haveNameMatching(Pattern.quote(ROOT + ".admin.") + ".*(Reactive|WebClient).*")
			.check(MAIN);
	}

	@Test
	void serversAreUsedNowhere() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "com.sun.net.httpserver..", "org.springframework.web.servlet..",
					"org.springframework.web.server..")
			.check(MAIN);
	}

	@Test
	void librariesOfHttpClientsAreUsedToForbidRedirectsAndToCloseThemAlone() {
		noClasses().that()
			.haveNameNotMatching(".*\\.(NoRedirects|OwnedHttpClient(\\$.*)?)")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "reactor.netty..", "org.apache.hc..", "org.eclipse.jetty..")
			.check(MAIN);
	}

	@Test
	void stateMachineKnowsNoHttp() {
		noClasses().that(STATE_MACHINE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.net..", "org.springframework.http..", "org.springframework.web..")
			.check(MAIN);
	}

	@Test
	void stateMachineReadsNoClockOfItsOwn() {
		noClasses().that(STATE_MACHINE)
			.should()
			.accessTargetWhere(accessTo("nanoTime", System.class).or(accessTo("currentTimeMillis", System.class))
				.or(accessTo("now", TemporalAccessor.class))
				.or(accessTo("system", InstantSource.class))
				.as("the system's clock is read"))
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Clock.class)
			.check(MAIN);
	}

	@Test
	void stateMachineHasNoThreadOfItsOwn() {
		DescribedPredicate<JavaAccess<?>> hiddenThread = DescribedPredicate.describe("a thread of the JDK's is used",
				(access) -> access.getTargetOwner().isEquivalentTo(CompletableFuture.class)
						&& access.getTarget().getName().matches(".*(Async|Timeout|Executor)"));
		noClasses().that(STATE_MACHINE)
			.should()
			.dependOnClassesThat()
			.areAssignableTo(ExecutorService.class)
			.orShould()
			.accessTargetWhere(accessTo("<init>", Thread.class).or(hiddenThread))
			.check(MAIN);
	}

	/**
	 * A native image needs runtime hints for reflection. The excluded classes have such
	 * hints or register them.
	 */
	@Test
	void nothingIsDoneByReflection() {
		noClasses().that()
			.areNotAssignableTo(RuntimeHintsRegistrar.class)
			.and()
			.doNotHaveSimpleName("PrivateField")
			.should()
			.dependOnClassesThat()
			.haveNameMatching("java\\.lang\\.(reflect|invoke)\\..*|org\\.springframework\\.util\\.ReflectionUtils"
					+ "|org\\.springframework\\.beans\\.(DirectFieldAccessor|PropertyAccessorFactory)")
			.orShould()
			.accessTargetWhere(accessTo("forName", Class.class).or(accessTo("getResource", Class.class))
				.or(accessTo("getResourceAsStream", Class.class))
				.or(accessTo("loadClass", ClassLoader.class))
				.or(accessTo("load", ServiceLoader.class))
				.as("something is found by its name"))
			.check(MAIN);
	}

	@Test
	void packagesAreNullMarked() {
		Set<JavaPackage> packages = MAIN.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
		packages.add(TESTS.getPackage(ROOT + ".testsupport"));
		assertThat(packages).hasSizeGreaterThan(4)
			.allMatch((candidate) -> candidate.isAnnotatedWith(NullMarked.class), "is annotated with NullMarked");
	}

	@Test
	void testsDoNotSleep() {
		noClasses().should().accessTargetWhere(accessTo("sleep", Thread.class, TimeUnit.class)).check(TESTS);
	}

	@Test
	void testsDoNotMock() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.mockito..").check(TESTS);
	}

	@Test
	void testsAssertWithAssertJ() {
		noClasses().should()
			.dependOnClassesThat()
			.haveNameMatching("org\\.junit\\.jupiter\\.api\\.Assert.*|org\\.hamcrest\\..*")
			.check(TESTS);
	}

	/**
	 * Import the tests, but not their libraries, which would take long.
	 */
	private static JavaClasses importTests() {
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		try {
			return new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(ROOT);
		}
		finally {
			ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(true);
		}
	}

	private static boolean isStateMachine(JavaClass type) {
		JavaClass enclosing = type.getEnclosingClass().orElse(type);
		return enclosing.getPackageName().equals(ROOT + ".token")
				&& Set.of("BearerToken", "Failure", "Moment", "RenewalPolicy", "SharedToken", "TokenLog")
					.contains(enclosing.getSimpleName());
	}

	private static DescribedPredicate<JavaAccess<?>> accessTo(String name, Class<?>... owners) {
		return DescribedPredicate.describe("access to " + name, (access) -> access.getTarget().getName().equals(name)
				&& Set.of(owners).stream().anyMatch(access.getTargetOwner()::isAssignableTo));
	}

}
