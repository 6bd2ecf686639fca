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

package io.github.pineconeoauth.token;

import java.time.Duration;

/**
 * Access token issued by the token endpoint. Immutable.
 *
 * @param value the token itself, masked by {@link #toString()}
 * @param lifetime how long the token is valid, counted from before it was requested
 * @param clientId the client id of the service account
 * @since 0.1.0
 */
public record AccessToken(String value, Duration lifetime, String clientId) {

	@Override
	public String toString() {
		return "AccessToken[value=******, lifetime=" + this.lifetime + ", clientId=" + this.clientId + "]";
	}

}
