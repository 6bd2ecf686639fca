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

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the events to plot and rotates the secret on request.
 */
@RestController
class TimelineController {

	private final Timeline timeline;

	private final SecretRotation secretRotation;

	TimelineController(Timeline timeline, SecretRotation secretRotation) {
		this.timeline = timeline;
		this.secretRotation = secretRotation;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<TimelineEvent>> events() {
		return this.timeline.events().map((event) -> ServerSentEvent.builder(event).event(event.name()).build());
	}

	/**
	 * Rotate the secret, and respond when that is done.
	 */
	@PostMapping("/rotations")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> rotate() {
		return this.secretRotation.rotate();
	}

}
