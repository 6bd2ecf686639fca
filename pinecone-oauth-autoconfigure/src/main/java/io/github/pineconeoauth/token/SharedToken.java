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
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.util.Assert;

/**
 * The one access token of an application, shared by all that send requests.
 * <p>
 * What is held is, by age, <em>fresh</em> (everybody uses it), <em>ageing</em> (everybody
 * uses it, and one caller starts its renewal in the background) or <em>spent</em> (nobody
 * uses it: callers wait, all for the same request). A token that the Admin API refused is
 * dropped, which amounts to spent.
 * <p>
 * There is never more than one token request at a time. It belongs to nobody: a caller
 * that gives up changes nothing for the others. After a failure none is started until the
 * back-off is over; whoever has to have a token in the meantime gets that failure at
 * once, and whoever has a usable one notices nothing.
 * <p>
 * Thread-safe. Ages are measured with a monotonic time source, so that changes of the
 * wall clock do not matter.
 *
 * @since 0.1.0
 */
public final class SharedToken {

	private static final Log logger = LogFactory.getLog(SharedToken.class);

	/**
	 * A token that is refused younger than this is not replaced: the next one would be
	 * refused as well.
	 */
	private static final long MIN_AGE_TO_REJECT = Duration.ofSeconds(5).toNanos();

	private final Mono<OAuth2AuthorizedClient> tokenRequest;

	private final RenewalPolicy policy;

	private final LongSupplier nanoTime;

	/**
	 * Guards the three fields below; held neither during a token request nor while those
	 * who wait for it are told.
	 */
	private final Object lock = new Object();

	private volatile @Nullable BearerToken token;

	private @Nullable CompletableFuture<BearerToken> flight;

	private @Nullable Failure failure;

