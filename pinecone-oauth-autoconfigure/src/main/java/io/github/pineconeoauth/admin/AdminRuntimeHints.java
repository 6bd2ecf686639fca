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

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the records that are bound to JSON.
 */
class AdminRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), Organization.class,
				Project.class, ApiKeyWithSecret.class, ServiceAccountWithSecret.class, RoleBinding.class, Invite.class,
				User.class, AdminJson.PageBody.class, UpdateOrganizationRequest.class, CreateProjectRequest.class,
				UpdateProjectRequest.class, CreateApiKeyRequest.class, UpdateApiKeyRequest.class,
				CreateServiceAccountRequest.class, UpdateServiceAccountRequest.class, CreateRoleBindingRequest.class,
				CreateInviteRequest.class);
	}

}
