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
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs the failures and recoveries of a shared token.
 */
final class TokenLog {

	private static final Log logger = LogFactory.getLog(SharedToken.class);

	private final String subject;

	private final Supplier<@Nullable Duration> timeToExpiry;

	private @Nullable String errorCode;

	private boolean callersFail;

	/**
	 * Create a new log.
	 * @param account the service account that the token is for
	 * @param timeToExpiry how long the current token is still valid
	 */
	TokenLog(AccountName account, Supplier<@Nullable Duration> timeToExpiry) {
		this.subject = account.single() ? "a Pinecone access token"
				: "a Pinecone access token of account '" + account.value() + "'";
		this.timeToExpiry = timeToExpiry;
	}

	/**
	 * Log a failure if it is the first, has a new error code, or is the first that
	 * callers notice.
	 */
	void failed(PineconeAuthorizationException failure, boolean callersFail) {
		String event = null;
		synchronized (this) {
			String errorCode = failure.getError().getErrorCode();
			if (this.errorCode != null && callersFail && !this.callersFail) {
				event = "Calls now fail because they cannot get ";
			}
			else if (!errorCode.equals(this.errorCode)) {
				event = "Could not obtain ";
			}
			this.errorCode = errorCode;
			this.callersFail |= callersFail;
		}
		if (event != null) {
			warn(event, failure);
		}
	}

	/**
	 * Treat the next failure as the first.
	 */
	synchronized void forget() {
		this.errorCode = null;
		this.callersFail = false;
	}

	/**
	 * Log a success after a logged failure.
	 * @param failures the number of failed token requests before
	 */
	void succeeded(int failures) {
		boolean logged;
		synchronized (this) {
			logged = this.errorCode != null;
			forget();
		}
		if (logged) {
			String after = (failures > 0) ? " after " + failures + " failure(s)" : "";
			guarded(() -> logger.info("Obtained " + this.subject + " again" + after));
		}
	}

	private void warn(String event, PineconeAuthorizationException failure) {
		Duration timeToExpiry = this.timeToExpiry.get();
		String current = (timeToExpiry != null && !timeToExpiry.isZero())
				? "the current one is valid for another " + timeToExpiry.toSeconds() + " s" : "there is no valid one";
		guarded(() -> logger.warn(event + this.subject + "; " + current + ". " + failure.getMessage()));
	}

	private static void guarded(Runnable line) {
		try {
			line.run();
		}
		catch (Throwable ex) {
			// A failing logger must not affect callers
		}
	}

}
