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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.ErrorResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeExceptionHandler}.
 */
class PineconeExceptionHandlerTests {

	private final PineconeExceptionHandler handler = new PineconeExceptionHandler();

	@ParameterizedTest
	@CsvSource({ "PT0S, 0", "PT0.001S, 1", "PT1S, 1", "PT29.5S, 30", "PT1H, 3600" })
	void unavailableHasTimeToWaitInWholeSeconds(Duration retryAfter, String header) {
		ErrorResponse response = this.handler.handle(exception(retryAfter));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(header);
	}

	@Test
	void unavailableWhenTimeToWaitIsNotKnownHasNoHeader() {
		ErrorResponse response = this.handler.handle(exception(null));
		assertThat(response.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
	}

	@Test
	void responseThatCannotBeReadIsBadGateway() {
		ErrorResponse response = this.handler.handle(new PineconeAdminException(HttpStatus.OK, null, null));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_GATEWAY);
	}

	@Test
	void refusalWithoutReasonHasItsStatus() {
		ErrorResponse response = this.handler.handle(new PineconeAdminException(HttpStatus.NOT_FOUND, null, null));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(response.getBody().getDetail()).isEqualTo("Pinecone's Admin API refused the request.");
	}

	private static PineconeAuthorizationException exception(@Nullable Duration retryAfter) {
		return new PineconeAuthorizationException(new OAuth2Error("temporarily_unavailable"), "pinecone",
				"Some message", HttpStatus.SERVICE_UNAVAILABLE, retryAfter, null);
	}

}
