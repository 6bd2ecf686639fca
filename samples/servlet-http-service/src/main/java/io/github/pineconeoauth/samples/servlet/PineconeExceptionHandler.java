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

package io.github.pineconeoauth.samples.servlet;

import java.time.Duration;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.admin.PineconeAdminException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientException;

/**
 * Converts Pinecone's errors to problem details.
 */
@RestControllerAdvice
class PineconeExceptionHandler {

	private static final Log logger = LogFactory.getLog(PineconeExceptionHandler.class);

	private static final String NO_TOKEN = "Could not obtain an access token for Pinecone's Admin API.";

	private static final String REFUSED = "Pinecone's Admin API refused the request.";

	private static final String FAILED = "The call to Pinecone's Admin API failed.";

	/**
	 * Does not log, since the starter already does.
	 */
	@ExceptionHandler
	ErrorResponse handle(PineconeAuthorizationException ex) {
		return response(ex, HttpStatus.SERVICE_UNAVAILABLE, NO_TOKEN, ex.getRetryAfter())
			.property("error", ex.getError().getErrorCode())
			.build();
	}

	/**
	 * Passes client errors on to the caller, except for 401 and 403, which concern the
	 * credentials of this application.
	 */
	@ExceptionHandler
	ErrorResponse handle(PineconeAdminException ex) {
		HttpStatusCode status = ex.getStatusCode();
		if (!status.is4xxClientError() || status.isSameCodeAs(HttpStatus.UNAUTHORIZED)
				|| status.isSameCodeAs(HttpStatus.FORBIDDEN)) {
			return badGateway(ex);
		}
		String reason = ex.getServerMessage();
		return response(ex, status, (reason != null) ? reason : REFUSED, ex.getRetryAfter()).build();
	}

	/**
	 * Handles I/O errors, and all errors of {@link AdminOrganizations}.
	 */
	@ExceptionHandler
	ErrorResponse handle(RestClientException ex) {
		return badGateway(ex);
	}

	private static ErrorResponse badGateway(RuntimeException ex) {
		logger.warn(FAILED, ex);
		return ErrorResponse.create(ex, HttpStatus.BAD_GATEWAY, FAILED);
	}

	private static ErrorResponse.Builder response(RuntimeException ex, HttpStatusCode status, String detail,
			@Nullable Duration retryAfter) {
		ErrorResponse.Builder response = ErrorResponse.builder(ex, status, detail);
		return (retryAfter != null)
				? response.header(HttpHeaders.RETRY_AFTER, Long.toString(roundUpToSeconds(retryAfter))) : response;
	}

	private static long roundUpToSeconds(Duration duration) {
		return duration.plusSeconds(1).minusNanos(1).toSeconds();
	}

}
