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
 * Listens to what happens to the tokens and secrets of an {@link EmbeddedPinecone}. No
 * method gets a token or a secret. The methods are called one at a time, in the order of
 * the events, while the embedded Pinecone waits.
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
	 * A client secret was rotated: the previous secret and its tokens are worthless now.
	 */
	default void secretRotated() {
	}

}
