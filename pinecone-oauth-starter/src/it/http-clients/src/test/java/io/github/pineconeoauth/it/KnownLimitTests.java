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

import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.eclipse.jetty.client.HttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for limits of HTTP libraries that the README names. A test that fails with a new
 * version of a library may mean that the limit is gone.
 */
class KnownLimitTests {

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@RegisterExtension
	static final PineconeServer elsewhere = new PineconeServer();

	/**
	 * Only old versions of the JDK's client send the token to the target.
	 */
	@ParameterizedTest
	@EnumSource
	void clientsOfApplicationFollowRedirectsAsTheirLibraryDoes(HttpLibrary library) {
		pinecone.on(PineconeServer.PROJECTS,
				PineconeServer.response(302).withHeader("Location", elsewhere.baseUrl() + "/elsewhere"));
		library.runner(pinecone).run((application) -> {
			WebClient webClient = application.getBean(WebClient.Builder.class)
				.filter(application.getBean("pineconeExchangeFilterFunction", ExchangeFilterFunction.class))
				.build();
			RestClient restClient = application.getBean(RestClient.Builder.class)
				.requestInterceptor(
						application.getBean("pineconeClientHttpRequestInterceptor", ClientHttpRequestInterceptor.class))
				.build();
			String uri = pinecone.baseUrl() + PineconeServer.PROJECTS;
			assertFollowed(library, AdminClient.exchange(webClient.get().uri(uri)));
			assertFollowed(library, AdminClient.exchange(restClient.get().uri(uri)));
		});
	}

	private static void assertFollowed(HttpLibrary library, Response response) {
		boolean followed = library != HttpLibrary.HTTP_COMPONENTS;
		assertThat(response.status()).isEqualTo(followed ? 200 : 302);
		assertThat(elsewhere.requests()).hasSize(followed ? 1 : 0);
		if (Runtime.version().feature() >= 25 || library == HttpLibrary.REACTOR || library == HttpLibrary.JETTY) {
			assertThat(elsewhere.requests()).noneMatch((request) -> request.containsHeader("Authorization"));
		}
		elsewhere.forgetRequests();
	}

	/**
	 * Jetty treats such a response as a violation of HTTP.
	 */
	@Test
	void refusalWithoutChallengeHasNoBodyOverJetty() {
		pinecone.on(PineconeServer.PROJECTS, PineconeServer.response(401).withBody("no"));
		HttpLibrary.JETTY.runner(pinecone).run((application) -> {
			assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
				.isThrownBy(() -> application.getBean("pineconeAdminWebClient", WebClient.class)
					.get()
					.uri(PineconeServer.PROJECTS)
					.retrieve()
					.bodyToMono(String.class)
					.block(AdminClient.TIMEOUT))
				.satisfies((ex) -> assertThat(ex.getResponseBodyAsString()).isEmpty());
			assertThatExceptionOfType(HttpResponseException.class)
				.isThrownBy(() -> application.getBean("pineconeAdminRestClient", RestClient.class)
					.get()
					.uri(PineconeServer.PROJECTS)
					.retrieve()
					.body(String.class))
				.withMessageContaining("without WWW-Authenticate header");
		});
	}

}
