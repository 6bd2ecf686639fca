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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.springframework.boot.ssl.SslBundle;

/**
 * HTTP client that is replaced when its SSL bundle changes. Thread-safe.
 * <p>
 * A replaced client is closed once it is idle.
 *
 * @param <T> the type of the client
 */
final class ReloadingHttpClient<T> {

	private final Function<SslBundle, OwnedHttpClient<T>> builder;

	private final Set<OwnedHttpClient<T>> open = ConcurrentHashMap.newKeySet();

	private Lease current;

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param client the initial client
	 * @param builder builds a client that replaces the current one
	 */
	ReloadingHttpClient(OwnedHttpClient<T> client, Function<SslBundle, OwnedHttpClient<T>> builder) {
		this.builder = builder;
		this.current = new Lease(client, new AtomicInteger());
	}

	/**
	 * Lease the client for one exchange.
	 * @return a lease, to be {@linkplain Lease#end() ended} when the exchange ends
	 */
	synchronized Lease lease() {
		return new Lease(this.current.client, this.current.leases);
	}

	/**
	 * Replace the client with one that uses the given SSL bundle.
	 */
	void reload(SslBundle bundle) {
		replace(new Lease(this.builder.apply(bundle), new AtomicInteger())).end();
	}

	/**
	 * Replace the current lease. Returns the lease that is no longer needed.
	 */
	private synchronized Lease replace(Lease next) {
		if (this.closed) {
			return next;
		}
		Lease previous = this.current;
		this.current = next;
		return previous;
	}

	/**
	 * Close all clients, even those in use.
	 */
	synchronized void close() {
		this.closed = true;
		this.open.forEach(OwnedHttpClient::close);
	}

	/**
	 * Lease of a client. The last lease to end closes the client.
	 */
	final class Lease {

		private final OwnedHttpClient<T> client;

		private final AtomicInteger leases;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Lease(OwnedHttpClient<T> client, AtomicInteger leases) {
			this.client = client;
			this.leases = leases;
			leases.incrementAndGet();
			ReloadingHttpClient.this.open.add(client);
		}

		T client() {
			return this.client.client();
		}

		void end() {
			if (this.ended.compareAndSet(false, true) && this.leases.decrementAndGet() == 0) {
				ReloadingHttpClient.this.open.remove(this.client);
				this.client.closeInBackground();
			}
		}

	}

}
