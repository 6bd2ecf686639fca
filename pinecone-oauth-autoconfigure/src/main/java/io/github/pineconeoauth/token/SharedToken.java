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
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Access token that all callers of a service account share. Thread-safe.
 * <p>
 * A token is <em>fresh</em> (callers use it), then <em>ageing</em> (callers use it while
 * it is renewed in the background), then <em>spent</em> (callers wait for a new one). A
 * refused token stays in use until it is replaced; only the refused callers wait.
 * <p>
 * At most one token request runs at a time. It continues if a caller gives up. After a
 * failure, no request starts until the back-off is over. Until then, callers without a
 * usable token get that failure at once. A jump of the wall clock is noticed within 100
 * ms of monotonic time.
 *
 * @since 0.1.0
 */
public final class SharedToken {

	private final TokenFetcher fetcher;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final InstantSource wallClock;

	private final RenewalPolicy policy;

	private final AccountName account;

	private final TokenFailures failures;

	private final TokenLog log;

	/**
	 * Guards all fields below. Not held while fetching a token, completing a future or
	 * logging.
	 */
	private final Object lock = new Object();

	private volatile @Nullable BearerToken token;

	/**
	 * The token request that callers wait for.
	 */
	private @Nullable Flight flight;

	/**
	 * The most recent failure, or {@code null} after a success.
	 */
	private volatile @Nullable Failure failure;

	private @Nullable Failure lastFailure;

	/**
	 * The start of the most recent replacement of a refused token.
	 */
	private @Nullable Moment replacedAt;

	/**
	 * The number of consecutive replacements, including the one that gave the current
	 * token.
	 */
	private int replacements;

	/**
	 * Create a new shared token. No token is fetched before the first caller asks for it.
	 * @param account the service account that the token is for
	 * @param fetcher fetches a token; may block
	 * @param executor runs the fetcher; must not run it on the caller's thread
	 * @param nanoTime the monotonic clock, such as {@link System#nanoTime()}
	 * @param wallClock the wall clock, such as {@link InstantSource#system()}
	 * @param policy when to renew, discard, replace and retry
	 */
	public SharedToken(AccountName account, TokenFetcher fetcher, Executor executor, LongSupplier nanoTime,
			InstantSource wallClock, RenewalPolicy policy) {
		this.account = account;
		this.failures = new TokenFailures(account);
		this.log = new TokenLog(account, this::timeToExpiry);
		this.fetcher = fetcher;
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.wallClock = wallClock;
		this.policy = policy;
	}

	/**
	 * Return the service account that the token is for.
	 * @return the name of the account
	 */
	public AccountName account() {
		return this.account;
	}

	/**
	 * Return the current token if it is fresh. Neither blocks nor fails.
	 * @return the token, or {@code null} if it is not fresh: use {@link #get()}
	 */
	public @Nullable BearerToken getIfFresh() {
		BearerToken token = this.token;
		return (token != null && token.isFresh(this.nanoTime, this.wallClock)) ? token : null;
	}

	/**
	 * Return the most recent token, whatever its state. Neither blocks nor fails.
	 * @return the token, or {@code null} if there has never been one
	 */
	public @Nullable BearerToken current() {
		return this.token;
	}

	/**
	 * Return a usable token as soon as there is one. If the current token is ageing, its
	 * renewal starts in the background. Does not block.
	 * @return a new future, which the caller may cancel; fails with
	 * {@link PineconeAuthorizationException}. It does not time out by itself: use
	 * {@link #await} or {@link #waitTimeout()}
	 */
	public CompletableFuture<BearerToken> get() {
		BearerToken token = getIfFresh();
		if (token != null) {
			return CompletableFuture.completedFuture(token);
		}
		CompletableFuture<BearerToken> future;
		synchronized (this.lock) {
			Moment now = now();
			token = this.token;
			if (token != null && token.isFresh(now)) {
				return CompletableFuture.completedFuture(token);
			}
			future = request(now);
			if (token != null && !token.isSpent(now)) {
				future = CompletableFuture.completedFuture(token);
			}
		}
		start();
		return join(future);
	}

