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

package io.github.pineconeoauth.samples.rotation;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Timed;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Calls the Admin API several times a second, without any code for tokens.
 */
@Component
class AdminApiCaller {

	private final WebClient webClient;

	private final Timeline timeline;

	AdminApiCaller(@Qualifier("pineconeAdminWebClient") WebClient webClient, Timeline timeline) {
		this.webClient = webClient;
		this.timeline = timeline;
	}

	@Scheduled(fixedRateString = "${reactive-rotation.call-interval}")
	Mono<Void> listProjects() {
		return this.webClient.get()
			.uri("/admin/projects")
			.retrieve()
			.toBodilessEntity()
			.materialize()
			.timed()
			.doOnNext(this::record)
			.then();
	}

	private void record(Timed<Signal<ResponseEntity<Void>>> call) {
		this.timeline.callEnded(call.elapsedSinceSubscription(), failure(call.get().getThrowable()));
	}

	/**
	 * Describe a failure in one word. Returns {@code null} if there is no failure.
	 */
	private static @Nullable String failure(@Nullable Throwable cause) {
		if (cause instanceof WebClientResponseException ex) {
			return ex.getStatusCode().toString();
		}
		if (cause instanceof PineconeAuthorizationException ex) {
			return ex.getError().getErrorCode();
		}
		return (cause != null) ? cause.getClass().getSimpleName() : null;
	}

}
