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

package io.github.pineconeoauth.admin;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Position in a paged list. Not thread-safe.
 */
final class Cursor {

	private final AdminRequest firstPage;

	private final Set<String> tokens = new HashSet<>();

	private @Nullable AdminRequest nextPage;

	Cursor(AdminRequest firstPage) {
		this.firstPage = firstPage;
		this.nextPage = firstPage;
	}

	/**
	 * Return the request for the next page, or {@code null} after the last one.
	 */
	@Nullable AdminRequest nextPage() {
		return this.nextPage;
	}

	boolean hasNext() {
		return this.nextPage != null;
	}

	/**
	 * Move past a page.
	 * @throws PineconeAdminException if the page refers to an earlier page
	 */
	<T> ResultPage<T> advance(Answer answer, Class<T> itemType) {
		ResultPage<T> page = answer.asPage(itemType);
		String token = page.nextToken();
		if (token != null && !this.tokens.add(token)) {
			throw answer.unreadable("its pagination token came before");
		}
		this.nextPage = (token != null) ? this.firstPage.withPage(null, token) : null;
		return page;
	}

}
