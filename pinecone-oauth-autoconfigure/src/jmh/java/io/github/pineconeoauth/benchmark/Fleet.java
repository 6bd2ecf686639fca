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

package io.github.pineconeoauth.benchmark;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.token.AccessToken;
import io.github.pineconeoauth.token.AccountName;
import io.github.pineconeoauth.token.BearerToken;
import io.github.pineconeoauth.token.SharedToken;
import io.github.pineconeoauth.token.TokenRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * Instances of an application in virtual time, with a rate-limited token endpoint.
 */
final class Fleet implements InstantSource {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long CALL_INTERVAL = SECOND;

	private static final long LATENCY = Duration.ofMillis(100).toNanos();

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private static final TokenRequest.Settings SETTINGS = new TokenRequest.Settings(AccountName.ofSingle(),
			URI.create("https://login.pinecone.io/oauth/token"), "https://api.pinecone.io/", AdminRequest.API_VERSION,
			Duration.ofSeconds(10), 2, Duration.ofMillis(200), Duration.ofSeconds(5));

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final int capacity;

	private final int[] requests;

	private final long outageStart;

	private final long outageEnd;

	private long now;

	private int accepted;

	private long lastToken;

	/**
	 * Create a fleet.
	 * @param instances the number of instances
	 * @param start returns the time of an instance's first call, in nanoseconds
	 * @param capacity the number of requests that the token endpoint accepts in a second
	 * @param outage the start and the end of the time in which the token endpoint answers
	 * 503, in seconds
	 * @param duration the number of seconds to simulate
	 */
	Fleet(int instances, LongUnaryOperator start, int capacity, int[] outage, int duration) {
		this.capacity = capacity;
		this.outageStart = outage[0] * SECOND;
		this.outageEnd = outage[1] * SECOND;
		this.requests = new int[duration];
		for (int i = 0; i < instances; i++) {
			Instance instance = new Instance();
			schedule(start.applyAsLong(i), instance::call);
		}
		for (Event event = this.events.poll(); event != null; event = this.events.poll()) {
			this.now = event.time();
			event.action().run();
		}
	}

	/**
	 * Return the time at which the last instance got a usable token, in nanoseconds.
	 */
	long lastToken() {
		return this.lastToken;
	}

	/**
	 * Return the number of requests in each second.
	 */
	int[] requests() {
		return this.requests;
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

	private void schedule(long delay, Runnable action) {
		long time = this.now + delay;
		if (time < this.requests.length * SECOND) {
			this.events.add(new Event(time, action));
		}
	}

	/**
	 * Return the token endpoint's response.
	 */
	private @Nullable PineconeAuthorizationException request() {
		int second = (int) (this.now / SECOND);
		if (this.requests[second]++ == 0) {
			this.accepted = 0;
		}
		if (this.now >= this.outageStart && this.now < this.outageEnd) {
			return failure(HttpStatus.SERVICE_UNAVAILABLE);
		}
		return (this.accepted++ < this.capacity) ? null : failure(HttpStatus.TOO_MANY_REQUESTS);
	}

	private static PineconeAuthorizationException failure(HttpStatus status) {
		return new PineconeAuthorizationException(new OAuth2Error("temporarily_unavailable"), "pinecone", "failed",
				status, null, null);
	}

	/**
	 * Event in virtual time.
	 *
	 * @param time the time of the event
	 * @param action the action of the event
	 */
	private record Event(long time, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return Long.compare(this.time, other.time);
		}

	}

	/**
	 * Instance that keeps making calls.
	 */
	private final class Instance implements Executor {

		private final SharedToken token = new SharedToken(AccountName.ofSingle(), this::result, this,
				() -> Fleet.this.now, Fleet.this, Scenarios.DEFAULTS);

		private @Nullable PineconeAuthorizationException failure;

		private boolean usable;

		void call() {
			if (this.token.getIfFresh() == null) {
				CompletableFuture<BearerToken> token = this.token.get();
				this.usable = token.isDone() && !token.isCompletedExceptionally();
			}
			schedule(CALL_INTERVAL, this::call);
		}

		@Override
		public void execute(Runnable request) {
			attempt(request, 0);
		}

		private void attempt(Runnable request, int retries) {
			PineconeAuthorizationException failure = request();
			Duration pause = (failure != null)
					? SETTINGS.pause(retries, failure, ThreadLocalRandom.current().nextDouble()) : null;
			if (pause != null) {
				schedule(LATENCY + pause.toNanos(), () -> attempt(request, retries + 1));
			}
			else {
				schedule(LATENCY, () -> end(request, failure));
			}
		}

		private void end(Runnable request, @Nullable PineconeAuthorizationException failure) {
			this.failure = failure;
			request.run();
			if (failure == null && !this.usable) {
				this.usable = true;
				Fleet.this.lastToken = Fleet.this.now;
			}
		}

		private AccessToken result() {
			if (this.failure != null) {
				throw this.failure;
			}
			return new AccessToken(FreshToken.VALUE, LIFETIME, "id");
		}

	}

}
