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

package io.github.pineconeoauth.account;

import java.util.Set;

/**
 * Service accounts of the application, by name.
 * <p>
 * The account of {@code pinecone.client-id} is {@code default}; the others are configured
 * below {@code pinecone.accounts}. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PineconeAccounts {

	/**
	 * Return a service account. Sends no request.
	 * @param name the name of the account
	 * @return the account
	 * @throws IllegalArgumentException if there is no such account; the message lists the
	 * known names
	 */
	PineconeAccount get(String name);

	/**
	 * Return the names of all accounts, including {@code default}.
	 * @return an unmodifiable set of names
	 */
	Set<String> getNames();

}
