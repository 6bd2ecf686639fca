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

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Thrown when the Admin API fails a request (OpenAPI schema {@code ErrorResponse}).
 * <p>
 * The message has the method, path template, status, error code and the server's message,
 * but no query or body.
 *
 * @since 0.1.0
 */
public final class PineconeAdminException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final String NOT_FOUND = "NOT_FOUND";

	private static final String QUOTA_EXCEEDED = "QUOTA_EXCEEDED";

	private static final Set<Integer> TRANSIENT_STATUS_CODES = Set.of(429, 500, 502, 503, 504);

	private final HttpStatusCode statusCode;

	private final @Nullable String errorCode;

	private final @Nullable String serverMessage;

	private final LinkedHashMap<String, Object> details;

	private final @Nullable String requestId;

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception, for use in tests.
	 * @param statusCode the status
	 * @param errorCode the error code, or {@code null}
	 * @param serverMessage the server's message, or {@code null}
	 */
	public PineconeAdminException(HttpStatusCode statusCode, @Nullable String errorCode,
			@Nullable String serverMessage) {
		this("Failed with " + statusCode.value() + " " + errorCode + ": " + serverMessage, statusCode, errorCode,
				serverMessage, Map.of(), null, null);
	}

	PineconeAdminException(String message, HttpStatusCode statusCode, @Nullable String errorCode,
			@Nullable String serverMessage, Map<String, Object> details, @Nullable String requestId,
			@Nullable Duration retryAfter) {
		super(message);
		this.statusCode = statusCode;
		this.errorCode = errorCode;
		this.serverMessage = serverMessage;
		this.details = new LinkedHashMap<>(details);
		this.requestId = requestId;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the status of the response.
	 * @return the status, a successful one if the response could not be read
	 */
	public HttpStatusCode getStatusCode() {
		return this.statusCode;
	}

	/**
	 * Return the error code, such as {@code NOT_FOUND} or {@code ALREADY_EXISTS}.
	 * @return the code, or {@code null} if the body is not a Pinecone error
	 */
	public @Nullable String getErrorCode() {
		return this.errorCode;
	}

	/**
	 * Return the server's message. May contain IDs.
	 * @return the message, or {@code null} if there was none
	 */
	public @Nullable String getServerMessage() {
		return this.serverMessage;
	}

	/**
	 * Return the details of the error.
	 * @return an unmodifiable map of JSON values, possibly empty
	 */
	public Map<String, Object> getDetails() {
		return Collections.unmodifiableMap(this.details);
	}

	/**
	 * Return the ID that Pinecone's support may ask for.
	 * @return the {@code x-pinecone-request-id} or {@code x-request-id} header, or
	 * {@code null} if there was neither
	 */
	public @Nullable String getRequestId() {
		return this.requestId;
	}

	/**
	 * Return how long the server asked to wait with {@code Retry-After}
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
	 * 10.2.3</a>). Dates are measured from the {@code Date} of the response.
	 * @return the time to wait, never negative, or {@code null} if there was no such
	 * header
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return whether the resource does not exist or is hidden from the service account:
	 * status 404 with the code {@code NOT_FOUND}. A 404 without that code comes from a
	 * wrong base URL, an old API version or a proxy.
	 * @return whether the resource was not found
	 */
	public boolean isNotFound() {
		return this.statusCode.value() == HttpStatus.NOT_FOUND.value() && NOT_FOUND.equals(this.errorCode);
	}

	/**
	 * Return whether the request conflicts with an existing resource: status 409.
	 * Pinecone's codes are {@code ALREADY_EXISTS} and {@code ABORTED}.
	 * @return whether there was a conflict
	 */
	public boolean isConflict() {
		return this.statusCode.value() == HttpStatus.CONFLICT.value();
	}

	/**
	 * Return whether the same request may succeed later: the status was 429, 500, 502,
	 * 503 or 504, and the code was not {@code QUOTA_EXCEEDED}. Unless the status was 429,
	 * the request may still have taken effect.
	 * @return whether the failure is transient
	 */
	public boolean isTransient() {
		return TRANSIENT_STATUS_CODES.contains(this.statusCode.value()) && !QUOTA_EXCEEDED.equals(this.errorCode);
	}

}
