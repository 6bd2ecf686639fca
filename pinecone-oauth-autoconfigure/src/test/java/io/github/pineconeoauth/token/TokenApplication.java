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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.testsupport.Secrets;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that uses the token request the way users do: through the authorized
 * client manager. It asks the token endpoint each time, without a back-off after failures
 * and without retries, unless a test says otherwise.
 */
final class TokenApplication {

	static final String CLIENT_ID = "id &=+%ä";

	static final String CLIENT_SECRET = "s3cr3t &=+%ä?ÿ~";

	static final String ACCESS_TOKEN = "eyJhbGciOiJub25lIn0.t0ken-_~+/=";

	static final Secrets SECRETS = new Secrets().add("client secret", CLIENT_SECRET).add("access token", ACCESS_TOKEN);

	static final String TOKEN_RESPONSE = "{\"access_token\":\"" + ACCESS_TOKEN
			+ "\",\"token_type\":\"Bearer\",\"expires_in\":1800}";

	static final OAuth2AuthorizeRequest REQUEST = OAuth2AuthorizeRequest
		.withClientRegistrationId(PineconeAuthorizationException.REGISTRATION_ID)
		.principal("user")
		.build();

	private TokenApplication() {
	}

	static ApplicationContextRunner runner(String tokenUri) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, PineconeOAuthAutoConfiguration.class))
			.withPropertyValues("pinecone.client-id=" + CLIENT_ID, "pinecone.client-secret=" + CLIENT_SECRET,
					"pinecone.oauth.token-uri=" + tokenUri, "pinecone.oauth.failure-backoff=0",
					"pinecone.oauth.retry.max-retries=0");
	}

	/**
	 * Time-outs for tests that wait for them: 300 ms and 700 ms.
	 */
	static ApplicationContextRunner impatientRunner(String tokenUri) {
		return runner(tokenUri).withPropertyValues("pinecone.oauth.connect-timeout=300ms",
				"pinecone.oauth.read-timeout=700ms");
	}

	static RawServer.Answer tokenResponse() {
		return RawServer.response(200, TOKEN_RESPONSE);
	}

	static OAuth2AuthorizedClient authorize(BeanFactory application) {
		OAuth2AuthorizedClientManager manager = application.getBean("pineconeAuthorizedClientManager",
				OAuth2AuthorizedClientManager.class);
		return Objects.requireNonNull(manager.authorize(REQUEST));
	}

	/**
	 * Ask for a token, and return the failure, which must be a
	 * {@link PineconeAuthorizationException}.
	 */
	static PineconeAuthorizationException authorizeAndFail(BeanFactory application) {
		PineconeAuthorizationException failure = assertThatExceptionOfType(PineconeAuthorizationException.class)
			.isThrownBy(() -> authorize(application))
			.actual();
		assertThat(failure.getClientRegistrationId()).isEqualTo("pinecone");
		assertThat(failure.getMessage()).startsWith("[" + failure.getError().getErrorCode() + "] ");
		StringWriter everything = new StringWriter();
		failure.printStackTrace(new PrintWriter(everything));
		assertNoSecrets(everything + failure.getError().toString() + failure.getError().getDescription());
		return failure;
	}

	static void assertRecovers(BeanFactory application, RawServer server) {
		server.answer(tokenResponse());
		assertThat(authorize(application).getAccessToken().getTokenValue()).isEqualTo(ACCESS_TOKEN);
	}

	static void assertNoSecrets(String text) {
		assertThat(SECRETS.findIn(text)).isEmpty();
	}

	/**
	 * Return a URL-encoded text, with spaces as {@code %20}.
	 */
	static String percentEncoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
