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

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reactive counterpart of {@link ApiKeys}. See {@link ReactivePineconeAdmin} for errors
 * and retries.
 *
 * @since 0.1.0
 */
public interface ReactiveApiKeys {

	/**
	 * Return all API keys of a project (OpenAPI operation {@code list_project_api_keys}).
	 * @param projectId the ID of the project
	 * @return the API keys, with each page requested on demand;
	 * {@link PineconeAdminException} if the project does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Flux<ApiKey> list(String projectId);

	/**
	 * Return an API key, without its value (OpenAPI operation {@code fetch_api_key}).
	 * @param id the ID of the API key
	 * @return the API key; {@link PineconeAdminException} if it does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ApiKey> get(String id);

	/**
	 * Return an API key if it exists, without its value (OpenAPI operation
	 * {@code fetch_api_key}).
	 * @param id the ID of the API key
	 * @return the API key, or empty if it does not exist or is hidden from the caller
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ApiKey> find(String id);

	/**
	 * Create an API key (OpenAPI operation {@code create_api_key}). Its value cannot be
	 * read again. A second call creates another API key.
	 * @param projectId the ID of the project
	 * @param request the API key to create
	 * @return the new API key and its value; {@link PineconeAdminException} if the
	 * request is not valid (400), the quota is exhausted (403), or the caller lacks the
	 * permission (403)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<ApiKeyWithSecret> create(String projectId, CreateApiKeyRequest request);

	/**
	 * Change an API key (OpenAPI operation {@code update_api_key}). Its value stays the
	 * same. A second call has no further effect.
	 * @param id the ID of the API key
	 * @param request what to change. The given roles replace all existing ones.
	 * @return the updated API key; {@link PineconeAdminException} if the request is not
	 * valid (400), or the caller lacks the permission (403)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}, or the request changes nothing
	 */
	Mono<ApiKey> update(String id, UpdateApiKeyRequest request);

	/**
	 * Delete an API key (OpenAPI operation {@code delete_api_key}). The data plane then
	 * refuses the key. The deletion may still be in progress when the {@code Mono}
	 * completes. This cannot be undone. A second call fails with 404.
	 * @param id the ID of the API key
	 * @return a {@code Mono} that completes once the server has accepted the request;
	 * {@link PineconeAdminException} if the caller lacks the permission (403), or the API
	 * key does not exist (404)
	 * @throws IllegalArgumentException if the ID is blank, {@code .} or {@code ..}, or
	 * contains one of {@code / \ ? #}
	 */
	Mono<Void> delete(String id);

}
