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

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Request to an {@link EmbeddedPinecone}.
 * <p>
 * Client secrets, access tokens and API keys are masked. Components may be added in any
 * release.
 *
 * @param operation the {@code operationId} in Pinecone's OpenAPI document, such as
 * {@code list_projects} or {@code get_token}, or {@code unknown}
 * @param clientId the client id of the service account that sent the request, or
 * {@code null} if it is unknown
 * @param method the HTTP method
 * @param uri the path and the query, encoded
 * @param headers the headers by their name in lower case; {@code authorization} only has
 * the scheme
 * @param body the body; empty for a token request
 * @param status the HTTP status of the response, or 0 if the connection was reset
 * @since 0.1.0
 */
public record RecordedRequest(String operation, @Nullable String clientId, String method, String uri,
		Map<String, List<String>> headers, String body, int status) {

	/**
	 * Return the first value of a header.
	 * @param name the name of the header, in any case
	 * @return the value, or {@code null} if there is no such header
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
		return (!values.isEmpty()) ? values.get(0) : null;
	}

}
