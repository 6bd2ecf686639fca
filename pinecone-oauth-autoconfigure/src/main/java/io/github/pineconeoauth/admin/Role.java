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
 * Role in an organization or a project. Pinecone may add values.
 *
 * @param value the value as the Admin API spells it
 * @since 0.1.0
 */
public record Role(@JsonValue String value) {

	/**
	 * Organization role {@code OrgOwner}.
	 */
	public static final Role ORG_OWNER = new Role("OrgOwner");

	/**
	 * Organization role {@code OrgManager}.
	 */
	public static final Role ORG_MANAGER = new Role("OrgManager");

	/**
	 * Organization role {@code OrgMember}.
	 */
	public static final Role ORG_MEMBER = new Role("OrgMember");

	/**
	 * Organization role {@code OrgBillingAdmin}.
	 */
	public static final Role ORG_BILLING_ADMIN = new Role("OrgBillingAdmin");

	/**
	 * Project role {@code ProjectOwner}.
	 */
	public static final Role PROJECT_OWNER = new Role("ProjectOwner");

	/**
	 * Project role {@code ProjectManager}.
	 */
	public static final Role PROJECT_MANAGER = new Role("ProjectManager");

	/**
	 * Project role {@code ProjectMember}.
	 */
	public static final Role PROJECT_MEMBER = new Role("ProjectMember");

	/**
	 * Project role {@code ProjectEditor}.
	 */
	public static final Role PROJECT_EDITOR = new Role("ProjectEditor");

	/**
	 * Project role {@code ProjectViewer}.
	 */
	public static final Role PROJECT_VIEWER = new Role("ProjectViewer");

	/**
	 * Project role {@code ControlPlaneEditor}.
	 */
	public static final Role CONTROL_PLANE_EDITOR = new Role("ControlPlaneEditor");

	/**
	 * Project role {@code ControlPlaneViewer}.
	 */
	public static final Role CONTROL_PLANE_VIEWER = new Role("ControlPlaneViewer");

	/**
	 * Project role {@code DataPlaneEditor}.
	 */
	public static final Role DATA_PLANE_EDITOR = new Role("DataPlaneEditor");

	/**
	 * Project role {@code DataPlaneViewer}.
	 */
	public static final Role DATA_PLANE_VIEWER = new Role("DataPlaneViewer");

	/**
	 * Create a new value, which need not be one of the constants.
	 * @throws IllegalArgumentException if the value is missing
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public Role {
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