	/**
	 * Create a new shared token. No token is requested until somebody asks for it.
	 * @param tokenRequest sends one token request per subscription; must not block the
	 * subscriber, and must end in bounded time
	 * @param policy when to renew, to discard and to try again
	 * @param nanoTime the monotonic time source, such as {@link System#nanoTime()}
	 */
	public SharedToken(Mono<OAuth2AuthorizedClient> tokenRequest, RenewalPolicy policy, LongSupplier nanoTime) {
		this.tokenRequest = tokenRequest;
		this.policy = policy;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the token at hand, and start its renewal in the background where that is
	 * due. Neither blocks nor fails.
	 * @return a usable token, or {@code null} where there is none
	 */
	public @Nullable BearerToken getIfUsable() {
		return getIfUsable(Context.empty());
	}

	/**
	 * Return the token at hand, and start its renewal in the background where that is
	 * due. Neither blocks nor fails.
	 * @param context the caller's context, for a token request that it causes
	 * @return a usable token, or {@code null} where there is none
	 */
	public @Nullable BearerToken getIfUsable(ContextView context) {
		BearerToken token = this.token;
		if (token == null) {
			return null;
		}
		long now = this.nanoTime.getAsLong();
		if (token.isFresh(now)) {
			return token;
		}
		if (token.isSpent(now)) {
			return null;
		}
		request(context);
		return token;
	}

	/**
	 * Return a usable token as soon as there is one. Each subscription asks anew.
	 * @return a token, or an error signal with {@link PineconeAuthorizationException}
	 */
	public Mono<BearerToken> get() {
		return Mono.deferContextual((context) -> {
			BearerToken token = getIfUsable(context);
			return (token != null) ? Mono.just(token) : await(request(context));
		});
	}

	/**
	 * Return a usable token, and wait for it where there is none. An interrupted caller
	 * keeps its interrupt flag and gets a {@link PineconeAuthorizationException}.
	 * @return a token
	 * @throws PineconeAuthorizationException where no token can be had
	 * @throws IllegalStateException where the caller would have to wait on a thread that
	 * must not block, such as an event loop
	 */
	public BearerToken block() {
		BearerToken token = getIfUsable();
		return (token != null) ? token : block(request(Context.empty()));
	}

	/**
	 * Take a token that the Admin API refused out of use, where it still is in use and
	 * not too young for that.
	 * @param refused the token that was refused
	 * @return whether a request with this token is worth repeating with another one
	 */
	public boolean reject(BearerToken refused) {
		synchronized (this.lock) {
			BearerToken token = this.token;
			if (token == null || !token.hasSameValueAs(refused)) {
				return true;
			}
			if (token.age(this.nanoTime.getAsLong()) < MIN_AGE_TO_REJECT) {
				return false;
			}
			this.token = null;
			return true;
		}
	}

	/**
	 * Return how long the token at hand is going to live.
	 * @return the time left, zero where it is over, or {@code null} where there is no
	 * token
	 */
	public @Nullable Duration timeToExpiry() {
		BearerToken token = this.token;
		return (token != null) ? Duration.ofNanos(Math.max(0, token.timeToExpiry(this.nanoTime.getAsLong()))) : null;
	}

	/**
	 * Return what went wrong last, even if a token was had since.
	 * @return the error code and the time that has passed, or {@code null} where nothing
	 * has ever gone wrong
	 */
	public @Nullable LastFailure lastFailure() {
		Failure failure;
		synchronized (this.lock) {
			failure = this.failure;
		}
		return (failure != null) ? new LastFailure(failure.exception().getError().getErrorCode(),
				Duration.ofNanos(this.nanoTime.getAsLong() - failure.failedAt())) : null;
	}

	/**
	 * Return the token request in flight, and start one where there is none and one is
	 * due.
	 */
	private CompletableFuture<BearerToken> request(ContextView context) {
		CompletableFuture<BearerToken> flight;
		synchronized (this.lock) {
			if (this.flight != null) {
				return this.flight;
			}
			long now = this.nanoTime.getAsLong();
			if (this.token != null && this.token.isFresh(now)) {
				return CompletableFuture.completedFuture(this.token);
			}
			if (this.failure != null && this.failure.keepsFromTryingAgain(now)) {
				return CompletableFuture.failedFuture(this.failure.exception());
			}
			flight = new CompletableFuture<>();
			this.flight = flight;
		}
		send(flight, context);
		return flight;
	}

	private void send(CompletableFuture<BearerToken> flight, ContextView context) {
		try {
			this.tokenRequest.single()
				.contextWrite(context)
				.subscribe((client) -> succeeded(flight, client), (ex) -> failed(flight, ex));
		}
		catch (Throwable ex) {
			failed(flight, ex);
		}
	}

	private void succeeded(CompletableFuture<BearerToken> flight, OAuth2AuthorizedClient client) {
		long now = this.nanoTime.getAsLong();
		long lifetime = lifetime(client.getAccessToken());
		long renewAt = now + this.policy.renewalAge(lifetime, ThreadLocalRandom.current().nextDouble());
		long spentAt = now + this.policy.spentAge(lifetime);
		BearerToken token = new BearerToken(client, now, renewAt, spentAt, now + lifetime);
		int failures = 0;
		synchronized (this.lock) {
			if (this.failure != null) {
				failures = this.failure.count();
				this.failure = this.failure.overcome();
			}
			this.token = token;
			this.flight = null;
		}
		if (failures > 0) {
			logger.info("Got a Pinecone access token again after " + failures + " failed token request(s)");
		}
		flight.complete(token);
	}

	private void failed(CompletableFuture<BearerToken> flight, Throwable cause) {
		PineconeAuthorizationException exception = TokenFailures.of(cause);
		long now = this.nanoTime.getAsLong();
		int count;
		synchronized (this.lock) {
			count = (this.failure != null) ? this.failure.count() + 1 : 1;
			long retryAt = now + this.policy.backoff(count, exception.getRetryAfter());
			this.failure = new Failure(exception, count, now, retryAt);
			this.flight = null;
		}
		if (count == 1) {
			logger.warn("A Pinecone token request failed; the next one follows when a token is needed. "
					+ exception.getMessage());
		}
		flight.completeExceptionally(exception);
	}

	private static long lifetime(OAuth2AccessToken accessToken) {
		Instant issuedAt = accessToken.getIssuedAt();
		Instant expiresAt = accessToken.getExpiresAt();
		Assert.state(issuedAt != null && expiresAt != null, "The access token's lifetime is not known");
		return Duration.between(issuedAt, expiresAt).toNanos();
	}

	/**
	 * Wait without blocking. The callers go on on threads of their own rather than one
	 * after the other on the one that received the response.
	 */
	private static Mono<BearerToken> await(CompletableFuture<BearerToken> flight) {
		return Mono.fromFuture(flight, true)
			.publishOn(Schedulers.parallel())
			.onErrorMap(PineconeAuthorizationException.class, TokenFailures::copyOf);
	}

	private static BearerToken block(CompletableFuture<BearerToken> flight) {
		Assert.state(flight.isDone() || !Schedulers.isInNonBlockingThread(),
				() -> "There is no usable Pinecone access token yet, and thread '" + Thread.currentThread().getName()
						+ "' must not block to wait for one: use the reactive manager or the exchange filter there");
		try {
			return flight.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw TokenFailures.interrupted(ex);
		}
		catch (ExecutionException ex) {
			throw TokenFailures.copyOf((PineconeAuthorizationException) Objects.requireNonNull(ex.getCause()));
		}
	}

	/**
	 * What went wrong last.
	 *
	 * @param errorCode the OAuth 2 error code
	 * @param age the time that has passed since
	 */
	public record LastFailure(String errorCode, Duration age) {
	}

	/**
	 * The last failure.
	 *
	 * @param exception what went wrong
	 * @param count how many failures in a row it is the last of, or 0 where a token was
	 * had since
	 * @param failedAt when it happened
	 * @param retryAt when the next token request may follow
	 */
	private record Failure(PineconeAuthorizationException exception, int count, long failedAt, long retryAt) {

		boolean keepsFromTryingAgain(long now) {
			return this.count > 0 && now - this.retryAt < 0;
		}

		Failure overcome() {
			return new Failure(this.exception, 0, this.failedAt, this.retryAt);
		}

	}

}
