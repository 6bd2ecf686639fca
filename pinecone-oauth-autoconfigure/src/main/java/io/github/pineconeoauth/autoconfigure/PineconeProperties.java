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

package io.github.pineconeoauth.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.token.AccountName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties for Pinecone's Admin API.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("pinecone")
public class PineconeProperties {

	/**
	 * Client id of the service account.
	 */
	private @Nullable String clientId;

	/**
	 * Client secret of the service account.
	 */
	private @Nullable String clientSecret;

	/**
	 * API version to send to the token endpoint and the Admin API.
	 */
	private String apiVersion = "2026-07";

	/**
	 * Additional service accounts by name.
	 */
	private Map<String, Account> accounts = new LinkedHashMap<>();

	private final OAuth oauth = new OAuth();

	private final Admin admin = new Admin();

	/**
	 * Validate the properties. Called only if the application uses them. Messages omit
	 * the values.
	 */
	void validate() {
		this.accounts.keySet().forEach(PineconeProperties::requireAccountName);
		requireVisibleAscii("pinecone.api-version", this.apiVersion);
		requireVisibleAscii("pinecone.oauth.audience", this.oauth.audience);
		requirePositive("pinecone.oauth.connect-timeout", this.oauth.connectTimeout);
		requirePositive("pinecone.oauth.read-timeout", this.oauth.readTimeout);
		requirePositive("pinecone.admin.connect-timeout", this.admin.connectTimeout);
		requirePositive("pinecone.admin.read-timeout", this.admin.readTimeout);
		requirePositive("pinecone.oauth.wait-timeout", this.oauth.waitTimeout);
		requireNotNegative("pinecone.oauth.refresh-ahead", this.oauth.refreshAhead.isNegative());
		requireNotNegative("pinecone.oauth.clock-skew", this.oauth.clockSkew.isNegative());
		requireNotNegative("pinecone.oauth.failure-backoff", this.oauth.failureBackoff.isNegative());
		requireNotNegative("pinecone.oauth.retry.initial-backoff", this.oauth.retry.initialBackoff.isNegative());
		requireNotNegative("pinecone.oauth.retry.max-backoff", this.oauth.retry.maxBackoff.isNegative());
		requireNotNegative("pinecone.oauth.retry.max-retries", this.oauth.retry.maxRetries < 0);
		requireNotNegative("pinecone.admin.retry.initial-backoff", this.admin.retry.initialBackoff.isNegative());
		requireNotNegative("pinecone.admin.retry.max-backoff", this.admin.retry.maxBackoff.isNegative());
		requireNotNegative("pinecone.admin.retry.max-retries", this.admin.retry.maxRetries < 0);
	}

	/**
	 * Return the names of all configured SSL bundles.
	 */
	List<String> sslBundleNames() {
		return Stream.of(this.oauth.ssl, this.admin.ssl).map(Ssl::getBundle).filter(Objects::nonNull).toList();
	}

	private static void requireAccountName(String name) {
		if (name.equals(AccountName.DEFAULT) || !name.matches("[a-z0-9-]+")) {
			throw new InvalidPineconePropertyException("pinecone.accounts." + name,
					"is not a valid name for a service account",
					"Use lower-case letters, digits and hyphens. The name 'default' is reserved for the account of"
							+ " 'pinecone.client-id'.");
		}
	}

