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

package io.github.pineconeoauth.admin;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Response of the Admin API, or of a proxy in between.
 *
 * @param operation the operation
 * @param status the status
 * @param headers the headers
 * @param body the body, or {@code null} if it is larger than
 * {@link #maxBodySize(HttpStatusCode)}
 */
record Answer(Operation operation, HttpStatusCode status, HttpHeaders headers, byte @Nullable [] body) {

	private static final byte[] NO_BODY = {};

	private static final int MAX_SUCCESS_SIZE = 16 * 1024 * 1024;

	private static final int MAX_ERROR_SIZE = 64 * 1024;

	/**
	 * Return the maximum number of bytes to read, in case a body is endless.
	 */
	static int maxBodySize(HttpStatusCode status) {
		return status.is2xxSuccessful() ? MAX_SUCCESS_SIZE : MAX_ERROR_SIZE;
	}

	/**
	 * Create a successful response without a body.
	 */
	static Answer empty(Operation operation) {
		return new Answer(operation, HttpStatus.ACCEPTED, HttpHeaders.EMPTY, NO_BODY);
	}

	boolean isSuccess() {
		return this.status.is2xxSuccessful();
	}

	<T> T as(Class<T> type) {
		return read((body) -> AdminJson.read(body, type));
	}

	<T> ResultPage<T> asPage(Class<T> itemType) {
		return read((body) -> AdminJson.readPage(body, itemType));
	}

	private <T> T read(Reader<T> reader) {
		if (this.body == null) {
			throw unreadable("it is too large");
		}
		T value;
		try {
			value = reader.read(this.body);
		}
		catch (AdminJson.UnreadableException ex) {
			throw unreadable(String.valueOf(ex.getMessage()));
		}
		if (value == null) {
			throw unreadable("it is empty");
		}
		return value;
	}

	/**
	 * Create the exception for a successful response that cannot be read.
	 * @param reason what is wrong with the body, without quoting it
	 */
	PineconeAdminException unreadable(String reason) {
		return exception("failed because the response cannot be read: " + reason, null, null, Map.of());
	}

	/**
	 * Create the exception for an error response.
	 */
	PineconeAdminException toException() {
		JsonNode error = AdminJson.readTree((this.body != null) ? this.body : NO_BODY).path("error");
		String code = text(error.path("code"));
		String message = text(error.path("message"));
		JsonNode details = error.path("details");
		String text = "failed with " + this.status.value() + ((code != null) ? " " + code : "")
				+ ((message != null) ? ": " + printable(message) : "");
		return exception(text, code, message, details.isObject() ? AdminJson.toMap(details) : Map.of());
	}

	private PineconeAdminException exception(String text, @Nullable String code, @Nullable String serverMessage,
			Map<String, Object> details) {
		String requestId = this.headers.getFirst("x-pinecone-request-id");
		return new PineconeAdminException(this.operation.method() + " " + this.operation.path() + " " + text,
				this.status, code, serverMessage, details,
				(requestId != null) ? requestId : this.headers.getFirst("x-request-id"), RetryAfter.of(this.headers));
	}

	private static @Nullable String text(JsonNode node) {
		return (node.isString() && !node.stringValue().isBlank()) ? node.stringValue() : null;
	}

	private static String printable(String message) {
		String line = message.replaceAll("\\p{Cntrl}+", " ");
		return (line.length() > 500) ? line.substring(0, 500) + "..." : line;
	}

	private interface Reader<T> {

		@Nullable T read(byte[] body);

	}

}
