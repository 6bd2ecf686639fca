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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.pineconeoauth.admin.RoleBinding;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * An Admin API on loopback: one project, and role bindings in pages. Its clients read the
 * records of the typed API with the same JSON settings.
 */
final class LoopbackAdminApi implements AutoCloseable {

	static final String PROJECT_ID = "a2f7dddb-1597-4eff-9f71-535fde243f58";

	static final int PAGES = 100;

	static final int PAGE_SIZE = 100;

	private static final byte[] PROJECT = """
			{"id":"%s","name":"chatbot-prod","max_pods":0,"force_encryption_with_cmek":false,\
			"organization_id":"-ExampleOrgId0000000","created_at":"2026-04-10T15:23:00Z"}""".formatted(PROJECT_ID)
		.getBytes(StandardCharsets.UTF_8);

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final List<byte[]> pages = IntStream.range(0, PAGES).mapToObj(LoopbackAdminApi::page).toList();

	private final DisposableServer server = HttpServer.create()
		.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
		.handle(this::answer)
		.bindNow();

	private final String baseUrl = "http://localhost:" + this.server.port();

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

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		byte[] body = body(request.uri());
		return response.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
			.header(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
			.sendByteArray(Mono.just(body));
	}

	private byte[] body(String uri) {
		if (uri.startsWith("/admin/projects/")) {
			return PROJECT;
		}
		int token = uri.indexOf("paginationToken=");
		return this.pages.get((token != -1) ? Integer.parseInt(uri.substring(uri.indexOf('=', token) + 1)) : 0);
	}

	RestClient restClient() {
		return RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.baseUrl(this.baseUrl)
			.configureMessageConverters(
					(converters) -> converters.withJsonConverter(new JacksonJsonHttpMessageConverter(MAPPER)))
			.build();
	}

	WebClient webClient() {
		return WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector())
			.baseUrl(this.baseUrl)
			.codecs((codecs) -> codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(MAPPER)))
			.build();
	}

	/**
	 * List all role bindings with handwritten code.
	 */
	static List<RoleBinding> list(RestClient restClient) {
		List<RoleBinding> items = new ArrayList<>();
		String token = null;
		do {
			Page page = page(restClient, token);
			items.addAll(page.data());
			token = page.next();
		}
		while (token != null);
		return items;
	}

	static Page page(RestClient restClient, @Nullable String token) {
		return Objects
			.requireNonNull(restClient.get().uri("/admin/role-bindings" + query(token)).retrieve().body(Page.class));
	}

	/**
	 * List all role bindings with handwritten code.
	 */
	static Flux<RoleBinding> list(WebClient webClient) {
		return page(webClient, null)
			.expand((page) -> (page.next() != null) ? page(webClient, page.next()) : Mono.empty())
			.concatMapIterable(Page::data);
	}

	private static Mono<Page> page(WebClient webClient, @Nullable String token) {
		return webClient.get().uri("/admin/role-bindings" + query(token)).retrieve().bodyToMono(Page.class);
	}

	private static String query(@Nullable String token) {
		return "?limit=" + PAGE_SIZE + ((token != null) ? "&paginationToken=" + token : "");
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	/**
	 * A page of role bindings.
	 */
	record Page(List<RoleBinding> data, @Nullable Pagination pagination) {

		@Nullable String next() {
			return (this.pagination != null) ? this.pagination.next() : null;
		}

	}

	record Pagination(@Nullable String next) {

	}

}
