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

package io.github.pineconeoauth.test;

/**
 * Thrown when the Admin API refuses a request.
 */
final class AdminApiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String code;

	private final String reason;

	private AdminApiException(int status, String code, String reason) {
		super(reason);
		this.status = status;
		this.code = code;
		this.reason = reason;
	}

	static AdminApiException invalidArgument(String reason) {
		return new AdminApiException(400, "INVALID_ARGUMENT", reason);
	}

	static AdminApiException outOfRange(String reason) {
		return new AdminApiException(400, "OUT_OF_RANGE", reason);
	}

	static AdminApiException unauthenticated() {
		return new AdminApiException(401, "UNAUTHENTICATED", "Invalid access token.");
	}

	static AdminApiException notFound(String what) {
		return new AdminApiException(404, "NOT_FOUND", "There is no such " + what + ".");
	}

	static AdminApiException noSuchOperation() {
		return new AdminApiException(404, "UNIMPLEMENTED", "There is no such operation.");
	}

	static AdminApiException alreadyExists(String reason) {
		return new AdminApiException(409, "ALREADY_EXISTS", reason);
	}

	static AdminApiException aborted(String reason) {
		return new AdminApiException(409, "ABORTED", reason);
	}

	static AdminApiException failedPrecondition(String reason) {
		return new AdminApiException(412, "FAILED_PRECONDITION", reason);
	}

	static AdminApiException resourceExhausted(String reason) {
		return new AdminApiException(429, "RESOURCE_EXHAUSTED", reason);
	}

	int status() {
		return this.status;
	}

	String code() {
		return this.code;
	}

	String reason() {
		return this.reason;
	}

}
