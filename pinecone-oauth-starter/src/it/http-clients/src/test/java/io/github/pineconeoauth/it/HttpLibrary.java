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

import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.PineconeServer;
import io.github.pineconeoauth.testsupport.SystemEnvironment;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The HTTP libraries that Spring Boot supports, each for {@code WebClient} and
 * {@code RestClient}, with the HTTP service over either of them. {@link #SIMPLE} is for
 * {@code RestClient} alone.
 */
enum HttpLibrary {

	JDK("jdk", "jdk", AdminClient.OverRestClient.class),

	REACTOR("reactor", "reactor", AdminClient.OverWebClient.class),

	JETTY("jetty", "jetty", AdminClient.OverWebClient.class),

	/**
	 * Not with the HTTP service over {@code WebClient}: Spring Boot creates a connector
	 * for it whose threads never end.
	 */
	HTTP_COMPONENTS("http-components", "http-components", AdminClient.OverRestClient.class),

	SIMPLE("jdk", "simple", AdminClient.OverRestClient.class);

	private final String connector;

	private final String requestFactory;

	private final Class<?> httpService;

	HttpLibrary(String connector, String requestFactory, Class<?> httpService) {
		this.connector = connector;
		this.requestFactory = requestFactory;
		this.httpService = httpService;
	}

	/**
	 * Return a runner for an application with all auto-configurations, which requests a
	 * token whenever it has none.
	 */
	ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withUserConfiguration(Application.class, this.httpService)
			.withPropertyValues(properties());
	}

	ApplicationContextRunner runner(PineconeServer pinecone) {
		return runner().withPropertyValues(pinecone.properties());
	}

	/**
	 * Start an application that follows redirects and repeats no typed call.
	 * @param time the time in which tokens expire
	 * @param configuration a part of the application
	 */
	ConfigurableApplicationContext start(PineconeServer pinecone, ManualTime time, Class<?> configuration) {
		return new SpringApplicationBuilder(Application.class, this.httpService, configuration)
			.initializers(SystemEnvironment.empty(),
					(context) -> context.getBeanFactory()
						.registerSingleton("manualTime", new ManualTimePostProcessor(time)))
			.properties(properties())
			.properties(pinecone.properties())
			.properties("spring.http.clients.redirects=follow", "spring.http.serviceclient.pinecone.redirects=follow",
					"pinecone.admin.retry.max-retries=0", "spring.main.banner-mode=off")
			.run();
	}

	private String[] properties() {
		return new String[] { "pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.failure-backoff=0", "pinecone.oauth.retry.max-retries=0",
				"spring.http.clients.reactive.connector=" + this.connector,
				"spring.http.clients.imperative.factory=" + this.requestFactory };
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
