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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The log lines of a shared token. A logger that throws must not hurt callers.
 */
final class TokenLog {

	private static final Log logger = LogFactory.getLog(SharedToken.class);

	/**
	 * Log a failure if it is the first one, has another error code than the one before,
	 * or is the first that callers notice.
	 */
	void failed(@Nullable Failure before, Failure failure, @Nullable Duration timeToExpiry) {
		if (before != null && before.callersFail() != failure.callersFail()) {
			callersFail(failure, timeToExpiry);
		}
		else if (before == null || !errorCode(before).equals(errorCode(failure))) {
			warn("Could not obtain a Pinecone access token", failure, timeToExpiry);
		}
	}

	void callersFail(Failure failure, @Nullable Duration timeToExpiry) {
		warn("Calls now fail for lack of a Pinecone access token", failure, timeToExpiry);
	}

	void recovered(int failures) {
		guarded(() -> logger.info("Obtained a Pinecone access token again after " + failures + " failure(s)"));
	}

	private static void warn(String event, Failure failure, @Nullable Duration timeToExpiry) {
		String current = (timeToExpiry != null && !timeToExpiry.isZero())
				? "the current one is valid for another " + timeToExpiry.toSeconds() + " s" : "there is no valid one";
		guarded(() -> logger.warn(event + "; " + current + ". " + failure.exception().getMessage()));
	}

	private static void guarded(Runnable line) {
		try {
			line.run();
		}
		catch (Throwable ex) {
			// There is nowhere left to report it
		}
	}

	private static String errorCode(Failure failure) {
		return failure.exception().getError().getErrorCode();
	}

}
