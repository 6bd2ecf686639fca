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

import java.time.Instant;

/**
 * Organization in the Admin API's format.
 *
 * @param id the id, which is not a UUID
 * @param name the name
 * @param plan the plan, such as {@code Standard}
 * @param paymentStatus the payment status, such as {@code Active}
 * @param createdAt the time of creation
 * @param supportTier the support tier, such as {@code Pro}
 */
record Organization(String id, String name, String plan, String paymentStatus, Instant createdAt, String supportTier) {

	Organization withName(String name) {
		return new Organization(this.id, name, this.plan, this.paymentStatus, this.createdAt, this.supportTier);
	}

}
