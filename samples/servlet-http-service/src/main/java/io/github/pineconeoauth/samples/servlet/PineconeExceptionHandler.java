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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Answers with a problem detail where Pinecone cannot do what it is asked for. Comes
 * first: Spring's own handler looks at causes too, and would take an answer of the Admin
 * API that cannot be read for a request that cannot be read.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PineconeExceptionHandler {

	private static final Log logger = LogFactory.getLog(PineconeExceptionHandler.class);

	private static final String NO_TOKEN = "No access token for Pinecone's Admin API can be had.";

	private static final String REFUSED = "Pinecone's Admin API refused the request.";

	private static final String FAILED = "Pinecone's Admin API did not do what it was asked for.";

	/**
	 * Logs nothing: the starter has logged why there is no token.
	 */
	@ExceptionHandler
	ErrorResponse handle(PineconeAuthorizationException ex) {
		ErrorResponse.Builder response = ErrorResponse.builder(ex, HttpStatus.SERVICE_UNAVAILABLE, NO_TOKEN)
			.property("error", ex.getError().getErrorCode());
		Duration retryAfter = ex.getRetryAfter();
		if (retryAfter != null) {
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(roundUpToSeconds(retryAfter)));
		}
		return response.build();
	}

	/**
	 * Passes on what the caller can do something about. Not 401 and 403, which are about
	 * the credentials of this application.
	 */
	@ExceptionHandler
	ErrorResponse handle(HttpClientErrorException ex) {
		if (isAboutCredentials(ex.getStatusCode())) {
			return badGateway(ex);
		}
		ErrorResponse.Builder response = ErrorResponse.builder(ex, ex.getStatusCode(), reason(ex));
		String retryAfter = retryAfter(ex);
		if (retryAfter != null) {
			response.header(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		return response.build();
	}

	@ExceptionHandler
	ErrorResponse handle(RestClientException ex) {
		return badGateway(ex);
	}

	private static ErrorResponse badGateway(RestClientException ex) {
		logger.warn(FAILED, ex);
		return ErrorResponse.create(ex, HttpStatus.BAD_GATEWAY, FAILED);
	}

	private static boolean isAboutCredentials(HttpStatusCode status) {
		return status.isSameCodeAs(HttpStatus.UNAUTHORIZED) || status.isSameCodeAs(HttpStatus.FORBIDDEN);
	}

	private static String reason(HttpClientErrorException ex) {
		try {
			AdminError error = ex.getResponseBodyAs(AdminError.class);
			if (error != null) {
				return error.error().message();
			}
		}
		catch (RestClientException unreadable) {
			// The status has to do.
		}
		return REFUSED;
	}

	private static @Nullable String retryAfter(HttpClientErrorException ex) {
		HttpHeaders headers = ex.getResponseHeaders();
		return (headers != null) ? headers.getFirst(HttpHeaders.RETRY_AFTER) : null;
	}

	private static long roundUpToSeconds(Duration duration) {
		return duration.plusSeconds(1).minusNanos(1).toSeconds();
	}

}
