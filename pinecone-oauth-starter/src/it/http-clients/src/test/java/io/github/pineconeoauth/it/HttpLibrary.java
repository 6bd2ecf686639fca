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

package io.github.pineconeoauth.it;

import java.time.Duration;

import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The HTTP clients that Spring Boot supports, each for {@code WebClient} and for
 * {@code RestClient}. The last is for {@code RestClient} alone.
 */
enum HttpLibrary {

	JDK("jdk", "jdk"), REACTOR("reactor", "reactor"), JETTY("jetty", "jetty"),
	HTTP_COMPONENTS("http-components", "http-components"), SIMPLE("jdk", "simple");

	private final String connector;

	private final String requestFactory;

	HttpLibrary(String connector, String requestFactory) {
		this.connector = connector;
		this.requestFactory = requestFactory;
	}

	/**
	 * Return an application with all that Spring Boot configures by itself, which asks
	 * the token endpoint whenever it has no token.
	 */
	ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withUserConfiguration(Application.class)
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.failure-backoff=0", "pinecone.oauth.retry.max-retries=0",
					"spring.http.clients.reactive.connector=" + this.connector,
					"spring.http.clients.imperative.factory=" + this.requestFactory);
	}

	ApplicationContextRunner runner(PineconeServer pinecone) {
		return runner().withPropertyValues(pinecone.properties());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * Resources that are closed without the two seconds that Reactor Netty waits. Its
		 * global ones close connections and threads at the same time, and without those
		 * seconds may wait for a connection whose thread has ended.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resourceFactory = new ReactorResourceFactory();
			resourceFactory.setUseGlobalResources(false);
			resourceFactory.setShutdownQuietPeriod(Duration.ZERO);
			return resourceFactory;
		}

	}

}
