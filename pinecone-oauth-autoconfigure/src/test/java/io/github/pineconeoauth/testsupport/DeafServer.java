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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A server on the loopback interface that never accepts a connection. Its backlog is
 * full, so connecting to it never ends.
 */
public final class DeafServer implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final List<Socket> fillers = new ArrayList<>();

	/**
	 * Start a server, and connect until the system takes no more connections for it.
	 * @throws IOException if it cannot be started
	 */
	public DeafServer() throws IOException {
		this.serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		boolean full = false;
		while (!full && this.fillers.size() < 20) {
			Socket filler = new Socket();
			this.fillers.add(filler);
			try {
				filler.connect(new InetSocketAddress(this.serverSocket.getInetAddress(), port()), 200);
			}
			catch (SocketTimeoutException ex) {
				full = true;
			}
		}
		assumeThat(full).as("The system refuses connections that a server does not accept").isTrue();
	}

	public int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Close the connections that keep others out.
	 * @return the socket, which now can accept connections
	 * @throws IOException if they cannot be closed
	 */
	public ServerSocket hear() throws IOException {
		for (Socket filler : this.fillers) {
			filler.close();
		}
		return this.serverSocket;
	}

	@Override
	public void close() throws IOException {
		hear().close();
	}

}
