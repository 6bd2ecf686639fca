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

import java.time.Duration;

/**
 * Is told what happens to the service account of an embedded Pinecone: what, but never
 * which token or secret. Told one thing at a time, in the order in which they happen,
 * while the embedded Pinecone waits.
 *
 * @since 0.1.0
 */
public interface EmbeddedPineconeListener {

	/**
	 * A token request was granted.
	 * @param tokenLifetime how long the new token lives
	 */
	default void tokenIssued(Duration tokenLifetime) {
	}

	/**
	 * A token request was refused.
	 */
	default void tokenRefused() {
	}

	/**
	 * The client secret was rotated: the one before and all tokens are worth nothing now.
	 */
	default void secretRotated() {
	}

}
