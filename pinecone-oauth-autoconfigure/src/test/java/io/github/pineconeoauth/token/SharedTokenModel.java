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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.github.pineconeoauth.testsupport.ManualTokenRequests;
import org.jspecify.annotations.Nullable;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * A {@link SharedToken} with callers, a token endpoint and an Admin API that act in
 * random order. Checks the invariants after each action.
 */
final class SharedTokenModel implements TokenFetcher, Executor {

	private static final int MAX_SENDS = 3;

	private final long seed;

	private final boolean faults;

	private final Random random;

	private final List<String> steps = new ArrayList<>();

	private final ManualTime time = new ManualTime();

	private final long lifetime;

	private final RenewalPolicy policy;

	private final SharedToken sharedToken;

	/**
	 * All token requests that have not ended, the newest last.
	 */
	private final List<Request> inFlight = new ArrayList<>();

	private final List<CompletableFuture<BearerToken>> waiting = new ArrayList<>();

	private final List<Call> calls = new ArrayList<>();

	/**
	 * The number of rotations so far. A token starts with that of its request.
	 */
	private int secret;

	private int tokens;

	private @Nullable Request ending;

	private Outcome outcome = Outcome.SUCCESS;

	private @Nullable String violation;

	private boolean requestAllowed;

	private boolean replacementAllowed;

	private boolean refusing;

	private boolean rejecting;

	private boolean wallClockSetBack;

	private int failures;

	private boolean failedTransiently;

	private long backoff;

	private Moment failedAt;

	private @Nullable Moment replacedAt;

	private int replacements;

	private Moment refusedAt;

	private SharedTokenModel(long seed, boolean faults) {
		this.seed = seed;
		this.faults = faults;
		this.random = new Random(seed);
		this.lifetime = pick(10, 60, 300, 1800);
		this.policy = new RenewalPolicy(Duration.ofSeconds(pick(0, 5, 300)), Duration.ofSeconds(pick(0, 1, 30)),
				Duration.ofSeconds(pick(0, 1, 40)), Duration.ofSeconds(30), Duration.ofMinutes(2));
		this.sharedToken = new SharedToken(AccountName.ofSingle(), this, this, this.time, this.time, this.policy);
		this.failedAt = now();
		this.refusedAt = now();
	}

	/**
	 * Everything goes wrong, in any order.
	 */
	static SharedTokenModel withFaults(long seed) {
		return new SharedTokenModel(seed, true);
	}

	/**
	 * The secret rotates while the Admin API refuses revoked and expired tokens only, and
	 * no more often than tokens may be replaced.
	 */
	static SharedTokenModel withRotations(long seed) {
		return new SharedTokenModel(seed, false);
	}

	void run(int count) {
		for (int i = 0; i < count && this.violation == null; i++) {
			step();
			check(!isAnybodyWaiting() || !this.inFlight.isEmpty(), "somebody waits for no request");
		}
		for (int i = 0; i < 2 && !this.inFlight.isEmpty(); i++) {
			end(this.inFlight.size() - 1, Outcome.SUCCESS);
		}
		check(!isAnybodyWaiting(), "somebody waits although all requests have ended");
		if (this.violation != null) {
			throw new AssertionError(this.violation + "\nseed " + this.seed + ", " + this.policy + ", lifetime "
					+ this.lifetime + " s\n" + String.join("\n", this.steps));
		}
	}

	private void step() {
		switch (this.random.nextInt(this.faults ? 16 : 12)) {
			case 0, 1 -> get();
			case 2, 3 -> startCall();
			case 4, 5 -> pickCall();
			case 6, 7 -> endAny(Outcome.SUCCESS);
			case 8 -> endAny((this.random.nextInt(4) == 0) ? Outcome.TRANSIENT_FAILURE : Outcome.SUCCESS);
			case 9, 10 -> pass();
			case 11 -> rotate();
			case 12 -> endAny(Outcome.values()[this.random.nextInt(Outcome.values().length)]);
			case 13 -> refuseWithoutReason();
			case 14 -> disturb();
			default -> moveWallClock();
		}
	}

	private void get() {
		this.steps.add("get");
		boolean usable = isTokenUsable();
		this.requestAllowed = backoffIsOver();
		CompletableFuture<BearerToken> future = this.sharedToken.get();
		check(!usable || future.isDone(), "a caller waits although a usable token is left");
		wait(future);
		future.whenComplete(
				(token, ex) -> check(!(ex instanceof CompletionException) || this.wallClockSetBack || !isTokenUsable(),
						"a caller fails although a usable token is left"));
	}

	private void startCall() {
		this.steps.add("call");
		this.requestAllowed = backoffIsOver();
		Call call = new Call(this.sharedToken.get(), this::now);
		wait(call.future);
		this.calls.add(call);
	}

	private void pickCall() {
		if (!this.calls.isEmpty()) {
			send(this.calls.get(this.random.nextInt(this.calls.size())));
		}
	}

