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

import java.util.ArrayList;
import java.util.List;

import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.SystemEnvironment;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;

/**
 * The auto-configurations of an application with the starter.
 */
public final class TestAutoConfigurations {

	private static final List<Class<?>> WITHOUT_REST_CLIENT_MODULE = List.of(SslAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
			WebClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class,
			PineconeOAuthAutoConfiguration.class, PineconeRestClientAutoConfiguration.class,
			PineconeWebClientAutoConfiguration.class, PineconeHttpServiceAutoConfiguration.class,
			PineconeAdminAutoConfiguration.class, PineconeAccountsAutoConfiguration.class);

	private TestAutoConfigurations() {
	}

	public static AutoConfigurations ofStarter() {
		List<Class<?>> classes = new ArrayList<>(WITHOUT_REST_CLIENT_MODULE);
		classes.add(CodecsAutoConfiguration.class);
		classes.add(RestClientAutoConfiguration.class);
		classes.add(HttpServiceClientAutoConfiguration.class);
		return AutoConfigurations.of(classes.toArray(Class<?>[]::new));
	}

	/**
	 * Return an application with the starter alone, which does not have Spring Boot's
	 * module for {@code RestClient}.
	 * @param pinecone the server that it uses as its Pinecone
	 * @return the application
	 */
	public static ApplicationContextRunner runnerWithoutRestClientModule(LoopbackServer pinecone) {
		return new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.withConfiguration(AutoConfigurations.of(WITHOUT_REST_CLIENT_MODULE.toArray(Class<?>[]::new)))
			.withPropertyValues(pinecone.properties());
	}

	/**
	 * Return an application without credentials.
	 * @return the application
	 */
	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withInitializer(SystemEnvironment.empty()).withConfiguration(ofStarter());
	}

	/**
	 * Return an application that uses a server as its Pinecone.
	 * @param pinecone the server
	 * @return the application
	 */
	public static ApplicationContextRunner runner(LoopbackServer pinecone) {
		return runner().withPropertyValues(pinecone.properties());
	}

	/**
	 * Return an application that uses a server as its Pinecone, and whose tokens age as a
	 * test likes.
	 * @param pinecone the server
	 * @param time the time
	 * @return the application
	 */
	public static ApplicationContextRunner runner(LoopbackServer pinecone, ManualTime time) {
		return runner(pinecone).withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(time));
	}

}
