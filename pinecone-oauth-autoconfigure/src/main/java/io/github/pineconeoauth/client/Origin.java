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

package io.github.pineconeoauth.client;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Scheme, host and port of a URI
 * (<a href="https://www.rfc-editor.org/rfc/rfc6454#section-4">RFC 6454, section 4</a>).
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case
 * @param port the port, explicit or the scheme's default
 */
record Origin(String scheme, String host, int port) {

	static Origin of(URI uri) {
		Assert.isTrue(uri.getScheme() != null && uri.getHost() != null, "'uri' must have a scheme and a host");
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port(uri, scheme));
	}

	/**
	 * Return whether a URI has this origin. A URI without scheme or host never does.
	 */
	boolean matches(URI uri) {
		return matches(this.scheme, uri.getScheme()) && matches(this.host, uri.getHost())
				&& this.port == port(uri, this.scheme);
	}

	/**
	 * Try {@code equals} first, which is faster than comparing letter by letter.
	 */
	private static boolean matches(String lowerCase, @Nullable String value) {
		return lowerCase.equals(value) || lowerCase.equalsIgnoreCase(value);
	}

	private static int port(URI uri, String scheme) {
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return "https".equals(scheme) ? 443 : 80;
	}

	@Override
	public String toString() {
		return this.scheme + "://" + this.host + ":" + this.port;
	}

}
