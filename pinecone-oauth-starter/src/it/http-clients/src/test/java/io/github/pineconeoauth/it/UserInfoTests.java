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

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.PineconeServer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for URLs with user information, with each HTTP client: it is no part of the
 * origin, and must not take the place of the token.
 */
class UserInfoTests {

	@RegisterExtension
	static final PineconeServer pinecone = new PineconeServer();

	@ParameterizedTest
	@EnumSource
	void userInformationIsNotSentWhateverTheServerAsksFor(HttpLibrary library) {
		URI uri = URI.create(pinecone.baseUrl().replace("//", "//someone:else@") + PineconeServer.PROJECTS);
		library.runner(pinecone).run((application) -> {
			WebClient webClient = application.getBean("pineconeAdminWebClient", WebClient.class);
			RestClient restClient = application.getBean("pineconeAdminRestClient", RestClient.class);
			for (int status : new int[] { 200, 401 }) {
				pinecone.on(PineconeServer.PROJECTS,
						PineconeServer.response(status).withHeader("WWW-Authenticate", "Basic realm=\"pinecone\""));
				List<Supplier<Response>> requests = List.of(() -> AdminClient.exchange(webClient.get().uri(uri)),
						() -> AdminClient.exchange(restClient.get().uri(uri)));
				for (Supplier<Response> request : requests) {
					if (library == HttpLibrary.HTTP_COMPONENTS) {
						assertThatExceptionOfType(RuntimeException.class).isThrownBy(request::get)
							.withStackTraceContaining("deprecated userinfo component");
					}
					else {
						assertThat(request.get().status()).isEqualTo(status);
					}
				}
			}
			// The first refused call is sent again
			assertThat(pinecone.requests(PineconeServer.PROJECTS))
				.hasSize((library != HttpLibrary.HTTP_COMPONENTS) ? 5 : 0)
				.allMatch((request) -> request.getHeaders()
					.getHeader("Authorization")
					.values()
					.equals(List.of("Bearer " + PineconeServer.TOKEN)), "has the token and nothing else");
		});
	}

}
