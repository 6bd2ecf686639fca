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
 * Kind of resource that a role applies to. Pinecone may add values.
 *
 * @param value the value as the Admin API spells it
 * @since 0.1.0
 */
public record ResourceType(@JsonValue String value) {

	/**
	 * The principal's own organization.
	 */
	public static final ResourceType ORGANIZATION = new ResourceType("organization");

	/**
	 * A project.
	 */
	public static final ResourceType PROJECT = new ResourceType("project");

	/**
	 * Create a new value, which need not be one of the constants.
	 * @throws IllegalArgumentException if the value is missing
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public ResourceType {
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
