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

package io.github.pineconeoauth.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;

/**
 * {@link ClientHttpRequestFactory} for a {@link ReloadingHttpClient}. An exchange ends
 * when its response is closed.
 */
final class ReloadingClientHttpRequestFactory implements ClientHttpRequestFactory {

	private final ReloadingHttpClient<ClientHttpRequestFactory> httpClient;

	ReloadingClientHttpRequestFactory(ReloadingHttpClient<ClientHttpRequestFactory> httpClient) {
		this.httpClient = httpClient;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
		ReloadingHttpClient<ClientHttpRequestFactory>.Lease lease = this.httpClient.lease();
		return new InterceptingClientHttpRequestFactory(lease.client(),
				List.of((request, body, execution) -> execute(request, body, execution, lease)))
			.createRequest(uri, httpMethod);
	}

	private static ClientHttpResponse execute(HttpRequest request, byte[] body, ClientHttpRequestExecution execution,
			ReloadingHttpClient<ClientHttpRequestFactory>.Lease lease) throws IOException {
		ClientHttpResponse response = null;
		try {
			response = execution.execute(request, body);
			return new LeasedResponse(response, lease);
		}
		finally {
			if (response == null) {
				lease.end();
			}
		}
	}

	private record LeasedResponse(ClientHttpResponse response,
			ReloadingHttpClient<ClientHttpRequestFactory>.Lease lease) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return this.response.getStatusCode();
		}

		@Override
		public String getStatusText() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.response.getHeaders();
		}

		@Override
		public InputStream getBody() throws IOException {
			return this.response.getBody();
		}

		@Override
		public void close() {
			try {
				this.response.close();
			}
			finally {
				this.lease.end();
			}
		}

	}

}
