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

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OAuth 2 token endpoint.
 */
final class TokenEndpoint implements Endpoint {

	static final String OPERATION = "get_token";

	static final String PATH = "/oauth/token";

	private static final String AUDIENCE = "https://api.pinecone.io/";

	private final State state;

	private final ServiceAccounts serviceAccounts;

	private final List<EmbeddedPineconeListener> listeners;

	private Duration tokenLifetime;

	TokenEndpoint(State state, ServiceAccounts serviceAccounts, List<EmbeddedPineconeListener> listeners,
			Duration tokenLifetime) {
		this.state = state;
		this.serviceAccounts = serviceAccounts;
		this.listeners = listeners;
		this.tokenLifetime = tokenLifetime;
	}

	void tokenLifetime(Duration tokenLifetime) {
		this.tokenLifetime = tokenLifetime;
	}

	@Override
	public Reply answer(ApiRequest request) {
		Reply reply = createToken(request);
		if (!reply.isSuccess()) {
			this.listeners.forEach(EmbeddedPineconeListener::tokenRefused);
		}
		return reply;
	}

	@Override
	public Reply failure(int status, @Nullable String code) {
		return error(status, (code != null) ? code : code(status), "This failure was requested by the test.");
	}

	@Override
	public @Nullable String clientId(ApiRequest request) {
		return ApiRequest.single(parameters(request), "client_id");
	}

	private Reply createToken(ApiRequest request) {
		if (!ApiVersion.isIn(request)) {
			return error(400, "invalid_request", ApiVersion.MISSING);
		}
		Map<String, List<String>> parameters = parameters(request);
		String grantType = ApiRequest.single(parameters, "grant_type");
		String clientId = ApiRequest.single(parameters, "client_id");
		String clientSecret = ApiRequest.single(parameters, "client_secret");
		String audience = ApiRequest.single(parameters, "audience");
		if (grantType == null || clientId == null || clientSecret == null || audience == null) {
			return error(400, "invalid_request",
					"The request is neither a form nor a JSON object, or a parameter is missing or repeated.");
		}
		if (!grantType.equals("client_credentials")) {
			return error(400, "unsupported_grant_type", "The grant type is not client_credentials.");
		}
		if (!this.serviceAccounts.isAuthentic(clientId, clientSecret)) {
			return error(401, "access_denied", "Unauthorized");
		}
		if (!audience.equals(AUDIENCE)) {
			return error(403, "access_denied", "The audience is not " + AUDIENCE);
		}
		return Reply.ok(issue(clientId));
	}

	private TokenResponse issue(String clientId) {
		String token = this.state.tokens().issue(clientId, this.tokenLifetime);
		this.listeners.forEach((listener) -> listener.tokenIssued(this.tokenLifetime));
		return new TokenResponse(token, "Bearer", this.tokenLifetime.toSeconds());
	}

	private static Map<String, List<String>> parameters(ApiRequest request) {
		String contentType = request.header("content-type");
		String mediaType = (contentType != null) ? contentType.split(";")[0].strip().toLowerCase(Locale.ROOT) : "";
		return switch (mediaType) {
			case "application/x-www-form-urlencoded" -> ApiRequest.parseForm(request.bodyAsText());
			case "application/json" -> parseJson(request);
			default -> Map.of();
		};
	}

	private static Map<String, List<String>> parseJson(ApiRequest request) {
		ObjectNode json = Json.readObject(request.body());
		return (json != null) ? json.properties()
			.stream()
			.filter((property) -> property.getValue().isString())
			.collect(Collectors.toMap(Map.Entry::getKey, (property) -> text(property.getValue()))) : Map.of();
	}

	private static List<String> text(JsonNode value) {
		return List.of(value.stringValue());
	}

	private static String code(int status) {
		return switch (status) {
			case 400 -> "invalid_request";
			case 401, 403 -> "access_denied";
			case 408, 425, 429, 503 -> "temporarily_unavailable";
			default -> (status < 500) ? "invalid_request" : "server_error";
		};
	}

	private static Reply error(int status, String error, String description) {
		return Reply.of(status, new ErrorResponse(error, description));
	}

	record TokenResponse(String accessToken, String tokenType, long expiresIn) {

		@Override
		public String toString() {
			return "TokenResponse[accessToken=***, tokenType=" + this.tokenType + ", expiresIn=" + this.expiresIn + "]";
		}

	}

	record ErrorResponse(String error, String errorDescription) {

	}

}
