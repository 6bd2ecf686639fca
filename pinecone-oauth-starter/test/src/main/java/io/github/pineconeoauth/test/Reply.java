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

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * Response of the embedded Pinecone.
 *
 * @param status the HTTP status, or 0 to reset the connection
 * @param body the object to write as JSON, or {@code null} for an empty body
 * @param headers additional headers
 */
record Reply(int status, @Nullable Object body, Map<String, String> headers) {

	static Reply of(int status, @Nullable Object body) {
		return new Reply(status, body, Map.of());
	}

	static Reply ok(Object body) {
		return of(200, body);
	}

	static Reply created(Object body) {
		return of(201, body);
	}

	static Reply accepted() {
		return of(202, null);
	}

	static Reply connectionReset() {
		return of(0, null);
	}

	boolean isConnectionReset() {
		return this.status == 0;
	}

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	Reply withHeader(String name, String value) {
		return new Reply(this.status, this.body, CollectionUtils.compositeMap(this.headers, Map.of(name, value)));
	}

	/**
	 * Add a {@code Retry-After} header in seconds, rounded up.
	 */
	Reply withRetryAfter(@Nullable Duration retryAfter) {
		return (retryAfter != null)
				? withHeader("Retry-After", Long.toString(retryAfter.plusNanos(999_999_999).toSeconds())) : this;
	}

}
