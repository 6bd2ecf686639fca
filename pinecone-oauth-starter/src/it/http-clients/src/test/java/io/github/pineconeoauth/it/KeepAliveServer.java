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

package io.github.pineconeoauth.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.pineconeoauth.testsupport.KeyStores;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An Admin API on the loopback interface that never closes a connection. A request for
 * {@code /admin/slow} is answered in two parts.
 */
final class KeepAliveServer implements AutoCloseable {

	private static final int TIMEOUT = 50;

	private final ServerSocket serverSocket;

	private final String scheme;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Semaphore slowRequests = new Semaphore(0);

	private final CountDownLatch slowAnswers = new CountDownLatch(1);

	KeepAliveServer() {
		this(null);
	}

	/**
	 * Start a server.
	 * @param keyStore the key store of a server that speaks TLS
	 */
	KeepAliveServer(@Nullable Path keyStore) {
		try {
			InetAddress loopback = InetAddress.getLoopbackAddress();
			this.serverSocket = (keyStore != null)
					? KeyStores.serverContext(keyStore).getServerSocketFactory().createServerSocket(0, 50, loopback)
					: new ServerSocket(0, 50, loopback);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.scheme = (keyStore != null) ? "https" : "http";
		start(this::accept);
	}

	String url() {
		return this.scheme + "://localhost:" + this.serverSocket.getLocalPort();
	}

	int connections() {
		return this.connections.size();
	}

	/**
	 * Wait until only the given number of connections is open.
	 */
	void awaitConnections(int expected) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT))
			.untilAsserted(() -> assertThat(connections()).isEqualTo(expected));
	}

	/**
	 * Wait for slow requests.
	 */
	void awaitSlowRequests(int expected) throws InterruptedException {
		assertThat(this.slowRequests.tryAcquire(expected, TIMEOUT, TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * Send the rest of the slow answers.
	 */
	void endSlowAnswers() {
		this.slowAnswers.countDown();
	}

	@Override
	public void close() throws IOException {
		this.slowAnswers.countDown();
		this.serverSocket.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket connection = this.serverSocket.accept();
			this.connections.add(connection);
			start(() -> serve(connection));
		}
	}

	private void serve(Socket connection) throws IOException, InterruptedException {
		try (connection) {
			for (String head = head(connection); !head.isEmpty(); head = head(connection)) {
				write(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[");
				if (head.contains("/admin/slow")) {
					this.slowRequests.release();
					this.slowAnswers.await();
				}
				write(connection, "]");
			}
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private static void write(Socket connection, String text) throws IOException {
		connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		connection.getOutputStream().flush();
	}

	/**
	 * Read a request without a body, and return an empty string at the end.
	 */
	private static String head(Socket connection) throws IOException {
		InputStream input = connection.getInputStream();
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				return "";
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The client or this server has closed the connection
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "keep-alive-server");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Task {

		void run() throws IOException, InterruptedException;

	}

}
