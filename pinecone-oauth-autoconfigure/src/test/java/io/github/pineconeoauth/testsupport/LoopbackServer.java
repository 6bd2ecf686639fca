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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An HTTP server on the loopback interface with answers that the test defines. Uses one
 * thread per request, so that answers may block. If {@linkplain RegisterExtension
 * registered} in a field, it is closed after the test.
 */
public final class LoopbackServer implements AutoCloseable, AfterEachCallback {

	/**
	 * The path of the token endpoint.
	 */
	public static final String TOKEN = "/oauth/token";

	/**
	 * A path of the Admin API.
	 */
	public static final String PROJECTS = "/admin/projects";

	private final String scheme;

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	public LoopbackServer() {
		this(null);
	}

	/**
	 * Create a server that speaks TLS.
	 * @param keyStore one of {@link KeyStores}, or {@code null} for a server without TLS
	 */
	public LoopbackServer(@Nullable Path keyStore) {
		try {
			this.server = (keyStore != null) ? HttpsServer.create() : HttpServer.create();
			if (keyStore != null) {
				HttpsConfigurator configurator = new HttpsConfigurator(KeyStores.serverContext(keyStore));
				((HttpsServer) this.server).setHttpsConfigurator(configurator);
			}
			this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.scheme = (keyStore != null) ? "https" : "http";
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	/**
	 * Create a server that answers token requests with {@code token-1}, {@code token-2}
	 * and so on, and all others with the {@code Authorization} header that they have.
	 * @return the server
	 */
	public static LoopbackServer pinecone() {
		return pinecone(null);
	}

	/**
	 * Create a {@link #pinecone()} that speaks TLS.
	 * @param keyStore one of {@link KeyStores}, or {@code null} for a server without TLS
	 * @return the server
	 */
	public static LoopbackServer pinecone(@Nullable Path keyStore) {
		LoopbackServer server = new LoopbackServer(keyStore);
		server.on(TOKEN, (request) -> server.nextToken());
		server.on("/", (request) -> new Response(200, request.authorization()));
		return server;
	}

	/**
	 * Return the properties of an application that uses this server as its Pinecone, over
	 * the JDK's HTTP client.
	 * @return properties of the form {@code name=value}
	 */
	public String[] properties() {
		return new String[] { "pinecone.client-id=id", "pinecone.client-secret=secret",
				"pinecone.oauth.token-uri=" + uri(TOKEN), "pinecone.admin.base-url=" + uri(""),
				"spring.http.clients.imperative.factory=jdk", "spring.http.clients.reactive.connector=jdk" };
	}

	/**
	 * Return a response to the latest token request.
	 * @return a response with {@code token-N}, where N is the number of token requests
	 */
	public Response nextToken() {
		return Response.token("token-" + tokenRequests().size(), 1800);
	}

	/**
	 * Answer all requests whose path starts with the given one from now on.
	 * @param path the path
	 * @param answer gives the answer
	 */
	public void on(String path, Answer answer) {
		if (this.answers.put(path, answer) == null) {
			this.server.createContext(path, handler(path));
		}
	}

	/**
	 * Answer one request after the other, and all further ones with the last response.
	 * @param path the start of their path
	 * @param responses the responses
	 */
	public void on(String path, Response... responses) {
		int before = requests(path).size();
		on(path, (request) -> responses[Math.min(requests(path).size() - before, responses.length) - 1]);
	}

	private HttpHandler handler(String path) {
		return (exchange) -> {
			try (exchange) {
				byte[] body = exchange.getRequestBody().readAllBytes();
				Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI(),
						exchange.getRequestHeaders(), new String(body, StandardCharsets.UTF_8));
				this.requests.add(request);
				send(exchange, Objects.requireNonNull(this.answers.get(path)).to(request));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	private static void send(HttpExchange exchange, Response response) throws IOException {
		byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
		int length = bytes.length + response.missing();
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
		response.headers().forEach(exchange.getResponseHeaders()::set);
		exchange.sendResponseHeaders(response.status(), (length > 0) ? length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.getResponseBody().flush();
	}

	public URI uri(String path) {
		return URI.create(this.scheme + "://localhost:" + this.server.getAddress().getPort() + path);
	}

	/**
	 * Return the requests so far.
	 * @param path the start of their path
	 * @return the requests in the order in which they came
	 */
	public List<Request> requests(String path) {
		return this.requests.stream().filter((request) -> request.path().startsWith(path)).toList();
	}

	/**
	 * Return the token requests so far.
	 * @return the requests in the order in which they came
	 */
	public List<Request> tokenRequests() {
		return requests(TOKEN);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		close();
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	public interface Answer {

		Response to(Request request) throws InterruptedException;

	}

	/**
	 * A received request.
	 *
	 * @param method the method
	 * @param uri the path and the query, as they were sent
	 * @param headers the headers
	 * @param body the body
	 */
	public record Request(String method, URI uri, Headers headers, String body) {

		/**
		 * Return a header.
		 * @param name the name of the header
		 * @return its first value, or an empty string
		 */
		public String header(String name) {
			String value = this.headers.getFirst(name);
			return (value != null) ? value : "";
		}

		public String authorization() {
			return header("Authorization");
		}

		public String apiVersion() {
			return header("X-Pinecone-Api-Version");
		}

		public String path() {
			return this.uri.getPath();
		}

		public Map<String, String> form() {
			return Forms.parse(this.body);
		}

		/**
		 * Return the method and the URI.
		 * @return the request line, without the version of HTTP
		 */
		public String line() {
			return this.method + " " + this.uri;
		}

	}

	/**
	 * A response to send.
	 *
	 * @param status the status
	 * @param body the body
	 * @param headers the headers
	 * @param missing how many bytes of the announced body are never sent
	 */
	public record Response(int status, String body, Map<String, String> headers, int missing) {

		public Response(int status, String body) {
			this(status, body, Map.of(), 0);
		}

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

		/**
		 * Return an error of the Admin API.
		 * @param status the status
		 * @param code the error code
		 * @return an error with a message
		 */
		public static Response error(int status, String code) {
			return new Response(status, """
					{"status": %d, "error": {"code": "%s", "message": "The message of %s."}}""".formatted(status, code,
					code));
		}

		/**
		 * Return a redirect.
		 * @param status the status
		 * @param location where to
		 * @return a response without a body
		 */
		public static Response redirect(int status, URI location) {
			return new Response(status, "").with("Location", location.toString());
		}

		/**
		 * Return a response that ends early, which is an I/O error for the client.
		 * @return a response whose body is not complete
		 */
		public static Response truncated() {
			return new Response(200, "{", Map.of("Connection", "close"), 100);
		}

		/**
		 * Return this response with a header.
		 * @param header the name of the header
		 * @param value its value
		 * @return a new response
		 */
		public Response with(String header, String value) {
			Map<String, String> headers = new LinkedHashMap<>(this.headers);
			headers.put(header, value);
			return new Response(this.status, this.body, headers, this.missing);
		}

	}

}
