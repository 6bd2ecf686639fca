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

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.token.AccountName;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;

/**
 * An {@link AbstractInjectionFailureAnalyzer} for missing Pinecone beans. Runs before
 * Spring Boot's analyzer, which mentions neither properties nor qualifiers.
 */
@Order(0)
class MissingPineconeBeanFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<String> NAMES = Set.of("pineconeAccounts", "pineconeAdmin", "pineconeAdminRestClient",
			"pineconeAdminWebClient", "pineconeAuthorizationFailureHandler", "pineconeAuthorizedClientManager",
			"pineconeClientHttpRequestInterceptor", "pineconeExchangeFilterFunction", "pineconeReactiveAdmin",
			"pineconeReactiveAuthorizedClientManager");

	private static final Set<Class<?>> TYPES = Set.of(OAuth2AuthorizedClientManager.class, PineconeAccounts.class,
			PineconeAdmin.class, ReactiveOAuth2AuthorizedClientManager.class, ReactivePineconeAdmin.class);

	private final ListableBeanFactory beanFactory;

	private final Environment environment;

	MissingPineconeBeanFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = (ListableBeanFactory) beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		String required = ((description != null) ? description : "A component") + " required ";
		if (this.beanFactory.containsBean("pineconeServiceAccount")) {
			return analyzeType(required, cause);
		}
		String bean = missingBean(rootFailure, cause);
		return (bean != null) ? analyzeActivation(required + bean + " that does not exist, because ", cause) : null;
	}

	private @Nullable FailureAnalysis analyzeType(String required, NoSuchBeanDefinitionException cause) {
		ResolvableType type = cause.getResolvableType();
		Stream<String> names = (type != null)
				? Stream.of(this.beanFactory.getBeanNamesForType(type, false, false)).filter(NAMES::contains)
				: Stream.empty();
		return names.findFirst()
			.map((name) -> new FailureAnalysis(
					required + "a bean of type '" + type + "' that could not be found. The bean '" + name
							+ "' is of that type, but does not match the injection point.",
					"Add @Qualifier(\"" + name + "\") to inject that bean, or define a bean of type '" + type + "'.",
					cause))
			.orElse(null);
	}

	private @Nullable FailureAnalysis analyzeActivation(String description, NoSuchBeanDefinitionException cause) {
		if (AotDetector.useGeneratedArtifacts()) {
			return new FailureAnalysis(
					description + "'pinecone.client-id' and 'pinecone.client-secret' were missing, or"
							+ " 'pinecone.oauth.enabled' was false, when the application was processed ahead of time.",
					"Set the properties for the build, too. The build accepts any client id and client secret: they are"
							+ " read again when the application runs.",
					cause);
		}
		if (!this.environment.getProperty("pinecone.oauth.enabled", Boolean.class, true)) {
			return new FailureAnalysis(description + "'pinecone.oauth.enabled' is false.",
					"Set 'pinecone.oauth.enabled' to true or remove it, or stop injecting the bean.", cause);
		}
		if (!hasCredentials()) {
			return new FailureAnalysis(
					description + "neither 'pinecone.client-id' nor 'pinecone.client-secret' has a value"
							+ " and there is no PineconeConnectionDetails bean." + unresolvedPlaceholders(),
					"Set both 'pinecone.client-id' and 'pinecone.client-secret' (PINECONE_CLIENT_ID and"
							+ " PINECONE_CLIENT_SECRET in the environment), or stop injecting the bean.",
					cause);
		}
		return null;
	}

	private String unresolvedPlaceholders() {
		List<String> placeholders = new CredentialProperties(AccountName.ofSingle(), this.environment).placeholders();
		return placeholders.isEmpty() ? ""
				: " These placeholders have no value: " + String.join(", ", placeholders) + ".";
	}

	/**
	 * Describe the missing bean. Returns {@code null} if it is not one of this starter's.
	 */
	private static @Nullable String missingBean(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Object name = (cause.getBeanName() != null) ? cause.getBeanName() : qualifier(injectionPoint(rootFailure));
		if (name != null) {
			return NAMES.contains(name) ? "the bean '" + name + "'" : null;
		}
		ResolvableType type = cause.getResolvableType();
		return (type != null && TYPES.contains(type.toClass())) ? "a bean of type '" + type + "'" : null;
	}

	private static @Nullable InjectionPoint injectionPoint(Throwable failure) {
		InjectionPoint injectionPoint = null;
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			if (ex instanceof UnsatisfiedDependencyException unsatisfied) {
				injectionPoint = unsatisfied.getInjectionPoint();
			}
		}
		return injectionPoint;
	}

	private static @Nullable Object qualifier(@Nullable InjectionPoint injectionPoint) {
		return (injectionPoint != null) ? Stream.of(injectionPoint.getAnnotations())
			.map(AnnotationUtils::getValue)
			.filter(String.class::isInstance)
			.findFirst()
			.orElse(null) : null;
	}

	private boolean hasCredentials() {
		return OnPineconeCredentialsCondition.hasCredentials(this.environment)
				|| this.beanFactory.getBeanNamesForType(PineconeConnectionDetails.class, false, false).length > 0;
	}

}
