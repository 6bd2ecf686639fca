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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Page of a list.
 *
 * @param <T> the type of the items
 * @param items the items, unmodifiable. May be empty even if other pages follow.
 * @param nextToken the token for the next page with the same filter and limit, or
 * {@code null} on the last page
 * @since 0.1.0
 */
public record ResultPage<T>(List<T> items, @Nullable String nextToken) {

	/**
	 * Create a new page.
	 */
	public ResultPage {
		items = Fields.list(items);
	}

}
