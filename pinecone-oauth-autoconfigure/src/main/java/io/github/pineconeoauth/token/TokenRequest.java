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

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.client.RestClient;

/**
 * Fetches a token with the client credentials grant
 * (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, section
 * 4.4</a>, OpenAPI operation {@code get_token}) and retries. Blocks. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TokenRequest implements TokenFetcher {

	/**
	 * Name of the header that selects a version of Pinecone's APIs.
	 */
	public static final String API_VERSION_HEADER = "X-Pinecone-Api-Version";

	private static final String AUDIENCE = "audience";

	private static final String USER_AGENT = userAgent();

	private static final double JITTER = 0.5;

	private final RestClient restClient;

	private final Settings settings;

	private final TokenFailures failures;

	private final CredentialsReader credentials;

	/**
	 * Create a new token request.
	 * @param restClient the client to use; must not follow redirects and must end each
	 * exchange within the attempt timeout
	 * @param settings the settings
	 * @param credentials supplies the credentials for each token request, and again if
	 * the token endpoint refuses them; may block
	 * @param executor starts a thread for each read of the credentials, which may block
	 * for a long time
	 */
	public TokenRequest(RestClient restClient, Settings settings, Supplier<@Nullable ClientCredentials> credentials,
			Executor executor) {
		this.restClient = restClient;
		this.settings = settings;
		this.failures = new TokenFailures(settings.account());
		this.credentials = new CredentialsReader(this.failures, credentials, executor, settings.attemptTimeout());
	}

	@Override
	public AccessToken fetch() {
		ClientCredentials credentials = this.credentials.read();
		try {
			return fetch(credentials);
		}
		catch (PineconeAuthorizationException ex) {
			ClientCredentials changed = isRefusal(ex) ? changedCredentials(credentials) : null;
			if (changed == null) {
				throw ex;
			}
			return fetch(changed);
		}
	}

	private AccessToken fetch(ClientCredentials credentials) {
		for (int retries = 0;; retries++) {
			try {
				return send(credentials);
			}
			catch (Throwable ex) {
				PineconeAuthorizationException failure = this.failures.of(ex);
				if (!pause(retries, failure)) {
					throw failure;
				}
			}
		}
	}

	private static boolean isRefusal(PineconeAuthorizationException failure) {
		HttpStatusCode status = failure.getStatusCode();
		return status != null && List.of(400, 401, 403).contains(status.value());
	}

	private @Nullable ClientCredentials changedCredentials(ClientCredentials refused) {
		try {
			ClientCredentials credentials = this.credentials.read();
			return credentials.equals(refused) ? null : credentials;
		}
		catch (PineconeAuthorizationException ex) {
			return null;
		}
	}

	private AccessToken send(ClientCredentials credentials) {
		byte[] form = form(credentials);
		return this.restClient.post()
			.uri(this.settings.tokenUri())
			.accept(MediaType.APPLICATION_JSON)
			.header(API_VERSION_HEADER, this.settings.apiVersion())
			.header(HttpHeaders.USER_AGENT, USER_AGENT)
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.contentLength(form.length)
			// The only kind of body that Spring does not log
			.body((StreamingHttpOutputMessage.Body) (output) -> output.write(form))
			.exchange((request, response) -> read(response, new TokenResponseReader(this.failures, credentials)));
	}

	private byte[] form(ClientCredentials credentials) {
		return Stream
			.of(Map.entry(OAuth2ParameterNames.GRANT_TYPE, AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()),
					Map.entry(OAuth2ParameterNames.CLIENT_ID, credentials.clientId()),
					Map.entry(OAuth2ParameterNames.CLIENT_SECRET, credentials.clientSecret()),
					Map.entry(AUDIENCE, this.settings.audience()))
			.map((parameter) -> parameter.getKey() + "="
					+ URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"))
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static AccessToken read(ClientHttpResponse response, TokenResponseReader reader) throws IOException {
		return reader.read(response.getStatusCode(), response.getHeaders(),
				response.getBody().readNBytes(TokenResponseReader.MAX_BODY_SIZE + 1));
	}

	/**
	 * Wait before a retry.
	 * @return {@code false} if there is no further retry
	 */
	private boolean pause(int retries, PineconeAuthorizationException failure) {
		Duration pause = this.settings.pause(retries, failure, ThreadLocalRandom.current().nextDouble());
		if (pause == null) {
			return false;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static String userAgent() {
		String version = TokenRequest.class.getPackage().getImplementationVersion();
		return (version != null) ? "pinecone-oauth/" + version : "pinecone-oauth";
	}

	/**
	 * Settings of a token request.
	 *
	 * @param account the service account that the token is for
	 * @param tokenUri the token endpoint
	 * @param audience the audience of the token
	 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
	 * @param attemptTimeout how long one attempt, or one read of the credentials, may
	 * take
	 * @param maxRetries the maximum number of retries
	 * @param initialBackoff the back-off before the first retry
	 * @param maxBackoff the maximum back-off, and the longest {@code Retry-After} to wait
	 * for
	 */
	public record Settings(AccountName account, URI tokenUri, String audience, String apiVersion,
			Duration attemptTimeout, int maxRetries, Duration initialBackoff, Duration maxBackoff) {

		/**
		 * Return how long to wait before a retry: an exponential back-off with a jitter
		 * of up to half, but at least the server's {@code Retry-After}.
		 * @param retries the number of retries so far
		 * @param failure the failure
		 * @param random a random number from 0 to 1; the higher, the shorter the back-off
		 * @return the pause, or {@code null} if there is no further retry
		 */
		public @Nullable Duration pause(int retries, PineconeAuthorizationException failure, double random) {
			long max = nanos(this.maxBackoff);
			long retryAfter = (failure.getRetryAfter() != null) ? nanos(failure.getRetryAfter()) : 0;
			if (!failure.isTransient() || retries >= this.maxRetries || retryAfter > max) {
				return null;
			}
			double backoff = Math.min(nanos(this.initialBackoff) * Math.pow(2, retries), max);
			return Duration.ofNanos(Math.max((long) (backoff - backoff * JITTER * random), retryAfter));
		}

		private static long nanos(Duration duration) {
			return TimeUnit.NANOSECONDS.convert(duration);
		}

		/**
		 * Return the longest a token request can take: two reads of the credentials, each
		 * followed by all attempts and pauses.
		 * @return the longest duration
		 */
		public Duration requestTimeout() {
			Duration attempts = this.attemptTimeout.multipliedBy(this.maxRetries + 2L);
			return attempts.plus(this.maxBackoff.multipliedBy(this.maxRetries)).multipliedBy(2);
		}

	}

}
