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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientCredentials}, and for the masking of tokens.
 */
class ClientCredentialsTests {

	@ParameterizedTest
	@ValueSource(strings = { " %s ", "%s\n", "%s\n\n", "%s\r\n", "\t%s", "\u2003%s" })
	void surroundingWhiteSpaceIsRemoved(String format) {
		ClientCredentials credentials = new ClientCredentials(format.formatted("the id"), format.formatted("a secret"));
		assertThat(credentials).isEqualTo(new ClientCredentials("the id", "a secret"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "null,secret", "'',secret", "' \n',secret", "id,null", "id,''", "id,' '" })
	void credentialsWithoutTextAreNone(@Nullable String clientId, @Nullable String clientSecret) {
		assertThat(ClientCredentials.of(clientId, clientSecret)).isNull();
	}

	@Test
	void credentialsWithTextAreKept() {
		assertThat(ClientCredentials.of("id", "secret")).isEqualTo(new ClientCredentials("id", "secret"));
	}

	@Test
	void secretIsMasked() {
		assertThat(new ClientCredentials("id", "s3cr3t"))
			.hasToString("ClientCredentials[clientId=id, clientSecret=******]");
	}

	@Test
	void tokenIsMasked() {
		AccessToken accessToken = new AccessToken("t0ken", Duration.ofSeconds(5), "id");
		RenewalPolicy policy = new RenewalPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
				Duration.ZERO);
		BearerToken token = new BearerToken(accessToken, new Moment(0, 0), policy, 0);
		assertThat(token.authorization()).isEqualTo("Bearer t0ken");
		assertThat(token).hasToString("BearerToken[AccessToken[value=******, lifetime=PT5S, clientId=id]]");
	}

}
