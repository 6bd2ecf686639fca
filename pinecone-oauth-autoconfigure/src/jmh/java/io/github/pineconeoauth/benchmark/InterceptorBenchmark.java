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

package io.github.pineconeoauth.benchmark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.github.pineconeoauth.client.PineconeClientHttpRequestInterceptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.security.oauth2.client.web.ClientAttributes;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;

/**
 * {@code RestClient} request through an interceptor. Includes the creation of the
 * request, since interceptors change it.
 */
@State(Scope.Benchmark)
public class InterceptorBenchmark {

	private static final byte[] NO_BODY = {};

	private final Map<String, Object> attributes = new HashMap<>();

	private final ClientHttpResponse response = new MockClientHttpResponse(NO_BODY, HttpStatus.OK);

	private final ClientHttpRequestExecution execution = (request, body) -> this.response;

	private final ClientHttpRequestInterceptor constantHeaders = (request, body, execution) -> {
		AdminRequest.setConstantHeaders(request.getHeaders());
		return execution.execute(request, body);
	};

	private final ClientHttpRequestInterceptor pinecone = new PineconeClientHttpRequestInterceptor(
			FreshToken.serviceAccount());

	private final ClientHttpRequestInterceptor stock = new OAuth2ClientHttpRequestInterceptor(
			FreshToken.stockManager());

	public InterceptorBenchmark() {
		ClientAttributes.clientRegistrationId(FreshToken.REGISTRATION_ID).accept(this.attributes);
	}

	@Benchmark
	public ClientHttpResponse limit() throws IOException {
		return send(this.constantHeaders);
	}

	@Benchmark
	public ClientHttpResponse pinecone() throws IOException {
		return send(this.pinecone);
	}

	@Benchmark
	public ClientHttpResponse stock() throws IOException {
		return send(this.stock);
	}

	private ClientHttpResponse send(ClientHttpRequestInterceptor interceptor) throws IOException {
		return interceptor.intercept(new AdminRequest(this.attributes), NO_BODY, this.execution);
	}

}