	/**
	 * Send a call if it has a token, and replace the token if it is refused.
	 */
	private void send(Call call) {
		if (!call.future.isDone()) {
			return;
		}
		if (call.future.isCompletedExceptionally()) {
			check(this.faults || call.sends == 0 || isTransient(call.future), "a refused call fails lastingly");
			this.calls.remove(call);
			return;
		}
		BearerToken token = call.future.join();
		call.sends++;
		CompletableFuture<BearerToken> replacement = null;
		if (isDead(token)) {
			this.steps.add("refuse " + token.accessToken().value());
			this.refusedAt = now();
			replacement = (call.sends < MAX_SENDS) ? replace(token) : null;
			check(this.faults || replacement != null, "a call fails with 401 after " + call.sends + " sends");
		}
		if (replacement != null) {
			call.await(replacement, this::now);
		}
		else {
			this.calls.remove(call);
		}
	}

	private void refuseWithoutReason() {
		BearerToken token = token();
		if (token != null) {
			this.steps.add("refuse " + token.accessToken().value() + " without reason");
			replace(token);
		}
	}

	private @Nullable CompletableFuture<BearerToken> replace(BearerToken refused) {
		this.refusing = true;
		this.requestAllowed = backoffIsOver() || !this.failedTransiently;
		this.replacementAllowed = replacementIntervalIsOver()
				|| (this.replacementAllowed && this.inFlight.stream().anyMatch((request) -> !request.takenOver));
		CompletableFuture<BearerToken> future = this.sharedToken.replace(refused);
		this.refusing = false;
		if (future != null) {
			wait(future);
		}
		return future;
	}

	private void wait(CompletableFuture<BearerToken> future) {
		this.waiting.removeIf(CompletableFuture::isDone);
		this.waiting.add(future);
		future.thenAccept((token) -> check(!token.isSpent(now()), "a caller gets a token that is spent"));
	}

	/**
	 * Called by the shared token, which sends a request.
	 */
	@Override
	public void execute(Runnable task) {
		Moment now = now();
		Request lost = this.inFlight.stream().filter((request) -> !request.takenOver).findAny().orElse(null);
		boolean replacement = (lost != null) ? lost.replacement : this.refusing;
		this.steps.add("  request with secret " + this.secret + (replacement ? " for a refused token" : ""));
		if (lost != null) {
			check(hasPassed(lost.sentAt, this.policy.requestTimeout().toNanos() + 1), "two requests are in flight");
			lost.takenOver = true;
		}
		else {
			check(this.requestAllowed, "a request is sent before the back-off is over");
			check(!replacement || this.replacementAllowed, "a token is replaced too early");
		}
		this.requestAllowed = false;
		if (replacement) {
			this.replacementAllowed = false;
			this.replacedAt = now;
		}
		if (this.rejecting) {
			this.rejecting = false;
			fail(true, null);
			throw new RejectedExecutionException("full");
		}
		this.inFlight.add(new Request(task, now, this.secret, replacement));
	}

	private void endAny(Outcome outcome) {
		if (!this.inFlight.isEmpty()) {
			end(this.random.nextInt(this.inFlight.size()), outcome);
		}
	}

	private void end(int index, Outcome outcome) {
		Request request = this.inFlight.remove(index);
		boolean revoked = request.secret < this.secret && this.random.nextBoolean();
		this.ending = request;
		this.outcome = revoked ? Outcome.LASTING_FAILURE : outcome;
		this.steps.add("end request with secret " + request.secret + ": " + this.outcome);
		this.refusing = true;
		this.requestAllowed = true;
		request.task.run();
		this.refusing = false;
	}

	/**
	 * Called by the shared token when a request that it has sent ends.
	 */
	@Override
	public AccessToken fetch() {
		Request request = Objects.requireNonNull(this.ending);
		if (this.outcome == Outcome.LATE) {
			this.time.advanceSeconds(this.lifetime);
		}
		if (!request.takenOver) {
			switch (this.outcome) {
				case SUCCESS -> {
					this.failures = 0;
					this.replacements = request.replacement ? this.replacements + 1 : 0;
				}
				case LASTING_FAILURE -> fail(false, null);
				case RETRY_AFTER -> fail(true, Duration.ofMinutes(1));
				default -> fail(true, null);
			}
		}
		return switch (this.outcome) {
			case SUCCESS, LATE ->
				new AccessToken(request.secret + "-" + this.tokens++, Duration.ofSeconds(this.lifetime), "id");
			case LASTING_FAILURE -> throw ManualTokenRequests.refused();
			case TRANSIENT_FAILURE -> throw ManualTokenRequests.unavailable(null);
			case RETRY_AFTER -> throw ManualTokenRequests.unavailable(Duration.ofMinutes(1));
			case ERROR -> throw new NoClassDefFoundError("simulated");
		};
	}

	private void fail(boolean isTransient, @Nullable Duration retryAfter) {
		this.failures++;
		this.failedTransiently = isTransient;
		this.failedAt = now();
		long first = this.policy.failureBackoff().toSeconds();
		double seconds = Math.max(first, Math.min(first * Math.pow(2, this.failures - 1), 30)) / 2;
		this.backoff = (retryAfter != null) ? Math.max(nanos(seconds), retryAfter.toNanos()) : nanos(seconds);
	}

