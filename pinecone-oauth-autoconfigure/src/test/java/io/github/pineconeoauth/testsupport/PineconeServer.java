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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

/**
 * Token endpoint and Admin API on one port. By default, they answer every request with a
 * token or an empty list. Must be {@linkplain RegisterExtension registered} in a static
 * field. Recorded requests are removed before each test.
 */
public final class PineconeServer implements BeforeEachCallback, AfterAllCallback {

	/**
	 * The access token that the token endpoint gives.
	 */
	public static final String TOKEN = "the-access-token";

	/**
	 * A path of the Admin API.
	 */
	public static final String PROJECTS = "/admin/projects";

	private static final String TOKEN_PATH = "/oauth/token";

	private final WireMockServer server;

	public PineconeServer() {
		this(WireMockConfiguration.options().dynamicPort());
	}

	/**
	 * Create a server, and start it so that its port is known.
	 * @param options the options
	 */
	public PineconeServer(WireMockConfiguration options) {
		this.server = new WireMockServer(options.bindAddress("127.0.0.1").http2PlainDisabled(true));
		this.server.start();
	}

	/**
	 * Return the options of a server that speaks TLS as well.
	 * @param keyStore one of {@link KeyStores}
	 * @return the options
	 */
	public static WireMockConfiguration https(Path keyStore) {
		return WireMockConfiguration.options()
			.dynamicPort()
			.dynamicHttpsPort()
			.keystoreType("PKCS12")
			.keystorePath(keyStore.toString())
			.keystorePassword(KeyStores.PASSWORD)
			.keyManagerPassword(KeyStores.PASSWORD);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server.resetAll();
		this.server.stubFor(any(anyUrl()).atPriority(Integer.MAX_VALUE).willReturn(okJson("{\"data\":[]}")));
		onTokenRequest(tokenResponse(TOKEN));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.server.stop();
	}

	/**
	 * Return a token response.
	 * @param token the access token
	 * @return the response
	 */
	public static ResponseDefinitionBuilder tokenResponse(String token) {
		return okJson("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":1800}");
	}

	/**
	 * Return a response without a body.
	 * @param status the status
	 * @return the response
	 */
	public static ResponseDefinitionBuilder response(int status) {
		return aResponse().withStatus(status);
	}

	/**
	 * Set the answer to token requests.
	 * @param response the answer
	 */
	public void onTokenRequest(ResponseDefinitionBuilder response) {
		on(post(TOKEN_PATH).willReturn(response));
	}

	/**
	 * Set the answer to all requests with a path.
	 * @param path the path
	 * @param response the answer
	 */
	public void on(String path, ResponseDefinitionBuilder response) {
		on(any(urlPathEqualTo(path)).willReturn(response));
	}

	/**
	 * Set the answer to requests. If several mappings match, the latest one is used.
	 * @param mapping the requests and the answer
	 */
	public void on(MappingBuilder mapping) {
		this.server.stubFor(mapping);
	}

	/**
	 * Return the properties that make an application use this server.
	 * @return properties of the form {@code name=value}
	 */
	public String[] properties() {
		return new String[] { "pinecone.oauth.token-uri=" + tokenUri(), "pinecone.admin.base-url=" + baseUrl() };
	}

	public String tokenUri() {
		return baseUrl() + TOKEN_PATH;
	}

	public String baseUrl() {
		return (this.server.isHttpsEnabled() ? "https" : "http") + "://localhost:" + port();
	}

	public int port() {
		return this.server.isHttpsEnabled() ? this.server.httpsPort() : this.server.port();
	}

	/**
	 * Return all requests so far.
	 * @return the requests
	 */
	public List<LoggedRequest> requests() {
		return this.server.findAll(anyRequestedFor(anyUrl()));
	}

	/**
	 * Start anew with no requests. The answers stay.
	 */
	public void forgetRequests() {
		this.server.resetRequests();
	}

	public List<LoggedRequest> tokenRequests() {
		return requests(TOKEN_PATH);
	}

	public List<LoggedRequest> requests(String path) {
		return this.server.findAll(anyRequestedFor(urlPathEqualTo(path)));
	}

	/**
	 * Return the form of the only token request so far.
	 * @return its parameters
	 */
	public Map<String, String> tokenRequestForm() {
		List<LoggedRequest> requests = tokenRequests();
		if (requests.size() != 1) {
			throw new AssertionError("Expected one token request but there are " + requests.size());
		}
		return Forms.parse(requests.get(0).getBodyAsString());
	}

}
