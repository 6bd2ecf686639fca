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

package io.github.pineconeoauth.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.pineconeoauth.admin.RoleBinding;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * An Admin API without a network: one project, and role bindings in pages. Its clients
 * read the records of the typed API with the same JSON settings.
 */
final class CannedAdminApi {

	static final String PROJECT_ID = "a2f7dddb-1597-4eff-9f71-535fde243f58";

	static final int PAGES = 100;

	static final int PAGE_SIZE = 100;

	private static final String BASE_URL = "https://api.pinecone.io";

	private static final byte[] PROJECT = """
			{"id":"%s","name":"chatbot-prod","max_pods":0,"force_encryption_with_cmek":false,\
			"organization_id":"-ExampleOrgId0000000","created_at":"2026-04-10T15:23:00Z"}""".formatted(PROJECT_ID)
		.getBytes(StandardCharsets.UTF_8);

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final ExchangeStrategies STRATEGIES = ExchangeStrategies.builder()
		.codecs((codecs) -> codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(MAPPER)))
		.build();

	private final List<byte[]> pages = IntStream.range(0, PAGES)
		.mapToObj(CannedAdminApi::page)
		.collect(Collectors.toCollection(ArrayList::new));

	private static byte[] page(int number) {
		String items = IntStream.range(0, PAGE_SIZE)
			.mapToObj((item) -> """
					{"id":"9a8e3528-b9c0-4358-84ce-%012d","principal_type":"service_account",\
					"principal_id":"f8a3b2c1-4d5e-6f7a-8b9c-0d1e2f3a4b5c","resource_type":"project",\
					"resource_id":"%s","role":"DataPlaneEditor","created_at":"2026-04-10T15:23:00Z"}"""
				.formatted(number * PAGE_SIZE + item, PROJECT_ID))
			.collect(Collectors.joining(","));
		String next = (number < PAGES - 1) ? "{\"next\":\"" + (number + 1) + "\"}" : "null";
		return ("{\"data\":[" + items + "],\"pagination\":" + next + "}").getBytes(StandardCharsets.UTF_8);
	}

	RestClient restClient() {
		ClientHttpRequestFactory requestFactory = (uri, method) -> request(method, uri.toString());
		return RestClient.builder()
			.requestFactory(requestFactory)
			.baseUrl(BASE_URL)
			.configureMessageConverters(
					(converters) -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(MAPPER)))
			.build();
	}

	WebClient webClient() {
		return WebClient.builder().exchangeFunction(this::response).baseUrl(BASE_URL).build();
	}

	private ClientHttpRequest request(HttpMethod method, String url) {
		byte[] body = body(url);
		MockClientHttpResponse response = new MockClientHttpResponse(body, HttpStatus.OK);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(body.length);
		MockClientHttpRequest request = new MockClientHttpRequest(method, url);
		request.setResponse(response);
		return request;
	}

	private Mono<ClientResponse> response(ClientRequest request) {
		byte[] body = body(request.url().toString());
		return Mono.just(ClientResponse.create(HttpStatus.OK, STRATEGIES)
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
			.header(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
			.body(Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body))))
			.build());
	}

	private byte[] body(String url) {
		if (url.contains("/projects/")) {
			return PROJECT;
		}
		int token = url.indexOf("paginationToken=");
		return this.pages.get((token != -1) ? Integer.parseInt(url.substring(url.indexOf('=', token) + 1)) : 0);
	}

	/**
	 * A page of role bindings, as somebody would write it by hand.
	 */
	record Page(List<RoleBinding> data, @Nullable Pagination pagination) {

		@Nullable String next() {
			return (this.pagination != null) ? this.pagination.next() : null;
		}

	}

	record Pagination(@Nullable String next) {

	}

}
