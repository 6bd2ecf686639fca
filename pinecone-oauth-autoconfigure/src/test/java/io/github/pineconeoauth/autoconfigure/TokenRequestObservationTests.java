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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the observation of a token request is a child of its caller's observation.
 */
class TokenRequestObservationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final String PROJECTS = LoopbackServer.PROJECTS;

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner contextRunner = TestAutoConfigurations.runner(this.server, this.time)
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
				RestClientObservationAutoConfiguration.class, WebClientObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withPropertyValues("pinecone.oauth.retry.initial-backoff=1ms");

	@Test
	void tokenRequestOfUnobservedCallerHasNoParent() {
		this.contextRunner.run((context) -> {
			context.getBean(ServiceAccount.class).token();
			assertThat(tokenRequests()).extracting(Observation.Context::getParentObservation)
				.containsOnlyNulls()
				.hasSize(1);
		});
	}

	@ParameterizedTest
	@EnumSource
	void tokenRequestWithItsRetriesIsPartOfItsCallerAndRenewalOfTheOneThatStartsIt(Caller caller) {
		this.server.on(LoopbackServer.TOKEN, new Response(503, ""), Response.token("token-1", 1800),
				Response.token("token-2", 1800));
		this.contextRunner.run((context) -> {
			caller.call(context, observation("first"));
			assertThat(tokenRequests()).hasSize(2).allSatisfy((request) -> assertPartOf(request, "first"));
			this.time.advanceSeconds(1600);
			caller.call(context, observation("second"));
			Awaitility.await().until(() -> tokenRequests().size() == 3);
			assertThat(tokenRequests()).last().satisfies((request) -> assertPartOf(request, "second"));
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "REST_CLIENT", "WEB_CLIENT" })
	void replacementIsPartOfTheRefusedCall(Caller caller) {
		this.server.on(PROJECTS, new Response(401, ""), new Response(200, ""));
		this.contextRunner.run((context) -> {
			caller.call(context, observation("refused"));
			assertThat(tokenRequests()).hasSize(2).last().satisfies((request) -> assertPartOf(request, "refused"));
		});
	}

	private Observation observation(String name) {
		return Observation.createNotStarted(name, this.observations);
	}

	private List<Observation.Context> tokenRequests() {
		List<Observation.Context> tokenRequests = new ArrayList<>();
		assertThat(this.observations).hasHandledContextsThatSatisfy((contexts) -> contexts.stream()
			.filter((context) -> context instanceof ClientRequestObservationContext request
					&& request.getCarrier() != null
					&& LoopbackServer.TOKEN.equals(request.getCarrier().getURI().getPath()))
			.forEach(tokenRequests::add));
		return tokenRequests;
	}

	private static void assertPartOf(Observation.Context request, String name) {
		List<String> ancestors = new ArrayList<>();
		ObservationView parent = request.getParentObservation();
		while (parent != null) {
			ancestors.add(parent.getContextView().getName());
			parent = parent.getContextView().getParentObservation();
		}
		assertThat(ancestors).contains(name);
	}

	/**
	 * Callers that need a token.
	 */
	enum Caller {

		BLOCKING {

			@Override
			void call(ApplicationContext context, Observation observation) {
				observation.observe(() -> context.getBean(ServiceAccount.class).token());
			}

		},

		REACTIVE {

			@Override
			void call(ApplicationContext context, Observation observation) {
				observe(context.getBean(ReactiveOAuth2AuthorizedClientManager.class)
					.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("user").build()),
						observation);
			}

		},

		REST_CLIENT {

			@Override
			void call(ApplicationContext context, Observation observation) {
				RestClient restClient = context.getBean("pineconeAdminRestClient", RestClient.class);
				observation.observe(() -> restClient.get().uri(PROJECTS).retrieve().toBodilessEntity());
			}

		},

		WEB_CLIENT {

			@Override
			void call(ApplicationContext context, Observation observation) {
				WebClient webClient = context.getBean("pineconeAdminWebClient", WebClient.class);
				observe(webClient.get().uri(PROJECTS).retrieve().toBodilessEntity(), observation);
			}

		};

		abstract void call(ApplicationContext context, Observation observation);

		static void observe(Mono<?> mono, Observation observation) {
			observation.start();
			mono.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation)).block(TIMEOUT);
			observation.stop();
		}

	}

}
