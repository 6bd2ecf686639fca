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

package io.github.pineconeoauth.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * An HTTP server on the loopback interface whose answers are a test's, with a thread per
 * request so that an answer may take its time.
 */
public final class LoopbackServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	public LoopbackServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	/**
	 * Let requests whose path starts with the given one be answered, from now on.
	 * @param path the path
	 * @param answer gives the answer
	 */
	public void on(String path, Answer answer) {
		if (this.answers.put(path, answer) == null) {
			this.server.createContext(path, handler(path));
		}
	}

	private HttpHandler handler(String path) {
		return (exchange) -> {
			try (exchange) {
				byte[] body = exchange.getRequestBody().readAllBytes();
				Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
						header(exchange, "Authorization"), header(exchange, "X-Pinecone-Api-Version"),
						new String(body, StandardCharsets.UTF_8));
				this.requests.add(request);
				Response response = Objects.requireNonNull(this.answers.get(path)).to(request);
				byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
				exchange.sendResponseHeaders(response.status(), (bytes.length > 0) ? bytes.length : -1);
				exchange.getResponseBody().write(bytes);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	private static String header(HttpExchange exchange, String name) {
		String value = exchange.getRequestHeaders().getFirst(name);
		return (value != null) ? value : "";
	}

	public URI uri(String path) {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + path);
	}

	/**
	 * Return the requests so far.
	 * @param path the start of their path
	 * @return the requests in the order in which they came
	 */
	public List<Request> requests(String path) {
		return this.requests.stream().filter((request) -> request.path().startsWith(path)).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	public interface Answer {

		Response to(Request request) throws InterruptedException;

	}

	/**
	 * A request that came.
	 *
	 * @param method the method
	 * @param path the path
	 * @param authorization the {@code Authorization} header, or an empty string
	 * @param apiVersion the {@code X-Pinecone-Api-Version} header, or an empty string
	 * @param body the body
	 */
	public record Request(String method, String path, String authorization, String apiVersion, String body) {
	}

	/**
	 * A response to give.
	 *
	 * @param status the status
	 * @param body the body
	 */
	public record Response(int status, String body) {

		/**
		 * Return a token response.
		 * @param token the token
		 * @param expiresIn its lifetime in seconds
		 * @return a token response
		 */
		public static Response token(String token, long expiresIn) {
			return new Response(200, "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
				.formatted(token, expiresIn));
		}

	}

}
