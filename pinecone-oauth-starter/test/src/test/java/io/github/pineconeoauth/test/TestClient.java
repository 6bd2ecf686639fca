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

package io.github.pineconeoauth.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A plain HTTP client of an embedded Pinecone, which sends anything, right or wrong.
 */
class TestClient {

	private static final String API_VERSION = "X-Pinecone-Api-Version";

	private static final HttpClient httpClient = HttpClient.newHttpClient();

	private final EmbeddedPinecone pinecone;

	private final String token;

	TestClient(EmbeddedPinecone pinecone) {
		this.pinecone = pinecone;
		this.token = token();
	}

	/**
	 * Return the parameters of a correct token request.
	 */
	Map<String, String> tokenParameters() {
		return tokenParameters(this.pinecone.clientId(), this.pinecone.clientSecret());
	}

	static Map<String, String> tokenParameters(String clientId, String clientSecret) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("grant_type", "client_credentials");
		parameters.put("client_id", clientId);
		parameters.put("client_secret", clientSecret);
		parameters.put("audience", "https://api.pinecone.io/");
		return parameters;
	}

	Answer requestToken(Map<String, String> parameters) {
		return requestToken(encode(parameters), "application/x-www-form-urlencoded", "2026-07");
	}

	Answer requestToken(String body, @Nullable String contentType, @Nullable String apiVersion) {
		HttpRequest.Builder request = request(this.pinecone.tokenUri(), apiVersion).POST(BodyPublishers.ofString(body));
		if (contentType != null) {
			request.header("Content-Type", contentType);
		}
		return send(request);
	}

	final String token() {
		return requestToken(tokenParameters()).json().path("access_token").stringValue("");
	}

	Answer get(String path) {
		return exchange("GET", path, null);
	}

	Answer post(String path, @Nullable String json) {
		return exchange("POST", path, json);
	}

	Answer patch(String path, String json) {
		return exchange("PATCH", path, json);
	}

	Answer delete(String path) {
		return exchange("DELETE", path, null);
	}

	Answer exchange(String method, String path, @Nullable String json) {
		return exchange("Bearer " + this.token, "2026-07", method, path, json);
	}

	Answer exchange(@Nullable String authorization, @Nullable String apiVersion, String method, String path,
			@Nullable String json) {
		HttpRequest.Builder request = request(URI.create(this.pinecone.baseUrl() + path), apiVersion).method(method,
				(json != null) ? BodyPublishers.ofString(json) : BodyPublishers.noBody());
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		if (json != null) {
			request.header("Content-Type", "application/json");
		}
		return send(request);
	}

	static String encode(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((parameter) -> parameter.getKey() + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&"));
	}

	static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static HttpRequest.Builder request(URI uri, @Nullable String apiVersion) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
		return (apiVersion != null) ? request.header(API_VERSION, apiVersion) : request;
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = httpClient.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response.headers());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(int status, String body, HttpHeaders headers) {

		JsonNode json() {
			return (!this.body.isEmpty()) ? JsonMapper.shared().readTree(this.body) : MissingNode.getInstance();
		}

		String id() {
			return json().path("id").stringValue("");
		}

		String errorCode() {
			return json().at("/error/code").stringValue("");
		}

	}

}
