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
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * HTTP client that keeps cookies, follows no redirects and does not use HTTP/2. Each
 * request uses a new connection, since Reactor Netty's server sometimes did not read a
 * request on a reused one.
 */
public final class Browser {

	private final CookieManager cookies = new CookieManager();

	/**
	 * Request a page.
	 * @param uri where it is
	 * @param headers names and values of headers
	 * @return the answer
	 */
	public Answer get(URI uri, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		return exchange((headers.length > 0) ? request.headers(headers) : request);
	}

	/**
	 * Post JSON.
	 * @param uri where to
	 * @param json the JSON
	 * @return the answer
	 */
	public Answer post(URI uri, String json) {
		return exchange(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json)));
	}

	private Answer exchange(HttpRequest.Builder request) {
		HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).cookieHandler(this.cookies).build();
		try {
			HttpResponse<String> response = client.send(request.timeout(Duration.ofSeconds(30)).build(),
					BodyHandlers.ofString());
			return new Answer(response.statusCode(), new TreeMap<>(response.headers().map()), response.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param headers the headers by name
	 * @param body the body
	 */
	public record Answer(int status, Map<String, List<String>> headers, String body) {

		/**
		 * Return where a redirect goes.
		 * @return the {@code Location} header
		 */
		public URI location() {
			return URI.create(this.headers.getOrDefault("location", List.of("none")).get(0));
		}

		/**
		 * Return the answer without the parts that differ between requests.
		 * @return the comparable part
		 */
		public String comparable() {
			Map<String, List<String>> comparableHeaders = new TreeMap<>(this.headers);
			comparableHeaders.keySet().removeAll(Set.of("content-length", "date"));
			return (this.status + " " + comparableHeaders + " " + this.body).replaceAll("127\\.0\\.0\\.1:\\d+", "host")
				.replaceAll("127\\.0\\.0\\.1%3A\\d+", "host")
				.replaceAll("(state|nonce|code_challenge|SESSION|SESSIONID)=[^&;\\]]+", "$1=")
				.replaceAll("(name=\"_csrf\".* value)=\"[^\"]*\"", "$1=")
				.replaceAll("<div id='created'>[^<]*</div><div>(\\[[^]]*\\] )?", "")
				.replaceAll("\"(timestamp|requestId)\":\"[^\"]*\"", "\"$1\"");
		}

	}

}
