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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import io.github.pineconeoauth.testsupport.LoopbackServer.Response;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * The starter's clients of the Admin API.
 */
enum AdminClient {

	WEB_CLIENT {

		@Override
		Response get(ApplicationContext application, String name) {
			return exchange(webClient(application).get().uri("/admin/{name}", name));
		}

		@Override
		Response post(ApplicationContext application, String name, String body) {
			return exchange(webClient(application).post().uri("/admin/{name}", name).bodyValue(body));
		}

		private WebClient webClient(ApplicationContext application) {
			return application.getBean("pineconeAdminWebClient", WebClient.class);
		}

	},

	REST_CLIENT {

		@Override
		Response get(ApplicationContext application, String name) {
			return exchange(restClient(application).get().uri("/admin/{name}", name));
		}

		@Override
		Response post(ApplicationContext application, String name, String body) {
			return exchange(restClient(application).post().uri("/admin/{name}", name).body(body));
		}

		private RestClient restClient(ApplicationContext application) {
			return application.getBean("pineconeAdminRestClient", RestClient.class);
		}

	},

	HTTP_SERVICE {

		@Override
		Response get(ApplicationContext application, String name) {
			return toResponse(application.getBean(AdminService.class).get(name));
		}

		@Override
		Response post(ApplicationContext application, String name, String body) {
			return toResponse(application.getBean(AdminService.class).post(name, body));
		}

		private Response toResponse(ResponseEntity<String> entity) {
			return new Response(entity.getStatusCode().value(), Objects.requireNonNullElse(entity.getBody(), ""));
		}

	};

	static final Duration TIMEOUT = Duration.ofSeconds(50);

	/**
	 * Send a GET request.
	 */
	abstract Response get(ApplicationContext application, String name);

	/**
	 * Send a POST request.
	 */
	abstract Response post(ApplicationContext application, String name, String body);

	static Response exchange(WebClient.RequestHeadersSpec<?> request) {
		return Objects.requireNonNull(
				request
					.exchangeToMono((response) -> response.bodyToMono(String.class)
						.defaultIfEmpty("")
						.map((body) -> new Response(response.statusCode().value(), body)))
					.block(TIMEOUT));
	}

	static Response exchange(RestClient.RequestHeadersSpec<?> request) {
		return request.exchangeForRequiredValue((sent, response) -> new Response(response.getStatusCode().value(),
				StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8)));
	}

	interface AdminService {

		@GetExchange("/admin/{name}")
		ResponseEntity<String> get(@PathVariable String name);

		@PostExchange("/admin/{name}")
		ResponseEntity<String> post(@PathVariable String name, @RequestBody String body);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = AdminService.class, clientType = ClientType.WEB_CLIENT)
	static class OverWebClient {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "pinecone", types = AdminService.class, clientType = ClientType.REST_CLIENT)
	static class OverRestClient {

	}

}
