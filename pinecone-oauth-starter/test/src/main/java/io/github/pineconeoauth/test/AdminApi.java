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

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Admin API that checks requests and routes them to their operation.
 */
final class AdminApi implements Endpoint {

	private static final String BEARER = "Bearer ";

	private final State state;

	private final List<Operation> operations;

	AdminApi(State state, List<Operation> operations) {
		this.state = state;
		this.operations = operations;
	}

	@Override
	public Reply answer(ApiRequest request) {
		try {
			Operation operation = find(request).orElseThrow(AdminApiException::noSuchOperation);
			check(request);
			return withRequestId(operation.handle(request));
		}
		catch (AdminApiException ex) {
			return error(ex.status(), ex.code(), ex.reason());
		}
	}

	@Override
	public Reply failure(int status, @Nullable String code) {
		return error(status, (code != null) ? code : code(status), "This failure was requested by the test.");
	}

	Optional<Operation> find(ApiRequest request) {
		return this.operations.stream().filter((operation) -> operation.matches(request)).findFirst();
	}

	@Override
	public @Nullable String clientId(ApiRequest request) {
		String token = token(request);
		return (token != null) ? this.state.tokens().clientId(token) : null;
	}

	private void check(ApiRequest request) {
		String token = token(request);
		if (token == null || !this.state.tokens().isValid(token)) {
			throw AdminApiException.unauthenticated();
		}
		if (!ApiVersion.isIn(request)) {
			throw AdminApiException.invalidArgument(ApiVersion.MISSING);
		}
	}

	private static @Nullable String token(ApiRequest request) {
		String authorization = request.header("authorization");
		return (authorization != null && authorization.startsWith(BEARER)) ? authorization.substring(BEARER.length())
				: null;
	}

	private static Reply error(int status, String code, String message) {
		return withRequestId(Reply.of(status, new ErrorResponse(status, new Detail(code, message))));
	}

	private static Reply withRequestId(Reply reply) {
		return reply.withHeader("x-pinecone-request-id", State.newId());
	}

	private static String code(int status) {
		return switch (status) {
			case 401 -> "UNAUTHENTICATED";
			case 403 -> "FORBIDDEN";
			case 404 -> "NOT_FOUND";
			case 409 -> "ABORTED";
			case 412 -> "FAILED_PRECONDITION";
			case 422 -> "UNPROCESSABLE_ENTITY";
			case 429 -> "RESOURCE_EXHAUSTED";
			case 500 -> "UNKNOWN";
			case 501 -> "UNIMPLEMENTED";
			case 503 -> "UNAVAILABLE";
			case 504 -> "DEADLINE_EXCEEDED";
			default -> (status < 500) ? "INVALID_ARGUMENT" : "INTERNAL";
		};
	}

	record ErrorResponse(int status, Detail error) {

	}

	record Detail(String code, String message) {

	}

}
