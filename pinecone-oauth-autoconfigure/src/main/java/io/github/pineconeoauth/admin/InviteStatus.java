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
 * Status of an invite. Pinecone may add values.
 *
 * @param value the value as the Admin API spells it
 * @since 0.1.0
 */
public record InviteStatus(@JsonValue String value) {

	/**
	 * The invite can be accepted.
	 */
	public static final InviteStatus PENDING = new InviteStatus("pending");

	/**
	 * The invite can no longer be accepted, unless it is sent again.
	 */
	public static final InviteStatus EXPIRED = new InviteStatus("expired");

	/**
	 * The invite was accepted. Lists do not contain it.
	 */
	public static final InviteStatus PROCESSED = new InviteStatus("processed");

	/**
	 * Create a new value, which need not be one of the constants.
	 * @throws IllegalArgumentException if the value is missing
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public InviteStatus {
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
