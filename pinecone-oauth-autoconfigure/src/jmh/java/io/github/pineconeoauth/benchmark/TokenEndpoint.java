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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Token endpoint with a latency that does not block a thread per request.
 */
final class TokenEndpoint implements AutoCloseable {

	private static final int BACKLOG = 10_000;

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

	private final AtomicInteger requests = new AtomicInteger();

	private final HttpServer server;

	private final Duration latency;

	private final Duration lifetime;

	private volatile boolean down;

	/**
	 * Start an endpoint.
	 * @param latency the time until it answers
	 * @param lifetime the lifetime of its tokens
	 */
	TokenEndpoint(Duration latency, Duration lifetime) throws IOException {
		this.latency = latency;
		this.lifetime = lifetime;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
		this.server.createContext("/", this::receive);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	private void receive(HttpExchange exchange) throws IOException {
		int request = this.requests.incrementAndGet();
		exchange.getRequestBody().readAllBytes();
		this.executor.schedule(() -> {
			answer(exchange, request);
			return null;
		}, this.latency.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void answer(HttpExchange exchange, int request) throws IOException {
		try (exchange) {
			byte[] body = body(request).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.down ? 503 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private String body(int request) {
		if (this.down) {
			return "{\"error\":\"temporarily_unavailable\"}";
		}
		return "{\"access_token\":\"" + FreshToken.VALUE + request + "\",\"token_type\":\"Bearer\",\"expires_in\":"
				+ this.lifetime.toSeconds() + "}";
	}

	/**
	 * Fail all requests from now on.
	 */
	void goDown() {
		this.down = true;
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/oauth/token");
	}

	int requests() {
		return this.requests.get();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
