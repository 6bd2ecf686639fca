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

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

import io.github.pineconeoauth.testsupport.KeyStores;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A server on a loopback socket that handles each connection with a script, byte by byte,
 * and records the requests. Each connection serves one request.
 */
public final class RawServer implements AutoCloseable {

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

	private static final int BACKLOG = 1024;

	private final ServerSocket serverSocket;

	private final String scheme;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicLong sent = new AtomicLong();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private RawServer(ServerSocket serverSocket, String scheme, Answer... answers) {
		this.serverSocket = serverSocket;
		this.scheme = scheme;
		answer(answers);
		startThread(this::accept);
	}

	/**
	 * Start a server.
	 * @param answers one per connection, the last one for all others as well
	 * @return the server
	 */
	public static RawServer start(Answer... answers) {
		return startAt(0, answers);
	}

	/**
	 * Start a server at a given port.
	 */
	static RawServer startAt(int port, Answer... answers) {
		try {
			return new RawServer(bind(new ServerSocket(), port), "http", answers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a server at a given port, which offers HTTP/2 as well as HTTP/1.1 over TLS.
	 */
	static RawServer startTlsAt(int port, Path keyStore, Answer... answers) {
		try {
			SSLServerSocket socket = (SSLServerSocket) KeyStores.serverContext(keyStore)
				.getServerSocketFactory()
				.createServerSocket();
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { "h2", "http/1.1" });
			socket.setSSLParameters(parameters);
			return new RawServer(bind(socket, port), "https", answers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Bind a socket to a port that another process may have used for a moment.
	 */
	static ServerSocket bind(ServerSocket socket, int port) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreException(BindException.class).until(() -> {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
			return true;
		});
		return socket;
	}

	/**
	 * Start a server on a socket that is there already.
	 */
	static RawServer startOn(ServerSocket serverSocket, String scheme, Answer... answers) {
		return new RawServer(serverSocket, scheme, answers);
	}

	/**
	 * Change what is done to connections from now on.
	 * @param answers one per connection, the last one for all others as well
	 */
	public void answer(Answer... answers) {
		this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
	}

	public int port() {
		return this.serverSocket.getLocalPort();
	}

	public String url() {
		return this.scheme + "://localhost:" + port() + "/oauth/token";
	}

	/**
	 * Return the requests that were read.
	 * @return the requests, in order
	 */
	public List<Request> requests() {
		return this.requests;
	}

	/**
	 * Return how many connections there were, those without a request included.
	 * @return the number of connections
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Return how many bytes were sent.
	 */
	long sent() {
		return this.sent.get();
	}

	/**
	 * Return whether all connections are closed within the given time.
	 * @param timeout how long to wait
	 * @return whether all connections are closed
	 * @throws InterruptedException if the wait is interrupted
	 */
	public boolean awaitNoConnections(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.sockets) {
			while (!this.sockets.isEmpty()) {
				long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (left <= 0) {
					return false;
				}
				this.sockets.wait(left);
			}
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		this.closed.countDown();
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket socket = this.serverSocket.accept();
				this.sockets.add(socket);
				if (this.serverSocket.isClosed()) {
					socket.close();
				}
				this.connections.incrementAndGet();
				Queue<Answer> answers = this.answers;
				Answer answer = (answers.size() > 1) ? answers.remove() : answers.element();
				startThread(() -> serve(socket, answer));
			}
			catch (IOException ex) {
				// Closed
			}
		}
	}

	private void serve(Socket socket, Answer answer) {
		try (socket) {
			answer.give(new Connection(socket));
		}
		catch (IOException | InterruptedException ex) {
			// The client is gone, or this server is closed
		}
		synchronized (this.sockets) {
			this.sockets.remove(socket);
			this.sockets.notifyAll();
		}
	}

	private static void startThread(Runnable task) {
		Thread thread = new Thread(task, "raw-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return an answer that is a whole HTTP response, after which the client has to close
	 * the connection.
	 * @param status the status
	 * @param body the body
	 * @param headers lines such as {@code Retry-After: 1}
	 * @return the answer
	 */
	public static Answer response(int status, String body, String... headers) {
		return response(status, body.getBytes(StandardCharsets.UTF_8), headers);
	}

	static Answer response(int status, byte[] body, String... headers) {
		return (connection) -> {
			connection.readRequest();
			connection.write(head(status, headers) + "Content-Length: " + body.length + "\r\n\r\n");
			connection.write(body);
			connection.awaitEnd();
		};
	}

	/**
	 * Return an answer that is a whole HTTP response with status 200, after which the
	 * connection is the client's to close.
	 * @param body the body
	 * @return the answer
	 */
	public static Answer keepAlive(String body) {
		return (connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Length: " + body.length()
					+ "\r\n\r\n" + body);
			connection.awaitEnd();
		};
	}

	/**
	 * Return the beginning of an HTTP response, up to but without the empty line.
	 */
	static String head(int status, String... headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\nContent-Type: application/json\r\n");
		head.append("Connection: close\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.toString();
	}

	/**
	 * Return an answer that consists of the given bytes and then the end.
	 */
	static Answer bytes(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	static Answer bytes(byte[] bytes) {
		return (connection) -> {
			connection.readRequest();
			connection.write(bytes);
			connection.end();
		};
	}

	/**
	 * Return an answer that consists of the given bytes and then a reset.
	 */
	static Answer reset(String text) {
		return (connection) -> {
			connection.readRequest();
			connection.write(text);
			connection.reset();
		};
	}

	/**
	 * Return an answer that consists of the given bytes, after which nothing comes.
	 */
	public static Answer silence(String text) {
		return (connection) -> {
			connection.readRequest();
			connection.write(text);
			connection.awaitEnd();
		};
	}

	/**
	 * Return an answer that consists of the given bytes, and then the same few over and
	 * over again.
	 */
	static Answer trickle(String text, String drop) {
		return (connection) -> {
			connection.readRequest();
			connection.write(text);
			while (connection.pause()) {
				connection.write(drop);
			}
		};
	}

	/**
	 * Return an answer that consists of the given bytes, and then the same over and over
	 * again, as fast as the client takes them.
	 */
	static Answer flood(String text, String wave) {
		return (connection) -> {
			connection.readRequest();
			connection.write(text);
			while (true) {
				connection.write(wave);
			}
		};
	}

	/**
	 * Handles a connection, which is closed afterwards.
	 */
	@FunctionalInterface
	public interface Answer {

		void give(Connection connection) throws IOException, InterruptedException;

	}

	/**
	 * What a client sent.
	 *
	 * @param head the request line and the headers
	 * @param body the body
	 */
	public record Request(String head, String body) {

	}

	/**
	 * A connection with a client.
	 */
	public final class Connection {

		private static final int PAUSE_MILLIS = 20;

		private final Socket socket;

		private @Nullable Request unread;

		private Connection(Socket socket) {
			this.socket = socket;
		}

		/**
		 * Read and remember a request.
		 * @return the request
		 */
		public Request readRequest() throws IOException {
			Request request = this.unread;
			this.unread = null;
			if (request == null) {
				request = read();
				RawServer.this.requests.add(request);
			}
			return request;
		}

		/**
		 * Give a request back, to be read once more.
		 */
		void unread(Request request) {
			this.unread = request;
		}

		private Request read() throws IOException {
			InputStream input = this.socket.getInputStream();
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			String head = "";
			while (!head.endsWith("\r\n\r\n")) {
				int next = input.read();
				if (next < 0) {
					throw new EOFException();
				}
				bytes.write(next);
				head = bytes.toString(StandardCharsets.ISO_8859_1);
			}
			Matcher length = CONTENT_LENGTH.matcher(head);
			byte[] body = input.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
			return new Request(head, new String(body, StandardCharsets.UTF_8));
		}

		public void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		public void write(byte[] bytes) throws IOException {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
			RawServer.this.sent.addAndGet(bytes.length);
		}

		/**
		 * Close with a reset.
		 */
		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		/**
		 * Send no more, and wait until the client closes the connection.
		 */
		void end() throws IOException {
			this.socket.shutdownOutput();
			awaitEnd();
		}

		/**
		 * Wait until the client closes the connection.
		 */
		void awaitEnd() throws IOException {
			this.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}

		/**
		 * Wait a moment, and return whether to go on.
		 */
		boolean pause() throws InterruptedException {
			return !RawServer.this.closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
		}

	}

}
