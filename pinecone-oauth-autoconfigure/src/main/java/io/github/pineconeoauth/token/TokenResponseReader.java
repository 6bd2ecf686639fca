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
import java.time.Instant;
import java.util.Map;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.reactive.function.BodyExtractor;

/**
 * Reads the response of the token endpoint
 * (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749, section 5</a>,
 * OpenAPI operation {@code get_token}). Takes the bytes as they come, since Spring's text
 * and JSON decoders log what they decode.
 */
final class TokenResponseReader implements BodyExtractor<Mono<OAuth2AccessTokenResponse>, ReactiveHttpInputMessage> {

	static final int MAX_BODY_SIZE = 64 * 1024;

	private static final long DEFAULT_LIFETIME_SECONDS = Duration.ofMinutes(5).toSeconds();

	private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(365).toSeconds();

	private static final long MAX_RETRY_AFTER_SECONDS = Duration.ofDays(365).toSeconds();

	private final SecretMask mask;

	TokenResponseReader(SecretMask mask) {
		this.mask = mask;
	}

	@Override
	public Mono<OAuth2AccessTokenResponse> extract(ReactiveHttpInputMessage message, Context context) {
		ClientHttpResponse response = (ClientHttpResponse) message;
		return DataBufferUtils.join(response.getBody(), MAX_BODY_SIZE)
			.map(TokenResponseReader::toText)
			.onErrorResume(DataBufferLimitException.class, (ex) -> Mono.just(""))
			.defaultIfEmpty("")
			.map((body) -> read(response, parse(body)));
	}

	private OAuth2AccessTokenResponse read(ClientHttpResponse response, @Nullable Map<String, Object> body) {
		HttpStatusCode status = response.getStatusCode();
		if (!status.isSameCodeAs(HttpStatus.OK)) {
			throw failure(status, response.getHeaders(), (body != null) ? body : Map.of());
		}
		if (body == null) {
			throw TokenFailures.invalidResponse(status, "no JSON object, or one that is too large");
		}
		Object accessToken = body.get(OAuth2ParameterNames.ACCESS_TOKEN);
		if (!(accessToken instanceof String value) || !canStandInHeader(value)) {
			throw TokenFailures.invalidResponse(status, "access_token is missing or malformed");
		}
		Object tokenType = body.get(OAuth2ParameterNames.TOKEN_TYPE);
		if (!(tokenType instanceof String type) || !type.equalsIgnoreCase(TokenType.BEARER.getValue())) {
			throw TokenFailures.invalidResponse(status, "token_type is not Bearer");
		}
		long expiresIn = expiresIn(body.get(OAuth2ParameterNames.EXPIRES_IN));
		if (expiresIn <= 0) {
			throw TokenFailures.invalidResponse(status, "expires_in is not a positive number of seconds");
		}
		return OAuth2AccessTokenResponse.withToken(value)
			.tokenType(TokenType.BEARER)
			.expiresIn(Math.min(expiresIn, MAX_LIFETIME_SECONDS))
			.build();
	}

	private PineconeAuthorizationException failure(HttpStatusCode status, HttpHeaders headers,
			Map<String, Object> body) {
		String error = this.mask.textOf(body.get(OAuth2ParameterNames.ERROR));
		String description = this.mask.textOf(body.get(OAuth2ParameterNames.ERROR_DESCRIPTION));
		Duration retryAfter = retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER));
		return TokenFailures.ofStatus(status, error, (error != null) ? description : null, retryAfter);
	}

	private static String toText(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

	/**
	 * Return the JSON object of a body, or {@code null} where it is none. What the parser
	 * has to say about it is dropped, since it may quote the body.
	 */
	private static @Nullable Map<String, Object> parse(String body) {
		try {
			return JSONObjectUtils.parse(body);
		}
		catch (ParseException ex) {
			return null;
		}
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
			return DEFAULT_LIFETIME_SECONDS;
		}
		if (value instanceof Number number) {
			return (long) Math.ceil(number.doubleValue());
		}
		return (value instanceof String text) ? digits(text, MAX_LIFETIME_SECONDS) : -1;
	}

	/**
	 * Return the value of {@code Retry-After}, seconds or a date, or {@code null} where
	 * it is absent or neither of the two.
	 */
	private static @Nullable Duration retryAfter(@Nullable String value) {
		if (value == null) {
			return null;
		}
		long seconds = digits(value.trim(), MAX_RETRY_AFTER_SECONDS);
		if (seconds >= 0) {
			return Duration.ofSeconds(seconds);
		}
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.DATE, value);
		try {
			Duration left = Duration.between(Instant.now(), Instant.ofEpochMilli(headers.getDate()));
			return left.isNegative() ? Duration.ZERO : left;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return the number that the digits of a text make, at most the given maximum, or -1
	 * where it has other characters.
	 */
	private static long digits(String text, long max) {
		if (text.isEmpty() || !text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return -1;
		}
		try {
			return Math.min(Long.parseLong(text), max);
		}
		catch (NumberFormatException ex) {
			return max;
		}
	}

}
