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

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Roles of the OpenAPI document.
 */
final class Roles {

	static final String ORG_OWNER = "OrgOwner";

	static final Set<String> ORGANIZATION = Set.of(ORG_OWNER, "OrgManager", "OrgMember", "OrgBillingAdmin");

	static final Set<String> API_KEY = Set.of("ProjectEditor", "ProjectViewer", "ControlPlaneEditor",
			"ControlPlaneViewer", "DataPlaneEditor", "DataPlaneViewer");

	static final Set<String> PROJECT = union(API_KEY, Set.of("ProjectOwner", "ProjectManager", "ProjectMember"));

	static final Set<String> ALL = union(ORGANIZATION, PROJECT);

	private Roles() {
	}

	private static Set<String> union(Set<String> first, Set<String> second) {
		return Stream.concat(first.stream(), second.stream()).collect(Collectors.toUnmodifiableSet());
	}

}
