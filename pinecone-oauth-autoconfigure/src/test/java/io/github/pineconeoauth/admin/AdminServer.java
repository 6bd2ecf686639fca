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

package io.github.pineconeoauth.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * An Admin API on the loopback interface that answers what a test says.
 */
final class AdminServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile Function<Request, Reply> replies = (request) -> Reply.of(404, "");

	AdminServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body,
					exchange.getRequestHeaders().getFirst("Accept"),
					exchange.getRequestHeaders().getFirst("Content-Type"));
			this.requests.add(request);
			Reply reply = this.replies.apply(request);
			byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
			// The JDK's client repeats a GET by itself if a connection ends without an
			// answer
			exchange.getResponseHeaders().set("Connection", "close");
			reply.headers().forEach(exchange.getResponseHeaders()::set);
			exchange.sendResponseHeaders(reply.status(),
					(bytes.length > 0 || reply.missing() > 0) ? bytes.length + reply.missing() : -1);
			exchange.getResponseBody().write(bytes);
			exchange.getResponseBody().flush();
		}
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * Answer each request with what a function says.
	 */
	void reply(Function<Request, Reply> replies) {
		this.replies = replies;
	}

	/**
	 * Answer one request after the other, and all further ones with the last reply.
	 */
	void reply(Reply... replies) {
		this.replies = (request) -> replies[Math.min(this.requests.size(), replies.length) - 1];
	}

	List<Request> requests() {
		return this.requests;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	record Request(String method, String uri, String body, @Nullable String accept, @Nullable String contentType) {

		String line() {
			return this.method + " " + this.uri;
		}

	}

	/**
	 * A reply.
	 *
	 * @param status the status
	 * @param body the body
	 * @param headers the headers
	 * @param missing how many bytes of the announced body are never sent
	 */
	record Reply(int status, String body, Map<String, String> headers, int missing) {

		static Reply of(int status, String body) {
			return new Reply(status, body, Map.of("Content-Type", "application/json"), 0);
		}

		static Reply error(int status, String code) {
			return of(status, """
					{"status": %d, "error": {"code": "%s", "message": "The message of %s."}}""".formatted(status, code,
					code));
		}

		/**
		 * Return a reply that ends early, which is an I/O error for the client.
		 */
		static Reply truncated() {
			return new Reply(200, "{", Map.of("Content-Type", "application/json"), 100);
		}

		Reply with(String header, String value) {
			Map<String, String> headers = new LinkedHashMap<>(this.headers);
			headers.put(header, value);
			return new Reply(this.status, this.body, headers, this.missing);
		}

	}

}
