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

package io.github.pineconeoauth.samples.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
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

/**
 * A client of an embedded Pinecone that sends what it is told to, right or wrong.
 */
class TestClient {

	private static final String API_VERSION = "X-Pinecone-Api-Version";

	private final HttpClient httpClient = HttpClient.newHttpClient();

	private final EmbeddedPinecone pinecone;

	TestClient(EmbeddedPinecone pinecone) {
		this.pinecone = pinecone;
	}

	/**
	 * Return the form of a token request that is right.
	 */
	Map<String, String> form() {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("grant_type", "client_credentials");
		form.put("client_id", this.pinecone.clientId());
		form.put("client_secret", this.pinecone.clientSecret());
		form.put("audience", "https://api.pinecone.io/");
		return form;
	}

	Answer requestToken(Map<String, String> form) {
		return requestToken(encode(form), "application/x-www-form-urlencoded", "2026-04");
	}

	Answer requestToken(String body, String contentType, @Nullable String apiVersion) {
		HttpRequest.Builder request = request(this.pinecone.tokenUri(), apiVersion).header("Content-Type", contentType)
			.POST(BodyPublishers.ofString(body));
		return send(request);
	}

	String token() {
		return requestToken(form()).json().path("access_token").stringValue("");
	}

	Answer exchange(String token, String method, String path, @Nullable String body) {
		return exchange("Bearer " + token, "2026-04", method, path, body);
	}

	Answer exchange(@Nullable String authorization, @Nullable String apiVersion, String method, String path,
			@Nullable String body) {
		HttpRequest.Builder request = request(this.pinecone.baseUrl().resolve(path), apiVersion).method(method,
				(body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		return send(request);
	}

	static String encode(Map<String, String> form) {
		return form.entrySet()
			.stream()
			.map((parameter) -> parameter.getKey() + "="
					+ URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static HttpRequest.Builder request(URI uri, @Nullable String apiVersion) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
		return (apiVersion != null) ? request.header(API_VERSION, apiVersion) : request;
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.httpClient.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(int status, String body) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
