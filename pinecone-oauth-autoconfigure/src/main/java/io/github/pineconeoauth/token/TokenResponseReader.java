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

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Reads token responses (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC
 * 6749, section 5</a>, OpenAPI operation {@code get_token}).
 */
final class TokenResponseReader {

	/**
	 * Maximum size of a token response, in bytes.
	 */
	static final int MAX_BODY_SIZE = 64 * 1024;

	private static final long DEFAULT_LIFETIME = Duration.ofMinutes(5).toSeconds();

	private static final long MAX_LIFETIME = Duration.ofDays(365).toSeconds();

	private final TokenFailures failures;

	private final ClientCredentials credentials;

	private final SecretMask mask;

	TokenResponseReader(TokenFailures failures, ClientCredentials credentials) {
		this.failures = failures;
		this.credentials = credentials;
		this.mask = new SecretMask(credentials.clientSecret());
	}

	/**
	 * Return the access token of a response.
	 * @param status the status
	 * @param headers the headers
	 * @param bytes the body, or at least its first {@link #MAX_BODY_SIZE} + 1 bytes
	 * @throws PineconeAuthorizationException if the response has no access token
	 */
	AccessToken read(HttpStatusCode status, HttpHeaders headers, byte[] bytes) {
		Map<String, Object> body = parse(bytes);
		if (!status.isSameCodeAs(HttpStatus.OK)) {
			throw failure(status, headers, body, bytes);
		}
		if (body == null) {
			throw this.failures.invalidResponse(status, invalidBodyReason(headers));
		}
		Object accessToken = body.get(OAuth2ParameterNames.ACCESS_TOKEN);
		if (!(accessToken instanceof String value) || !canStandInHeader(value)) {
			throw this.failures.invalidResponse(status, "access_token is missing or malformed");
		}
		Object tokenType = body.get(OAuth2ParameterNames.TOKEN_TYPE);
		if (!(tokenType instanceof String type) || !type.equalsIgnoreCase(TokenType.BEARER.getValue())) {
			throw this.failures.invalidResponse(status, "token_type is not Bearer");
		}
		long expiresIn = expiresIn(body.get(OAuth2ParameterNames.EXPIRES_IN));
		if (expiresIn <= 0) {
			throw this.failures.invalidResponse(status, "expires_in is not a positive number of seconds");
		}
		return new AccessToken(value, Duration.ofSeconds(Math.min(expiresIn, MAX_LIFETIME)),
				this.credentials.clientId());
	}

	private PineconeAuthorizationException failure(HttpStatusCode status, HttpHeaders headers,
			@Nullable Map<String, Object> body, byte[] bytes) {
		String error = (body != null) ? this.mask.textOf(body.get(OAuth2ParameterNames.ERROR)) : null;
		String description = (body != null && error != null)
				? this.mask.textOf(body.get(OAuth2ParameterNames.ERROR_DESCRIPTION)) : null;
		boolean html = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading().startsWith("<");
		return this.failures.ofStatus(status, error, description, RetryAfter.of(status, headers), html);
	}

	/**
	 * Parse a body. Returns {@code null} if it is not a JSON object. Ignores the parser's
	 * message, which may quote the body.
	 */
	private static @Nullable Map<String, Object> parse(byte[] bytes) {
		if (bytes.length > MAX_BODY_SIZE) {
			return null;
		}
		try {
			return JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8));
		}
		catch (ParseException ex) {
			return null;
		}
	}

	private static String invalidBodyReason(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		return (encoding != null && encoding.matches("[\\w-]{1,20}"))
				? "its content encoding is " + encoding + ", which was not requested"
				: "it is not a JSON object, or it is too large";
	}

	/**
	 * Return whether a token consists of visible ASCII characters
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.5">RFC 9110, section
	 * 5.5</a>).
	 */
	private static boolean canStandInHeader(String token) {
		return !token.isEmpty() && token.chars().allMatch((c) -> c > ' ' && c < 0x7F);
	}

	private static long expiresIn(@Nullable Object value) {
		if (value == null) {
			return DEFAULT_LIFETIME;
		}
		if (value instanceof Number number) {
			return (long) Math.ceil(number.doubleValue());
		}
		return (value instanceof String text) ? Digits.parse(text, MAX_LIFETIME) : -1;
	}

}
