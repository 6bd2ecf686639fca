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

package io.github.pineconeoauth.samples.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pineconeoauth.test.EmbeddedPinecone;
import io.github.pineconeoauth.test.EmbeddedPineconeListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveRotationApplication}.
 */
@ReactiveRotationTest
@ExtendWith(OutputCaptureExtension.class)
class ReactiveRotationApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	@Autowired
	private EmbeddedPinecone pinecone;

	@Autowired
	private OAuth2AuthorizedClientManager authorizedClientManager;

	@Autowired
	private Timeline timeline;

	private final List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();

	private final WebClient webClient;

	private Disposable subscription;

	ReactiveRotationApplicationTests(@LocalServerPort int port) {
		this.webClient = WebClient.create("http://localhost:" + port);
	}

	@BeforeEach
	void subscribe() {
		this.subscription = this.webClient.get()
			.uri("/events")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.subscribe(this.events::add);
	}

	@AfterEach
	void cancel() {
		this.subscription.dispose();
	}

	@Test
	void eventsBeginWithCountersAndHistory() {
		Awaitility.await().atMost(PATIENCE).until(() -> !events("call").isEmpty() && !events("token").isEmpty());
		assertThat(this.events.get(0).event()).isEqualTo("counters");
		JsonNode counters = events("counters").get(0);
		assertThat(counters.propertyNames()).containsExactly("at", "calls", "failedCalls", "tokenRequests",
				"rotations");
		assertThat(at(counters)).isBeforeOrEqualTo(Instant.now());
		JsonNode token = events("token").get(0);
		assertThat(token.propertyNames()).containsExactly("at", "number", "lifetime");
		assertThat(token.path("number").longValue()).isPositive();
		assertThat(token.path("lifetime").longValue()).isEqualTo(3600);
		JsonNode call = events("call").get(0);
		assertThat(call.propertyNames()).containsExactly("at", "number", "millis", "failure");
		assertThat(call.path("number").longValue()).isPositive();
		assertThat(call.path("millis").doubleValue()).isPositive();
		assertThat(call.path("failure").isNull()).isTrue();
	}

	@Test
	void noCallFailsWhenSecretIsRotatedWhileTokenIsOnItsWay() {
		Awaitility.await().atMost(PATIENCE).until(() -> events("token").size() == 2 && events("call").size() > 10);
		JsonNode rotation = events("rotation").get(0);
		assertThat(rotation.propertyNames()).containsExactly("at", "number");
		assertThat(at(events("token").get(1))).isAfterOrEqualTo(at(rotation));
		assertThat(events("call")).allMatch((call) -> call.path("failure").isNull());
		assertThat(this.timeline.counters().failedCalls()).isZero();
		assertThat(this.timeline.counters().tokenRequests()).isEqualTo(this.pinecone.tokenRequests()).isEqualTo(2);
	}

	@Test
	void eventsAndLogHaveNeitherSecretNorToken(CapturedOutput output) {
		Awaitility.await().atMost(PATIENCE).until(() -> !events("call").isEmpty() && !events("token").isEmpty());
		assertThat(this.events.toString() + output).doesNotContain(secrets());
	}

	@Test
	void applicationLogsAddress(CapturedOutput output) {
		assertThat(output).containsPattern("http://localhost:\\d+/");
	}

	private Set<String> secrets() {
		return Set.of(this.pinecone.clientId(), this.pinecone.clientSecret(), token());
	}

	private String token() {
		OAuth2AuthorizedClient client = this.authorizedClientManager
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("pinecone").principal("anybody").build());
		return Objects.requireNonNull(client).getAccessToken().getTokenValue();
	}

	private List<JsonNode> events(String name) {
		return this.events.stream()
			.filter((event) -> name.equals(event.event()))
			.map((event) -> JsonMapper.shared().readTree(event.data()))
			.toList();
	}

	private static Instant at(JsonNode event) {
		return Instant.parse(event.path("at").stringValue());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RotationConfiguration {

		@Bean
		EmbeddedPineconeListener rotationAtFirstToken(ObjectProvider<EmbeddedPinecone> pinecone) {
			AtomicBoolean rotated = new AtomicBoolean();
			return new EmbeddedPineconeListener() {

				@Override
				public void tokenIssued(Duration tokenLifetime) {
					if (rotated.compareAndSet(false, true)) {
						pinecone.getObject().rotateSecret();
					}
				}

			};
		}

	}

}
