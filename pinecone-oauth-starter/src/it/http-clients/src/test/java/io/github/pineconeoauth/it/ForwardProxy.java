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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on the loopback interface for HTTPS. Connects every tunnel to the same
 * server, whatever host is requested.
 */
final class ForwardProxy implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final int target;

	private final List<String> tunnels = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	/**
	 * Start a proxy.
	 * @param target the port of the server
	 */
	ForwardProxy(int target) {
		this.target = target;
		try {
			this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		startThread(this::accept);
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Return the hosts and ports that tunnels were asked for.
	 */
	List<String> tunnels() {
		return this.tunnels;
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = register(this.serverSocket.accept());
			startThread(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		String[] requestLine = readHead(client.getInputStream()).split(" ", 3);
		if (!requestLine[0].equals("CONNECT")) {
			client.close();
			return;
		}
		this.tunnels.add(requestLine[1]);
		Socket server = register(new Socket(InetAddress.getLoopbackAddress(), this.target));
		client.getOutputStream().write("HTTP/1.1 200 \r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		startThread(() -> transfer(server, client));
		transfer(client, server);
	}

	private static String readHead(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				throw new IOException("There is no request");
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static void transfer(Socket from, Socket to) throws IOException {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
	}

	private Socket register(Socket socket) {
		this.sockets.add(socket);
		return socket;
	}

	private static void startThread(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One of the two is gone, or this proxy is closed
			}
		}, "forward-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private interface Task {

		void run() throws IOException;

	}

}
