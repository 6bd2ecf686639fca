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

package io.github.pineconeoauth.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Limits an application's {@link Authenticator} to proxies.
 * <p>
 * The token endpoint must not get a proxy's password. The JDK's client throws an
 * exception for a 401 or 407 that the authenticator does not answer; {@link #statusOf}
 * restores the status.
 */
final class TokenAuthenticator extends Authenticator {

	private static final String NOT_ASKED = "WWW-Authenticate header ignored for response code 401";

	private static final Pattern UNANSWERED = Pattern
		.compile("-Authenticate header (?:missing|ignored) for response code (401|407)");

	private static final Pattern UNANSWERED_PROXY = Pattern
		.compile("No credentials provided|too many authentication attempts");

	private final Authenticator delegate;

	TokenAuthenticator(Authenticator delegate) {
		this.delegate = delegate;
	}

	@Override
	protected @Nullable PasswordAuthentication getPasswordAuthentication() {
		if (getRequestorType() == RequestorType.SERVER) {
			throw new UncheckedIOException(new IOException(NOT_ASKED));
		}
		return this.delegate.requestPasswordAuthenticationInstance(getRequestingHost(), getRequestingSite(),
				getRequestingPort(), getRequestingProtocol(), getRequestingPrompt(), getRequestingScheme(),
				getRequestingURL(), getRequestorType());
	}

	/**
	 * Return the status of a response for which the JDK's client threw an exception.
	 * @param failure the exception
	 * @return the status, or {@code null} if the exception has another cause
	 */
	static @Nullable HttpStatus statusOf(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof UncheckedIOException) ? failure.getCause() : failure;
		String message = (cause instanceof IOException) ? String.valueOf(cause.getMessage()) : "";
		Matcher unanswered = UNANSWERED.matcher(message);
		if (unanswered.find()) {
			return HttpStatus.valueOf(Integer.parseInt(unanswered.group(1)));
		}
		return UNANSWERED_PROXY.matcher(message).find() ? HttpStatus.PROXY_AUTHENTICATION_REQUIRED : null;
	}

}
