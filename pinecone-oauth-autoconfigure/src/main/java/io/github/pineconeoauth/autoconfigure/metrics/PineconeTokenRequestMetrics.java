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
import io.github.pineconeoauth.token.TokenRequestDecorator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;

/**
 * Times token requests, retries included.
 */
class PineconeTokenRequestMetrics implements TokenRequestDecorator {

	private static final Set<String> KNOWN_ERRORS = Set.of("invalid_request", "invalid_client", "access_denied",
			"temporarily_unavailable", "server_error", "invalid_token_response");

	private final MeterRegistry registry;

	PineconeTokenRequestMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Mono<OAuth2AuthorizedClient> apply(Mono<OAuth2AuthorizedClient> tokenRequest) {
		return Mono.defer(() -> {
			Timer.Sample sample = Timer.start(this.registry);
			return tokenRequest.doOnSuccess((client) -> sample.stop(timer("success", "none")))
				.doOnError((ex) -> sample.stop(timer("failure", error(ex))));
		});
	}

	private Timer timer(String outcome, String error) {
		return Timer.builder("pinecone.oauth.token.requests")
			.description("Duration of token requests, retries included")
			.tag("outcome", outcome)
			.tag("error", error)
			.register(this.registry);
	}

	/**
	 * The server may send any code: the values of a tag have to be few.
	 */
	private static String error(Throwable ex) {
		String code = (ex instanceof PineconeAuthorizationException failure) ? failure.getError().getErrorCode() : "";
		return KNOWN_ERRORS.contains(code) ? code : "other";
	}

}