	private static void requirePositive(String property, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative())) {
			throw new InvalidPineconePropertyException(property, "must be greater than zero",
					"Use a duration greater than zero, such as 10s.");
		}
	}

	private static void requireVisibleAscii(String property, String value) {
		if (value.isEmpty() || !value.chars().allMatch((character) -> character > ' ' && character < 0x7F)) {
			throw new InvalidPineconePropertyException(property,
					"must consist of visible ASCII characters without blanks",
					"Remove blanks and other characters, or remove the property to use its default.");
		}
	}

	private static void requireNotNegative(String property, boolean negative) {
		if (negative) {
			throw new InvalidPineconePropertyException(property, "must not be negative",
					"Use zero or a positive value.");
		}
	}

	public @Nullable String getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable String clientId) {
		this.clientId = clientId;
	}

	// Hides the secret from the configprops endpoint, which uses Jackson
	@JsonIgnore
	public @Nullable String getClientSecret() {
		return this.clientSecret;
	}

	public void setClientSecret(@Nullable String clientSecret) {
		this.clientSecret = clientSecret;
	}

	public String getApiVersion() {
		return this.apiVersion;
	}

	public void setApiVersion(String apiVersion) {
		this.apiVersion = apiVersion;
	}

	public Map<String, Account> getAccounts() {
		return this.accounts;
	}

	public void setAccounts(Map<String, Account> accounts) {
		this.accounts = accounts;
	}

	public OAuth getOauth() {
		return this.oauth;
	}

	public Admin getAdmin() {
		return this.admin;
	}

	/**
	 * Additional service account.
	 */
	public static class Account {

		/**
		 * Client id of the service account.
		 */
		private @Nullable String clientId;

		/**
		 * Client secret of the service account.
		 */
		private @Nullable String clientSecret;

		public @Nullable String getClientId() {
			return this.clientId;
		}

		public void setClientId(@Nullable String clientId) {
			this.clientId = clientId;
		}

		@JsonIgnore
		public @Nullable String getClientSecret() {
			return this.clientSecret;
		}

		public void setClientSecret(@Nullable String clientSecret) {
			this.clientSecret = clientSecret;
		}

	}

	/**
	 * Access token properties.
	 */
	public static class OAuth {

		/**
		 * URL of the token endpoint.
		 */
		private String tokenUri = "https://login.pinecone.io/oauth/token";

		/**
		 * Audience of the access token, including the trailing slash.
		 */
		private String audience = "https://api.pinecone.io/";

		/**
		 * Connect timeout for the token endpoint.
		 */
		private Duration connectTimeout = Duration.ofSeconds(2);

		/**
		 * Read timeout for the token endpoint.
		 */
		private Duration readTimeout = Duration.ofSeconds(10);

		/**
		 * Time before expiry at which a token is renewed in the background.
		 */
		private Duration refreshAhead = Duration.ofMinutes(5);

		/**
		 * Time before expiry at which a token is no longer used.
		 */
		private Duration clockSkew = Duration.ofSeconds(30);

		/**
		 * Time to wait after a failed token request before the next one.
		 */
		private Duration failureBackoff = Duration.ofSeconds(1);

		/**
		 * Maximum time that a caller waits for a token.
		 */
		private Duration waitTimeout = Duration.ofSeconds(30);

		/**
		 * Whether to fetch a token on startup and fail without one.
		 */
		private boolean fetchOnStartup;

		private final Ssl ssl = new Ssl();

		private final Retry retry = new Retry();

		public String getTokenUri() {
			return this.tokenUri;
		}

		public void setTokenUri(String tokenUri) {
			this.tokenUri = tokenUri;
		}

		public String getAudience() {
			return this.audience;
		}

		public void setAudience(String audience) {
			this.audience = audience;
		}

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public Duration getRefreshAhead() {
			return this.refreshAhead;
		}

		public void setRefreshAhead(Duration refreshAhead) {
			this.refreshAhead = refreshAhead;
		}

		public Duration getClockSkew() {
			return this.clockSkew;
		}

		public void setClockSkew(Duration clockSkew) {
			this.clockSkew = clockSkew;
		}

		public Duration getFailureBackoff() {
			return this.failureBackoff;
		}

		public void setFailureBackoff(Duration failureBackoff) {
			this.failureBackoff = failureBackoff;
		}

		public Duration getWaitTimeout() {
			return this.waitTimeout;
		}

		public void setWaitTimeout(Duration waitTimeout) {
			this.waitTimeout = waitTimeout;
		}

		public boolean isFetchOnStartup() {
			return this.fetchOnStartup;
		}

		public void setFetchOnStartup(boolean fetchOnStartup) {
			this.fetchOnStartup = fetchOnStartup;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

		public Retry getRetry() {
			return this.retry;
		}

		/**
		 * Retry properties of token requests.
		 */
		public static class Retry {

			/**
			 * Maximum number of retries of a token request.
			 */
			private int maxRetries = 2;

			/**
			 * Time before the first retry, with jitter.
			 */
			private Duration initialBackoff = Duration.ofMillis(200);

			/**
			 * Maximum time before a retry. A longer Retry-After ends the token request.
			 */
			private Duration maxBackoff = Duration.ofSeconds(5);

			public int getMaxRetries() {
				return this.maxRetries;
			}

			public void setMaxRetries(int maxRetries) {
				this.maxRetries = maxRetries;
			}

			public Duration getInitialBackoff() {
				return this.initialBackoff;
			}

			public void setInitialBackoff(Duration initialBackoff) {
				this.initialBackoff = initialBackoff;
			}

			public Duration getMaxBackoff() {
				return this.maxBackoff;
			}

			public void setMaxBackoff(Duration maxBackoff) {
				this.maxBackoff = maxBackoff;
			}

		}

	}

	/**
	 * Admin API client properties.
	 */
	public static class Admin {

		/**
		 * Base URL of the Admin API.
		 */
		private String baseUrl = "https://api.pinecone.io";

		/**
		 * Connect timeout for the Admin API.
		 */
		private @Nullable Duration connectTimeout;

		/**
		 * Read timeout for the Admin API.
		 */
		private @Nullable Duration readTimeout;

		private final Ssl ssl = new Ssl();

		private final Retry retry = new Retry();

		public String getBaseUrl() {
			return this.baseUrl;
		}

		public void setBaseUrl(String baseUrl) {
			this.baseUrl = baseUrl;
		}

		public @Nullable Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(@Nullable Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public @Nullable Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(@Nullable Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

		public Retry getRetry() {
			return this.retry;
		}

		/**
		 * Retry properties of the typed Admin API.
		 */
		public static class Retry {

			/**
			 * Maximum number of retries of a typed Admin API call.
			 */
			private int maxRetries = 2;

			/**
			 * Time before the first retry, with jitter.
			 */
			private Duration initialBackoff = Duration.ofMillis(200);

			/**
			 * Maximum time before a retry. A longer Retry-After ends the call.
			 */
			private Duration maxBackoff = Duration.ofSeconds(5);

			RetrySettings toSettings() {
				return new RetrySettings(this.maxRetries, this.initialBackoff, this.maxBackoff);
			}

			public int getMaxRetries() {
				return this.maxRetries;
			}

			public void setMaxRetries(int maxRetries) {
				this.maxRetries = maxRetries;
			}

			public Duration getInitialBackoff() {
				return this.initialBackoff;
			}

			public void setInitialBackoff(Duration initialBackoff) {
				this.initialBackoff = initialBackoff;
			}

			public Duration getMaxBackoff() {
				return this.maxBackoff;
			}

			public void setMaxBackoff(Duration maxBackoff) {
				this.maxBackoff = maxBackoff;
			}

		}

	}

	/**
	 * SSL properties.
	 */
	public static class Ssl {

		/**
		 * SSL bundle to use.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
