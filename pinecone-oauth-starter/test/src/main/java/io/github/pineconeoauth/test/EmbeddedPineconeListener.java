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

/**
 * Listener for the token and secret events of an {@link EmbeddedPinecone}.
 * <p>
 * Methods are called one at a time, in the order of the events, and block the embedded
 * Pinecone. They never get a token or a secret.
 *
 * @since 0.1.0
 * @see EmbeddedPinecone#addListener(EmbeddedPineconeListener)
 */
public interface EmbeddedPineconeListener {

	/**
	 * A token was issued.
	 * @param tokenLifetime the lifetime of the new token
	 */
	default void tokenIssued(Duration tokenLifetime) {
	}

	/**
	 * A token request failed.
	 */
	default void tokenRefused() {
	}

	/**
	 * A client secret was rotated. The previous secret and its tokens are no longer
	 * valid.
	 */
	default void secretRotated() {
	}

}
