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

package io.github.pineconeoauth.samples.embedded;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param body what the body is the JSON of, or {@code null} where there is no body
 */
record Reply(int status, @Nullable Object body) {

	static Reply ok(Object body) {
		return new Reply(200, body);
	}

	static Reply created(Object body) {
		return new Reply(201, body);
	}

	static Reply accepted() {
		return new Reply(202, null);
	}

	boolean isSuccess() {
		return this.status < 300;
	}

	ResponseDefinition toResponse() {
		if (this.body == null) {
			return WireMock.status(this.status).build();
		}
		return WireMock.jsonResponse(Json.write(this.body), this.status).build();
	}

}
