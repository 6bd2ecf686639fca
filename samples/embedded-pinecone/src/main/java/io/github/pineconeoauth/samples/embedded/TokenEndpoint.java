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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.http.Request;

/**
 * The OAuth 2 token endpoint.
 */
final class TokenEndpoint {

	static final String PATH = "/oauth/token";

	private static final String AUDIENCE = "https://api.pinecone.io/";

	private final ServiceAccount serviceAccount;

	private final AtomicInteger requests = new AtomicInteger();

	TokenEndpoint(ServiceAccount serviceAccount) {
		this.serviceAccount = serviceAccount;
	}

	Stream<Operation> operations() {
		return Stream.of(new Operation("get_token", WireMock.post(WireMock.urlPathEqualTo(PATH)), this::createToken));
	}

	int requests() {
		return this.requests.get();
	}

	private Reply createToken(Request request) {
		this.requests.incrementAndGet();
		Reply reply = answer(request);
		if (!reply.isSuccess()) {
			this.serviceAccount.refuseToken();
		}
		return reply;
	}

	private Reply answer(Request request) {
		if (!ApiVersion.isIn(request)) {
			return error(400, "invalid_request", ApiVersion.MISSING);
		}
		if (!"application/x-www-form-urlencoded".equals(request.contentTypeHeader().mimeTypePart())) {
			return error(400, "invalid_request", "The request is not a form.");
		}
		if (Stream.of("grant_type", "client_id", "client_secret", "audience")
			.anyMatch((name) -> !isSingle(request.formParameter(name)))) {
			return error(400, "invalid_request", "A parameter is missing or repeated.");
		}
		if (!value(request, "grant_type").equals("client_credentials")) {
			return error(400, "unsupported_grant_type", "The grant type is not client_credentials.");
		}
		if (!this.serviceAccount.hasCredentials(value(request, "client_id"), value(request, "client_secret"))) {
			return error(401, "access_denied", "Unauthorized");
		}
		if (!value(request, "audience").equals(AUDIENCE)) {
			return error(403, "access_denied", "The audience is not " + AUDIENCE);
		}
		return Reply.ok(new TokenResponse(this.serviceAccount.issueToken(), "Bearer",
				this.serviceAccount.tokenLifetime().toSeconds()));
	}

	private static boolean isSingle(FormParameter parameter) {
		return parameter.isPresent() && parameter.isSingleValued();
	}

	private static String value(Request request, String parameter) {
		return request.formParameter(parameter).firstValue();
	}

	private static Reply error(int status, String error, String description) {
		return new Reply(status, new ErrorResponse(error, description));
	}

	record TokenResponse(String accessToken, String tokenType, long expiresIn) {

	}

	record ErrorResponse(String error, String errorDescription) {

	}

}
