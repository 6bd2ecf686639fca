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

package io.github.pineconeoauth;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Thrown when no access token for Pinecone's Admin API can be obtained.
 * <p>
 * The error code is the {@code error} of the token endpoint's response (OpenAPI operation
 * {@code get_token}, <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC
 * 6749, section 5.2</a>). Without one, it is {@code invalid_request},
 * {@code invalid_client}, {@code access_denied}, {@code temporarily_unavailable},
 * {@code server_error} or {@code invalid_token_response}. The exception never contains
 * the client secret or an access token.
 *
 * @since 0.1.0
 */
public final class PineconeAuthorizationException extends ClientAuthorizationException {

	/**
	 * Client registration id of the default service account. The id of an account
	 * {@code <name>} is {@code pinecone-<name>}.
	 */
	public static final String REGISTRATION_ID = "pinecone";

	private static final long serialVersionUID = 1L;

	private static final Set<Integer> TRANSIENT_CLIENT_ERRORS = Set.of(408, 425, 429);

	private static final Set<Integer> LASTING_SERVER_ERRORS = Set.of(501, 505);

	private final @Nullable HttpStatusCode statusCode;

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception.
	 * @param error the OAuth 2 error
	 * @param registrationId the client registration id of the service account
	 * @param message what happened and, if possible, how to fix it
	 * @param statusCode the status of the token endpoint's response, or {@code null} if
	 * there was no response
	 * @param retryAfter how long the token endpoint asked to wait, or {@code null} if it
	 * did not
	 * @param cause the cause, or {@code null}
	 */
	public PineconeAuthorizationException(OAuth2Error error, String registrationId, String message,
			@Nullable HttpStatusCode statusCode, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(error, registrationId, message);
		this.statusCode = statusCode;
		this.retryAfter = retryAfter;
		initCause(cause);
	}

	/**
	 * Return the status of the token endpoint's response.
	 * @return the status, or {@code null} if there was no response
	 */
	public @Nullable HttpStatusCode getStatusCode() {
		return this.statusCode;
	}

	/**
	 * Return how long the token endpoint asked to wait with {@code Retry-After}
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
	 * 10.2.3</a>) or, on a 429, {@code x-ratelimit-reset}. Dates are measured from the
	 * {@code Date} of the response.
	 * @return the time to wait, never negative, or {@code null} if the response did not
	 * say
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return whether the same request may succeed later: there was no response, or its
	 * status was 408, 425, 429 or any 5xx except 501 and 505.
	 * @return {@code false} if something has to be changed first, such as missing
	 * credentials
	 */
	public boolean isTransient() {
		if (this.statusCode == null) {
			return !OAuth2ErrorCodes.INVALID_CLIENT.equals(getError().getErrorCode());
		}
		int status = this.statusCode.value();
		return this.statusCode.is5xxServerError() ? !LASTING_SERVER_ERRORS.contains(status)
				: TRANSIENT_CLIENT_ERRORS.contains(status);
	}

}
