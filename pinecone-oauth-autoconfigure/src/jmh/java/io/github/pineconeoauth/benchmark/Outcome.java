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

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Subscriber with minimal cost. Waits only if signals come from another thread.
 *
 * @param <T> the type of the value
 */
final class Outcome<T> implements CoreSubscriber<T> {

	private final Thread caller = Thread.currentThread();

	private volatile boolean ended;

	private @Nullable T value;

	private @Nullable Throwable failure;

	private Outcome() {
	}

	static <T> T of(Publisher<T> publisher) {
		Outcome<T> outcome = new Outcome<>();
		publisher.subscribe(outcome);
		return outcome.await();
	}

	private T await() {
		while (!this.ended) {
			LockSupport.park(this);
		}
		if (this.value == null) {
			throw new IllegalStateException("There is no value", this.failure);
		}
		return this.value;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(T value) {
		this.value = value;
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		end();
	}

	@Override
	public void onComplete() {
		end();
	}

	private void end() {
		this.ended = true;
		if (Thread.currentThread() != this.caller) {
			LockSupport.unpark(this.caller);
		}
	}

}