	/**
	 * Return a replacement for a token that the Admin API refused. This is the current
	 * token if it differs from the refused one, and otherwise the token of a request that
	 * starts after the refusal of a token. Does not block.
	 * @param refused the token that was refused
	 * @return a future like that of {@link #get()}, or {@code null} if the last
	 * replacement was too recent
	 */
	public @Nullable CompletableFuture<BearerToken> replace(BearerToken refused) {
		CompletableFuture<BearerToken> future;
		synchronized (this.lock) {
			Moment now = now();
			BearerToken token = this.token;
			if (token != null && !token.isSpent(now) && !token.hasSameValueAs(refused)) {
				return CompletableFuture.completedFuture(token);
			}
			future = replacement(refused, now);
		}
		start();
		return (future != null) ? join(future) : null;
	}

	/**
	 * Wait for a token, up to {@link #waitTimeout()}. Keeps the interrupt flag of an
	 * interrupted caller.
	 * @param future what {@link #get()} or {@link #replace} returned
	 * @return the token
	 * @throws PineconeAuthorizationException if no token could be obtained in time
	 */
	public BearerToken await(CompletableFuture<BearerToken> future) {
		try {
			return future.get(TimeUnit.NANOSECONDS.convert(waitTimeout()), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(ex);
		}
		catch (TimeoutException ex) {
			throw waitedTooLong();
		}
		catch (ExecutionException ex) {
			throw this.failures.of(ex);
		}
	}

	/**
	 * Return how long a caller should wait for a token.
	 * @return the timeout
	 */
	public Duration waitTimeout() {
		return this.policy.waitTimeout();
	}

	/**
	 * Create the exception for a caller whose wait timed out, and log the first of them.
	 * @return the failure
	 */
	public PineconeAuthorizationException waitedTooLong() {
		PineconeAuthorizationException failure = this.failures.waitedTooLong(waitTimeout());
		this.log.failed(failure, true);
		return failure;
	}

	/**
	 * Return how long the current token is still valid.
	 * @return the time left, zero if the token has expired, or {@code null} if there has
	 * never been a token
	 */
	public @Nullable Duration timeToExpiry() {
		BearerToken token = this.token;
		return (token != null) ? Duration.ofNanos(token.timeToExpiry(now())) : null;
	}

	/**
	 * Return the most recent failure.
	 * @return the failure, or {@code null} if no token request has failed, at least not
	 * since {@link #forget()}
	 */
	public @Nullable LastFailure lastFailure() {
		synchronized (this.lock) {
			Failure failure = this.lastFailure;
			return (failure != null) ? new LastFailure(failure.exception().getError().getErrorCode(),
					Duration.ofNanos(now().nanosSince(failure.failedAt()))) : null;
		}
	}

	/**
	 * Forget the token, all failures and all refusals. Waiting callers fail, and the
	 * token request in flight has no effect. Intended for tests that share an
	 * application.
	 */
	public void forget() {
		Flight flight;
		synchronized (this.lock) {
			flight = this.flight;
			this.flight = null;
			this.token = null;
			this.failure = null;
			this.lastFailure = null;
			this.replacedAt = null;
			this.replacements = 0;
		}
		this.log.forget();
		for (; flight != null; flight = flight.next) {
			flight.future.cancel(false);
		}
	}

	private Moment now() {
		return new Moment(this.nanoTime.getAsLong(), this.wallClock.millis());
	}

	/**
	 * Return the future for a caller without a fresh token. A flight that takes longer
	 * than {@link RenewalPolicy#requestTimeout()} counts as lost: a new flight takes over
	 * its future.
	 */
	private CompletableFuture<BearerToken> request(Moment now) {
		Flight flight = this.flight;
		if (flight == null) {
			Failure failure = this.failure;
			if (failure != null && failure.holdsBack(now, this.policy)) {
				return CompletableFuture.failedFuture(failure.exception());
			}
			flight = new Flight(new CompletableFuture<>(), false, null);
		}
		else if (flight.startedAt != null
				&& now.nanosSince(flight.startedAt) > TimeUnit.NANOSECONDS.convert(this.policy.requestTimeout())) {
			flight = new Flight(flight.future, flight.replacement, flight.next);
		}
		this.flight = flight;
		return flight.future;
	}

	/**
	 * Return the future for a caller whose token was refused. A flight that started
	 * before the refusal may have used an old secret, so another flight follows it.
	 */
	private @Nullable CompletableFuture<BearerToken> replacement(BearerToken refused, Moment now) {
		if (this.flight != null) {
			request(now);
		}
		Flight flight = this.flight;
		if (flight != null && flight.replacement) {
			return flight.future;
		}
		if (flight != null && flight.next != null) {
			return flight.next.future;
		}
		Failure failure = this.failure;
		boolean tooEarly = this.replacedAt != null && now.nanosSince(this.replacedAt) < this.policy
			.replacementInterval(this.replacements, refused.lifetime());
		if (tooEarly || (failure != null && failure.holdsBackReplacement(now, this.policy))) {
			return (failure != null) ? CompletableFuture.failedFuture(failure.exception()) : null;
		}
		Flight replacement = new Flight(new CompletableFuture<>(), true, null);
		if (flight != null) {
			flight.next = replacement;
		}
		else {
			this.flight = replacement;
		}
		return replacement.future;
	}

	/**
	 * Give the caller its own future and exception.
	 */
	private CompletableFuture<BearerToken> join(CompletableFuture<BearerToken> future) {
		Failure failure = this.failure;
		if (failure != null && future.isCompletedExceptionally()) {
			this.log.failed(failure.exception(), true);
		}
		return future.exceptionally((ex) -> {
			throw this.failures.copyOf(ex);
		});
	}

	private void start() {
		Flight flight;
		synchronized (this.lock) {
			flight = this.flight;
			if (flight == null || flight.startedAt != null) {
				return;
			}
			flight.startedAt = now();
			if (flight.replacement) {
				this.replacedAt = flight.startedAt;
			}
		}
		try {
			this.executor.execute(() -> fly(flight));
		}
		catch (Throwable ex) {
			fail(flight, ex);
		}
	}

	private void fly(Flight flight) {
		try {
			Moment requestedAt = now();
			BearerToken token = new BearerToken(this.fetcher.fetch(), requestedAt, this.policy,
					ThreadLocalRandom.current().nextDouble());
			if (token.isSpent(now())) {
				throw this.failures.spentOnArrival();
			}
			succeed(flight, token);
		}
		catch (Throwable ex) {
			fail(flight, ex);
		}
	}

	private void succeed(Flight flight, BearerToken token) {
		Failure overcome;
		synchronized (this.lock) {
			if (this.flight != flight) {
				return;
			}
			this.flight = flight.next;
			this.token = token;
			this.replacements = flight.replacement ? this.replacements + 1 : 0;
			overcome = this.failure;
			this.failure = null;
		}
		flight.future.complete(token);
		this.log.succeeded((overcome != null) ? overcome.count() : 0);
		start();
	}

	/**
	 * Fail a flight. The replacement that waits for it still starts, unless the failure
	 * is transient.
	 */
	private void fail(Flight flight, Throwable cause) {
		PineconeAuthorizationException exception = this.failures.of(cause);
		double random = ThreadLocalRandom.current().nextDouble();
		Flight next;
		boolean callersFail;
		synchronized (this.lock) {
			if (this.flight != flight) {
				return;
			}
			Moment now = now();
			Failure before = this.failure;
			BearerToken token = this.token;
			this.failure = new Failure(exception, (before != null) ? before.count() + 1 : 1, now, random);
			this.lastFailure = this.failure;
			next = flight.next;
			this.flight = exception.isTransient() ? null : next;
			callersFail = flight.replacement || next != this.flight || token == null || token.isSpent(now);
		}
		flight.future.completeExceptionally(exception);
		if (next != null && exception.isTransient()) {
			next.future.completeExceptionally(exception);
		}
		this.log.failed(exception, callersFail);
		start();
	}

	/**
	 * The most recent failure of a token request.
	 *
	 * @param errorCode the OAuth 2 error code
	 * @param age the time since the failure
	 */
	public record LastFailure(String errorCode, Duration age) {
	}

	/**
	 * A token request that callers can wait for.
	 */
	private static final class Flight {

		private final CompletableFuture<BearerToken> future;

		/**
		 * Whether this flight replaces a refused token.
		 */
		private final boolean replacement;

		/**
		 * The flight that follows this one, because a token was refused meanwhile.
		 */
		private @Nullable Flight next;

		private @Nullable Moment startedAt;

		private Flight(CompletableFuture<BearerToken> future, boolean replacement, @Nullable Flight next) {
			this.future = future;
			this.replacement = replacement;
			this.next = next;
		}

	}

}
