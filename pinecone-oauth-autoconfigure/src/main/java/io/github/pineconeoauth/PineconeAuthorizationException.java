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
 * Thrown, or signalled by reactive types, if no access token for Pinecone's Admin API
 * could be obtained. The {@linkplain #getError() error} has a code of
 * <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, section 5.2</a>,
 * the code that the token endpoint gave (OpenAPI operation {@code get_token}), or one of
 * {@code temporarily_unavailable}, {@code server_error}, {@code access_denied} and
 * {@code invalid_token_response}. Neither the message nor the error contains the client
 * secret or an access token.
 *
 * @since 0.1.0
 */
public final class PineconeAuthorizationException extends ClientAuthorizationException {

	/**
	 * The client registration id of the default service account. That of an account
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
	 * @param message what happened and, where the user can do something, what to do
	 * @param statusCode the status of the token endpoint's response, or {@code null}
	 * where there was none
	 * @param retryAfter how long the token endpoint asked to be left alone, or
	 * {@code null} where it did not
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
	 * @return the status, or {@code null} where there was no response
	 */
	public @Nullable HttpStatusCode getStatusCode() {
		return this.statusCode;
	}

	/**
	 * Return the value of the {@code Retry-After} header of the token endpoint's response
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
	 * 10.2.3</a>), a date converted to the time that was left when the response came.
	 * @return the time to wait, never negative, or {@code null} where there was no such
	 * header
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return whether the same request may succeed later: there was no response, or its
	 * status was 408, 425, 429 or any 5xx but 501 and 505.
	 * @return {@code false} if the failure lasts until something is changed, such as
	 * missing credentials
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
