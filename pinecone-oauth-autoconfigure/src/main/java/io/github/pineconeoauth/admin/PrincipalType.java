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

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * Kind of principal that has a role. Pinecone may add values.
 *
 * @param value the value as the Admin API spells it
 * @since 0.1.0
 */
public record PrincipalType(@JsonValue String value) {

	/**
	 * A user of the organization.
	 */
	public static final PrincipalType USER = new PrincipalType("user");

	/**
	 * A service account.
	 */
	public static final PrincipalType SERVICE_ACCOUNT = new PrincipalType("service_account");

	/**
	 * An API key of a project.
	 */
	public static final PrincipalType API_KEY = new PrincipalType("api_key");

	/**
	 * An invite, until it is accepted. The roles then belong to the user.
	 */
	public static final PrincipalType INVITE = new PrincipalType("invite");

	/**
	 * Create a new value, which need not be one of the constants.
	 * @throws IllegalArgumentException if the value is missing
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public PrincipalType {
		Assert.notNull(value, "'value' must not be null");
	}

	/**
	 * Return the value as the Admin API spells it.
	 */
	@Override
	public String toString() {
		return this.value;
	}

}
