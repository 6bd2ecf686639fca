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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * The kinds of Admin API clients, each with an HTTP service that uses such a client.
 */
enum ClientKind {

	REST_CLIENT(OverRestClient.class) {

		@Override
		Supplier<@Nullable ResponseEntity<String>> request(ApplicationContext context, String template,
				@Nullable String variable) {
			return () -> context.getBean("pineconeAdminRestClient", RestClient.class)
				.get()
				.uri(template, variable)
				.retrieve()
				.toEntity(String.class);
		}

	},

	WEB_CLIENT(OverWebClient.class) {

		@Override
		Supplier<@Nullable ResponseEntity<String>> request(ApplicationContext context, String template,
				@Nullable String variable) {
			return () -> context.getBean("pineconeAdminWebClient", WebClient.class)
				.get()
				.uri(template, variable)
				.retrieve()
				.toEntity(String.class)
				.block(TIMEOUT);
		}

	};

	static final Duration TIMEOUT = Duration.ofSeconds(50);

	private final Class<?> services;

	ClientKind(Class<?> services) {
		this.services = services;
	}

	/**
	 * Return an application with the HTTP service.
	 */
	ApplicationContextRunner of(ApplicationContextRunner contextRunner) {
		return contextRunner.withUserConfiguration(this.services);
	}

	/**
	 * Send a request with the client.
	 */
	Response get(ApplicationContext context, String template, @Nullable String variable) {
		return respond(request(context, template, variable));
	}

	/**
	 * Send a request to {@code /admin/} with the client, and then one with the service.
	 */
	List<Response> getWithBoth(ApplicationContext context, String name) {
		return calls(context, name).stream().map(Supplier::get).toList();
	}

	/**
	 * Return a request to {@code /admin/} with the client and one with the service.
	 */
	List<Supplier<Response>> calls(ApplicationContext context, String name) {
		return List.of(() -> get(context, "/admin/{name}", name),
				() -> respond(() -> context.getBean(ProjectService.class).get(name)));
	}

	/**
	 * Return a request to a URL with the client and one with the service.
	 */
	List<Supplier<Response>> callsTo(ApplicationContext context, URI uri) {
		return List.of(() -> get(context, uri.toString(), ""),
				() -> respond(() -> context.getBean(ProjectService.class).at(uri)));
	}

	abstract Supplier<@Nullable ResponseEntity<String>> request(ApplicationContext context, String template,
			@Nullable String variable);

	private static Response respond(Supplier<@Nullable ResponseEntity<String>> request) {
		try {
			ResponseEntity<String> response = Objects.requireNonNull(request.get());
			return new Response(response.getStatusCode().value(), Objects.requireNonNullElse(response.getBody(), ""));
		}
		catch (RestClientResponseException ex) {
			return new Response(ex.getStatusCode().value(), ex.getResponseBodyAsString());
		}
		catch (WebClientResponseException ex) {
			return new Response(ex.getStatusCode().value(), ex.getResponseBodyAsString());
		}
	}

	interface ProjectService {

		@GetExchange("/admin/{name}")
		ResponseEntity<String> get(@PathVariable String name);

		@GetExchange
		ResponseEntity<String> at(URI uri);

		@HttpExchange(method = "GET", url = "/admin/old", headers = "X-Pinecone-Api-Version=2025-04")
		ResponseEntity<String> old();

	}

	interface OtherService {

		@GetExchange("/other")
		ResponseEntity<String> get();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class)
	@ImportHttpServices(group = "other", types = OtherService.class)
	static class OverRestClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = ProjectService.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "other", types = OtherService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

}
