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

import org.jspecify.annotations.Nullable;

/**
 * Endpoint of the embedded Pinecone.
 */
interface Endpoint {

	Reply answer(ApiRequest request);

	/**
	 * Return an error response.
	 * @param status the HTTP status
	 * @param code the error code, or {@code null} for the default code of the status
	 */
	Reply failure(int status, @Nullable String code);

	/**
	 * Return the client that a request comes from, or {@code null} if it is unknown.
	 */
	@Nullable String clientId(ApiRequest request);

}
