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

package io.github.pineconeoauth.samples.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * An Admin API that answers what it is told to.
 */
final class StubAdminApi implements AutoCloseable {

	private final HttpServer server;

	private volatile HttpHandler handler = HttpExchange::close;

	private StubAdminApi(HttpServer server) {
		this.server = server;
		server.createContext("/", (exchange) -> this.handler.handle(exchange));
		server.start();
	}

	static StubAdminApi start() {
		try {
			return new StubAdminApi(HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	void answer(int status, String body) {
		answer(status, body, "Content-Type", "application/json");
	}

	void answer(int status, String body, String header, String value) {
		this.handler = (exchange) -> {
			exchange.getResponseHeaders().set(header, value);
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, (bytes.length != 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		};
	}

	void hangUp() {
		this.handler = HttpExchange::close;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
