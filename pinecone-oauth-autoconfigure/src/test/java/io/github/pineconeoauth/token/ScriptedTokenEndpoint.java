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

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * A token endpoint without a socket, with answers that the test defines.
 */
final class ScriptedTokenEndpoint implements ClientHttpRequestFactory {

	private final Queue<ClientHttpResponse> answers = new ArrayDeque<>();

	private final List<String> forms = new ArrayList<>();

	/**
	 * Answer the next requests, each with a status and, if that is 200, with a token. A
	 * status of 0 is an I/O error.
	 */
	ScriptedTokenEndpoint answer(int... statuses) {
		for (int status : statuses) {
			answer(status, (status == 200) ? TokenApplication.TOKEN_RESPONSE : "");
		}
		return this;
	}

	ScriptedTokenEndpoint answer(int status, String body) {
		this.answers.add(new MockClientHttpResponse(body.getBytes(StandardCharsets.UTF_8),
				HttpStatusCode.valueOf((status != 0) ? status : 999)));
		return this;
	}

	/**
	 * Return the forms that were sent.
	 */
	List<String> forms() {
		return this.forms;
	}

	TokenRequest request(int maxRetries, Supplier<@Nullable ClientCredentials> credentials) {
		return new TokenRequest(RestClient.builder().requestFactory(this).build(),
				new TokenRequest.Settings(AccountName.ofSingle(), URI.create("https://login.pinecone.io/oauth/token"),
						"audience", "2026-07", Duration.ofSeconds(30), maxRetries, Duration.ofNanos(1),
						Duration.ofNanos(1)),
				credentials, (task) -> new Thread(task).start());
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() throws IOException {
				ScriptedTokenEndpoint.this.forms.add(getBodyAsString());
				ClientHttpResponse answer = ScriptedTokenEndpoint.this.answers.remove();
				if (answer.getStatusCode().value() == 999) {
					throw new IOException("reset");
				}
				return answer;
			}

		};
	}

}
