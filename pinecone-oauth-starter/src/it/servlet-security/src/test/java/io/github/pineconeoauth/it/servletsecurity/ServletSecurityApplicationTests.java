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

package io.github.pineconeoauth.it.servletsecurity;

import java.util.ArrayList;
import java.util.List;

/**
 * Tests of a servlet application whose clients are properties, and whose manager is
 * Spring Security's.
 */
class ServletSecurityApplicationTests extends AbstractServletSecurityTests {

	private static final String REGISTRATION = "--spring.security.oauth2.client.registration.";

	private static final String PROVIDER = "--spring.security.oauth2.client.provider.own.";

	@Override
	protected Class<?>[] application() {
		return new Class<?>[] { ServletSecurityApplication.class };
	}

	@Override
	protected Class<?>[] applicationWithStarter() {
		return new Class<?>[] { ServletSecurityApplication.class, AdminApiController.class };
	}

	@Override
	protected List<String> arguments() {
		List<String> arguments = new ArrayList<>(super.arguments());
		arguments.addAll(List.of(REGISTRATION + "own.client-id=own-id", REGISTRATION + "own.client-secret=own-secret",
				REGISTRATION + "own.authorization-grant-type=authorization_code",
				REGISTRATION + "own.redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
				REGISTRATION + "service.client-id=own-id", REGISTRATION + "service.client-secret=own-secret",
				REGISTRATION + "service.authorization-grant-type=client_credentials",
				REGISTRATION + "service.provider=own", PROVIDER + "authorization-uri=" + provider() + "/authorize",
				PROVIDER + "token-uri=" + provider() + "/token", PROVIDER + "user-info-uri=" + provider() + "/user",
				PROVIDER + "user-name-attribute=sub"));
		return arguments;
	}

}
