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

package io.github.pineconeoauth.test;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.http.client.HttpClient;
import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/**
 * WireMock server in front of a {@link Backend}.
 */
final class EmbeddedServer {

	private static final String LOOPBACK = "127.0.0.1";

	/**
	 * Each delayed response holds a thread.
	 */
	private static final int MAX_THREADS = 200;

	private final WireMockServer server;

	EmbeddedServer(Backend backend) {
		BackendTransformer transformer = new BackendTransformer(backend);
		this.server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(LOOPBACK)
			.dynamicPort()
			.http2PlainDisabled(true)
			.containerThreads(MAX_THREADS)
			.mappingSource(new NoMappings())
			.httpClientFactory(EmbeddedServer::withoutHttpClient)
			.disableOptimizeXmlFactoriesLoading(true)
			.disableRequestJournal()
			.stubRequestLoggingDisabled(true)
			.templatingEnabled(false)
			.extensions(transformer));
		this.server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.aResponse().withTransformers(transformer.getName())));
		this.server.start();
	}

	/**
	 * Replace the HTTP client for proxying, which takes a third of the startup time.
	 */
	private static HttpClient withoutHttpClient(Options options, boolean trustEverything, List<String> trustedHosts,
			boolean useSystemProperties) {
		return (request) -> {
			throw new UnsupportedOperationException("There is nothing to proxy");
		};
	}

	URI baseUrl() {
		return URI.create("http://" + LOOPBACK + ":" + this.server.port());
	}

	void stop() {
		this.server.stop();
	}

	/**
	 * Delegates each request to the backend.
	 */
	private record BackendTransformer(Backend backend) implements ResponseDefinitionTransformerV2 {

		@Override
		public String getName() {
			return "embedded-pinecone";
		}

		@Override
		public boolean applyGlobally() {
			return false;
		}

		@Override
		public ResponseDefinition transform(ServeEvent event) {
			Reply reply = this.backend.answer(toApiRequest(event.getRequest()));
			ResponseDefinitionBuilder response = WireMock.aResponse()
				.withFixedDelay(Math.toIntExact(this.backend.delay().toMillis()));
			if (reply.isConnectionReset()) {
				return response.withFault(Fault.CONNECTION_RESET_BY_PEER).build();
			}
			response.withStatus(reply.status());
			reply.headers().forEach(response::withHeader);
			if (reply.body() != null) {
				response.withHeader("Content-Type", "application/json").withBody(Json.write(reply.body()));
			}
			return response.build();
		}

		private static ApiRequest toApiRequest(Request request) {
			Map<String, List<String>> headers = request.getHeaders()
				.all()
				.stream()
				.collect(Collectors.toMap((header) -> header.key().toLowerCase(Locale.ROOT), HttpHeader::values));
			return new ApiRequest(request.getMethod().value(), request.getUrl(), headers, request.getBody());
		}

	}

	/**
	 * Prevents WireMock from reading the mappings of an application's own tests.
	 */
	private static final class NoMappings implements MappingsSource {

		@Override
		public void loadMappingsInto(StubMappings stubMappings) {
		}

		@Override
		public void save(List<StubMapping> stubMappings) {
		}

		@Override
		public void save(StubMapping stubMapping) {
		}

		@Override
		@SuppressWarnings("removal")
		public void remove(StubMapping stubMapping) {
		}

		@Override
		public void removeAll() {
		}

	}

}
