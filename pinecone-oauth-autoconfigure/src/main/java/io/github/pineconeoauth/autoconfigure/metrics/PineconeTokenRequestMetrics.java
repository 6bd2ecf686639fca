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

package io.github.pineconeoauth.autoconfigure.metrics;

import java.util.Set;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.TokenFetcher;
import io.github.pineconeoauth.token.TokenFetcherDecorator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Times token requests, including retries.
 */
class PineconeTokenRequestMetrics implements TokenFetcherDecorator {

	private static final Log logger = LogFactory.getLog(PineconeTokenRequestMetrics.class);

	private static final Set<String> KNOWN_ERRORS = Set.of("invalid_request", "invalid_client", "access_denied",
			"temporarily_unavailable", "server_error", "invalid_token_response");

	private final MeterRegistry registry;

	PineconeTokenRequestMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public TokenFetcher decorate(AccountName account, TokenFetcher fetcher) {
		return () -> {
			Timer.Sample sample = Timer.start(this.registry);
			try {
				AccessToken accessToken = fetcher.fetch();
				stop(sample, account, "success", "none");
				return accessToken;
			}
			catch (Throwable ex) {
				stop(sample, account, "failure", error(ex));
				throw ex;
			}
		};
	}

	/**
	 * A failing registry must not fail the token request.
	 */
	private void stop(Timer.Sample sample, AccountName account, String outcome, String error) {
		try {
			sample.stop(Timer.builder("pinecone.oauth.token.requests")
				.description("Duration of token requests, including retries")
				.tag("account", account.value())
				.tag("outcome", outcome)
				.tag("error", error)
				.register(this.registry));
		}
		catch (RuntimeException ex) {
			logger.debug("Could not record a token request", ex);
		}
	}

	/**
	 * Limit the values of the tag, since the server may send any code.
	 */
	private static String error(Throwable ex) {
		String code = (ex instanceof PineconeAuthorizationException failure) ? failure.getError().getErrorCode() : "";
		return KNOWN_ERRORS.contains(code) ? code : "other";
	}

}
