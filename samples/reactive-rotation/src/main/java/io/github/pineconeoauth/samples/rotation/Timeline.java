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

import java.time.Duration;
import java.time.InstantSource;

import io.github.pineconeoauth.samples.rotation.TimelineEvent.CallEnded;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.Counters;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.SecretRotated;
import io.github.pineconeoauth.samples.rotation.TimelineEvent.TokenIssued;
import io.github.pineconeoauth.test.EmbeddedPineconeListener;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * Events of the secret, the tokens and the calls. Synchronized, since a sink allows only
 * one thread at a time.
 */
@Component
class Timeline implements EmbeddedPineconeListener {

	/**
	 * A new page shows the last minute, and the tokens that were valid at the start of
	 * that minute.
	 */
	private static final Duration HISTORY = Duration.ofSeconds(80);

	private static final Duration COUNTERS_INTERVAL = Duration.ofSeconds(1);

	private final Sinks.Many<TimelineEvent> sink = Sinks.many().replay().limit(HISTORY);

	private final InstantSource time;

	private long calls;

	private long failedCalls;

	private long tokens;

	private long refusedTokenRequests;

	private long rotations;

	Timeline(InstantSource time) {
		this.time = time;
	}

	@Override
	public synchronized void tokenIssued(Duration tokenLifetime) {
		this.tokens++;
		emit(new TokenIssued(this.time.instant(), this.tokens, tokenLifetime.toSeconds()));
	}

	@Override
	public synchronized void tokenRefused() {
		this.refusedTokenRequests++;
	}

	@Override
	public synchronized void secretRotated() {
		this.rotations++;
		emit(new SecretRotated(this.time.instant(), this.rotations));
	}

	synchronized void callEnded(Duration duration, @Nullable String failure) {
		this.calls++;
		if (failure != null) {
			this.failedCalls++;
		}
		emit(new CallEnded(this.time.instant(), this.calls, duration.toNanos() / 1e6, failure));
	}

	synchronized Counters counters() {
		return new Counters(this.time.instant(), this.calls, this.failedCalls, this.tokens + this.refusedTokenRequests,
				this.rotations);
	}

	/**
	 * Return recent and future events. The counters come first, and then every second.
	 */
	Flux<TimelineEvent> events() {
		Flux<TimelineEvent> counters = Flux.concat(Mono.fromSupplier(this::counters),
				Flux.interval(COUNTERS_INTERVAL).onBackpressureDrop().map((tick) -> counters()));
		return Flux.merge(counters, this.sink.asFlux());
	}

	private void emit(TimelineEvent event) {
		this.sink.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST);
	}

}
