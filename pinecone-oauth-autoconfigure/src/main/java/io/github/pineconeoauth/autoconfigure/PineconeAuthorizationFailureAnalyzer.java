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

import io.github.pineconeoauth.PineconeAuthorizationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An {@link AbstractFailureAnalyzer} for {@link PineconeAuthorizationException}.
 */
class PineconeAuthorizationFailureAnalyzer extends AbstractFailureAnalyzer<PineconeAuthorizationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PineconeAuthorizationException cause) {
		String description = "Could not obtain an access token for Pinecone's Admin API during startup: "
				+ cause.getMessage();
		String action = "Fix the problem in the description. An application starts without a token if"
				+ " pinecone.oauth.fetch-on-startup=false and it sends no request to the Admin API during startup.";
		return new FailureAnalysis(description, action, cause);
	}

}