	/**
	 * The executor is full, nothing happens for longer than a request can take, or a
	 * caller gives up.
	 */
	private void disturb() {
		switch (this.random.nextInt(3)) {
			case 0 -> {
				this.steps.add("reject the next request");
				this.rejecting = true;
			}
			case 1 -> {
				this.steps.add("pass request timeout");
				this.time.advance(this.policy.requestTimeout().plusMillis(1));
			}
			default -> {
				if (!this.waiting.isEmpty()) {
					this.steps.add("cancel");
					this.waiting.get(this.random.nextInt(this.waiting.size())).cancel(true);
				}
			}
		}
	}

	private void pass() {
		Duration duration = this.random.nextBoolean() ? Duration.ofMillis(this.random.nextInt(3000))
				: Duration.ofSeconds(this.lifetime).dividedBy(1 + this.random.nextInt(20));
		if (!this.faults) {
			List.copyOf(this.calls).forEach((call) -> sendBeforeItIsSlow(call, duration));
		}
		this.steps.add("pass " + duration);
		this.time.advance(duration);
	}

	/**
	 * A call that takes longer than a token lasts may be refused each time.
	 */
	private void sendBeforeItIsSlow(Call call, Duration duration) {
		while (this.calls.contains(call) && call.future.isDone()
				&& hasPassed(call.readyAt, nanos(this.lifetime / 5.0) - duration.toNanos())) {
			send(call);
		}
	}

	/**
	 * The machine sleeps, or the wall clock is set back.
	 */
	private void moveWallClock() {
		Duration duration = Duration.ofSeconds(this.random.nextInt(7200) - 3600);
		this.wallClockSetBack |= duration.isNegative();
		this.steps.add("move wall clock " + duration);
		this.time.moveWallClock(duration);
	}

	private void rotate() {
		long interval = nanos(Math.max(this.lifetime, 5));
		boolean replaceable = hasPassed(this.refusedAt, interval)
				&& (this.replacedAt == null || hasPassed(this.replacedAt, interval))
				&& this.calls.stream().allMatch((call) -> call.sends == 0);
		if (this.faults || replaceable) {
			this.secret++;
			this.steps.add("rotate to secret " + this.secret);
		}
	}

	/**
	 * Record a violation. Not thrown, since the shared token would catch the exception.
	 */
	private void check(boolean condition, String message) {
		if (!condition && this.violation == null) {
			this.violation = message;
		}
	}

	private boolean isAnybodyWaiting() {
		return this.waiting.stream().anyMatch((future) -> !future.isDone());
	}

	private boolean isDead(BearerToken token) {
		String value = token.accessToken().value();
		return Integer.parseInt(value.substring(0, value.indexOf('-'))) < this.secret || token.timeToExpiry(now()) == 0;
	}

	private boolean isTokenUsable() {
		BearerToken token = token();
		return token != null && !token.isSpent(now());
	}

	private @Nullable BearerToken token() {
		return (BearerToken) ReflectionTestUtils.getField(this.sharedToken, "token");
	}

	private boolean backoffIsOver() {
		return this.failures == 0 || hasPassed(this.failedAt, this.backoff);
	}

	private boolean replacementIntervalIsOver() {
		double seconds = Math.max(5, Math.min(5 * Math.pow(2, this.replacements - 1), this.lifetime));
		return this.replacedAt == null || hasPassed(this.replacedAt, nanos(seconds));
	}

	private boolean hasPassed(Moment since, long nanos) {
		return now().nanosSince(since) >= nanos;
	}

	private Moment now() {
		return new Moment(this.time.getAsLong(), this.time.millis());
	}

	private int pick(int... values) {
		return values[this.random.nextInt(values.length)];
	}

	private static long nanos(double seconds) {
		return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
	}

	private static boolean isTransient(CompletableFuture<BearerToken> future) {
		return future.handle((token, ex) -> (PineconeAuthorizationException) ex.getCause()).join().isTransient();
	}

	private enum Outcome {

		SUCCESS, LATE, TRANSIENT_FAILURE, RETRY_AFTER, LASTING_FAILURE, ERROR

	}

	private static final class Request {

		private final Runnable task;

		private final Moment sentAt;

		private final int secret;

		private final boolean replacement;

		private boolean takenOver;

		private Request(Runnable task, Moment sentAt, int secret, boolean replacement) {
			this.task = task;
			this.sentAt = sentAt;
			this.secret = secret;
			this.replacement = replacement;
		}

	}

	/**
	 * A call of the Admin API that can be sent again.
	 */
	private static final class Call {

		private CompletableFuture<BearerToken> future;

		private Moment readyAt;

		private int sends;

		private Call(CompletableFuture<BearerToken> future, Supplier<Moment> now) {
			this.future = future;
			this.readyAt = now.get();
			await(future, now);
		}

		private void await(CompletableFuture<BearerToken> future, Supplier<Moment> now) {
			this.future = future;
			future.thenRun(() -> this.readyAt = now.get());
		}

	}

}
