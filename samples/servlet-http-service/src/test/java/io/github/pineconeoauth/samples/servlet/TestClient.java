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

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.RequestHeadersSpec;
import org.springframework.test.web.servlet.client.assertj.RestTestClientResponse;

/**
 * A client of the application, over HTTP.
 */
class TestClient {

	private final RestTestClient client;

	TestClient(int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	RestTestClientResponse get(String path) {
		return exchange(this.client.get().uri(path));
	}

	RestTestClientResponse post(String path, String json) {
		return exchange(this.client.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(json));
	}

	RestTestClientResponse delete(String path) {
		return exchange(this.client.delete().uri(path));
	}

	private static RestTestClientResponse exchange(RequestHeadersSpec<?> request) {
		return RestTestClientResponse.from(request.exchange());
	}

}
