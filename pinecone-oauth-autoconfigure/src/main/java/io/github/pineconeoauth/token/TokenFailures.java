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

package io.github.pineconeoauth.token;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.client.ResourceAccessException;

/**
 * Creates the exceptions of failed token requests.
 */
final class TokenFailures {

	private static final String INVALID_TOKEN_RESPONSE = "invalid_token_response";

	private final AccountName account;

	TokenFailures(AccountName account) {
		this.account = account;
	}

	/**
	 * The credentials are missing or cannot be read, so no request was sent.
	 */
	PineconeAuthorizationException noCredentials(@Nullable Throwable cause) {
		return create(OAuth2ErrorCodes.INVALID_CLIENT, null,
				"There are no Pinecone client credentials: " + this.account.clientIdProperty() + " or "
						+ this.account.clientSecretProperty() + " is missing or cannot be read",
				null, null, cause);
	}

	/**
	 * The token endpoint answered with a status other than 200.
	 * @param status the status
	 * @param error the {@code error} of the response, or {@code null}
	 * @param description the {@code error_description} of the response, or {@code null}
	 * @param retryAfter how long the server asks to wait, or {@code null}
	 * @param html whether the response is an HTML page, which the token endpoint never
	 * sends
	 */
	PineconeAuthorizationException ofStatus(HttpStatusCode status, @Nullable String error, @Nullable String description,
			@Nullable Duration retryAfter, boolean html) {
		String code = (error != null && status.isError()) ? error : errorCode(status);
		String message = "The token endpoint answered " + status.value() + ": "
				+ (html ? "the response is an HTML page; check the proxy or firewall in between" : advice(status));
		return create(code, description, message, status, retryAfter, null);
	}

	/**
	 * The token endpoint answered 200, but not with a token response.
	 * @param status the status
	 * @param reason what is wrong with the response, without quoting it
	 */
	PineconeAuthorizationException invalidResponse(HttpStatusCode status, String reason) {
		return create(INVALID_TOKEN_RESPONSE, null,
				"The token endpoint's response is not a token response: " + reason + "; check pinecone.oauth.token-uri",
				status, null, null);
	}

	/**
	 * There was no response, or it could not be read.
	 */
	PineconeAuthorizationException of(Throwable failure) {
		Throwable root = failure;
		while ((root instanceof ExecutionException || root instanceof CompletionException
				|| root instanceof ResourceAccessException) && root.getCause() != null) {
			root = root.getCause();
		}
		if (root instanceof PineconeAuthorizationException exception) {
			return exception;
		}
		return create(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null, "No response from the token endpoint ("
				+ root.getClass().getSimpleName() + "): if this persists, check the network, proxy and TLS settings",
				null, null, root);
	}

	PineconeAuthorizationException spentOnArrival() {
		return create(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null,
				"The access token had expired, or was about to expire, when it arrived: the machine may have been asleep",
				null, null, null);
	}

	PineconeAuthorizationException interrupted(InterruptedException cause) {
		return create(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null, "Interrupted while waiting for an access token",
				null, null, cause);
	}

	PineconeAuthorizationException waitedTooLong(Duration timeout) {
		return create(
				OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, null, "Could not obtain an access token within "
						+ timeout.toMillis() + " ms (pinecone.oauth.wait-timeout); the token request continues",
				null, null, null);
	}

	/**
	 * Copy a failure for another caller. Each caller gets its own exception and stack
	 * trace, since frameworks add suppressed exceptions.
	 */
	PineconeAuthorizationException copyOf(Throwable failure) {
		PineconeAuthorizationException exception = of(failure);
		return new PineconeAuthorizationException(exception.getError(), this.account.registrationId(),
				String.valueOf(exception.getMessage()), exception.getStatusCode(), exception.getRetryAfter(),
				exception.getCause());
	}

	private static String errorCode(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> OAuth2ErrorCodes.INVALID_REQUEST;
			case 401 -> OAuth2ErrorCodes.INVALID_CLIENT;
			case 403 -> OAuth2ErrorCodes.ACCESS_DENIED;
			case 407, 408, 425, 429, 503 -> OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;
			default -> status.is5xxServerError() ? OAuth2ErrorCodes.SERVER_ERROR : INVALID_TOKEN_RESPONSE;
		};
	}

	private String advice(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> "check pinecone.oauth.audience and pinecone.api-version";
			case 401 -> "check " + this.account.clientIdProperty() + " and " + this.account.clientSecretProperty();
			case 403 -> "check pinecone.oauth.audience and the roles of the service account";
			case 407 -> "the proxy asks for credentials";
			case 408, 425 -> "it did not process the request";
			case 429 -> "too many token requests";
			default -> status.is5xxServerError() ? "it is unavailable" : "check pinecone.oauth.token-uri";
		};
	}

	private PineconeAuthorizationException create(String code, @Nullable String description, String message,
			@Nullable HttpStatusCode status, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		OAuth2Error error = new OAuth2Error(code, (description != null) ? description : message, null);
		String text = "[" + code + "] " + message + ((description != null) ? " (" + description + ")" : "");
		return new PineconeAuthorizationException(error, this.account.registrationId(), text, status, retryAfter,
				cause);
	}

}
