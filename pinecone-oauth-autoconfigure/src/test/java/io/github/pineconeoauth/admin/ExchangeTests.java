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

package io.github.pineconeoauth.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Request;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RestClientExchange} and {@link WebClientExchange}: retries, errors and
 * pages, also with clients that an application has customized.
 */
class ExchangeTests {

	private static final String ID = "the-very-id";

	private static final String PROJECT = """
			{"id": "%s", "name": "name", "organization_id": "organization"}""".formatted(ID);

	@RegisterExtension
	final LoopbackServer server = new LoopbackServer();

	private final List<Duration> pauses = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void readIsRetriedUntilItSucceeds(Flavour flavour) {
		this.server.on("/", Response.error(503, "UNAVAILABLE"), Response.truncated(), new Response(200, PROJECT));
		assertThat(admin(flavour).projects().get(ID).id()).isEqualTo(ID);
		assertThat(this.pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
	}

	@ParameterizedTest
	@EnumSource
	void lastFailureIsTheOneThatSurfaces(Flavour flavour) {
		this.server.on("/", Response.error(503, "UNAVAILABLE"), Response.truncated(), Response.error(500, "INTERNAL"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().get(ID))
			.withMessage("GET /admin/projects/{project_id} failed with 500 INTERNAL: The message of INTERNAL.");
		assertThat(this.server.requests("/")).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void ioErrorSurfacesAsWhatTheClientThrows(Flavour flavour) {
		this.server.on("/", Response.error(503, "UNAVAILABLE"), Response.error(503, "UNAVAILABLE"),
				Response.truncated());
		assertThatExceptionOfType(ioErrorOf(flavour)).isThrownBy(() -> admin(flavour).projects().get(ID))
			.withRootCauseInstanceOf(IOException.class);
		assertThat(this.server.requests("/")).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void ioErrorWithoutAnswerSurfacesAsWhatTheClientThrows(Flavour flavour) {
		PineconeAdmin admin = admin(flavour);
		this.server.close();
		assertThatExceptionOfType(ioErrorOf(flavour)).isThrownBy(() -> admin.projects().get(ID));
		assertThat(this.pauses).hasSize(2);
	}

	private static Class<? extends Exception> ioErrorOf(Flavour flavour) {
		return (flavour == Flavour.BLOCKING) ? ResourceAccessException.class : WebClientRequestException.class;
	}

	@ParameterizedTest
	@MethodSource("changes")
	void changeIsNotRepeatedWhereItMayHaveTakenEffect(Flavour flavour, Consumer<PineconeAdmin> change) {
		this.server.on("/", Response.error(503, "UNAVAILABLE"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> change.accept(admin(flavour)));
		this.server.on("/", Response.truncated());
		assertThatException().isThrownBy(() -> change.accept(admin(flavour)))
			.withRootCauseInstanceOf(IOException.class);
		assertThat(this.server.requests("/")).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void changeIsRepeatedWhereThereWereTooManyRequests(Flavour flavour, Consumer<PineconeAdmin> change) {
		this.server.on("/", Response.error(429, "RESOURCE_EXHAUSTED").with("Retry-After", "2"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> change.accept(admin(flavour)));
		assertThat(this.server.requests("/")).hasSize(3);
		assertThat(this.server.requests("/")).extracting(Request::body)
			.containsOnly(this.server.requests("/").get(0).body());
		assertThat(this.pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
	}

	static Stream<Arguments> changes() {
		List<Consumer<PineconeAdmin>> changes = List.of(
				(admin) -> admin.projects().create(CreateProjectRequest.of("name")),
				(admin) -> admin.projects().update(ID, UpdateProjectRequest.of().withName("name")),
				(admin) -> admin.serviceAccounts().rotateSecret(ID));
		return Stream.of(Flavour.values())
			.flatMap((flavour) -> changes.stream().map((change) -> Arguments.of(flavour, change)));
	}

	@ParameterizedTest
	@EnumSource
	void longRetryAfterEndsTheCall(Flavour flavour) {
		this.server.on("/", Response.error(503, "UNAVAILABLE").with("Retry-After", "6"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().list())
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofSeconds(6)));
		assertThat(this.server.requests("/")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void retriesCanBeSwitchedOff(Flavour flavour) {
		this.server.on("/", Response.error(503, "UNAVAILABLE"));
		PineconeAdmin admin = flavour.create(this.server.uri("").toString(), RetrySettings.none(), this.pauses);
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin.projects().list());
		assertThat(this.server.requests("/")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void deletionWhoseRepetitionFindsNothingSucceeds(Flavour flavour) {
		this.server.on("/", Response.truncated(), Response.error(404, "NOT_FOUND"));
		admin(flavour).projects().delete(ID);
		assertThat(this.server.requests("/")).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void deletionOfWhatDoesNotExistFails(Flavour flavour) {
		this.server.on("/", Response.error(404, "NOT_FOUND"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().delete(ID))
			.matches(PineconeAdminException::isNotFound)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(ID));
		assertThat(this.server.requests("/")).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void each2xxStatusIsSuccess(Flavour flavour) {
		for (int status : new int[] { 200, 201, 202, 203, 299 }) {
			this.server.on("/", new Response(status, PROJECT));
			assertThat(admin(flavour).projects().create(CreateProjectRequest.of("name")).id()).isEqualTo(ID);
		}
		for (int status : new int[] { 200, 202, 204 }) {
			this.server.on("/", new Response(status, ""));
			admin(flavour).projects().delete(ID);
		}
		this.server.on("/", new Response(200, "{\"unexpected\": true}"));
		admin(flavour).projects().delete(ID);
	}

	@ParameterizedTest
	@EnumSource
	void redirectIsAnError(Flavour flavour) {
		this.server.on("/", new Response(307, "").with("Location", "/admin/elsewhere"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().list())
			.withMessage("GET /admin/projects failed with 307");
	}

	@ParameterizedTest
	@EnumSource
	void findIsEmptyForPineconesNotFoundAlone(Flavour flavour) {
		this.server.on("/", new Response(200, PROJECT));
		assertThat(admin(flavour).projects().find(ID)).isPresent();
		this.server.on("/", Response.error(404, "NOT_FOUND"));
		assertThat(admin(flavour).projects().find(ID)).isEmpty();
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().get(ID));
		for (Response reply : List.of(new Response(404, ""), new Response(404, "<html>NOT_FOUND</html>"),
				Response.error(404, "X"), Response.error(403, "NOT_FOUND"), new Response(200, ""))) {
			this.server.on("/", reply);
			assertThatExceptionOfType(PineconeAdminException.class)
				.isThrownBy(() -> admin(flavour).projects().find(ID));
		}
	}

	@ParameterizedTest
	@EnumSource
	void hugeErrorIsCutOff(Flavour flavour) {
		this.server.on("/", new Response(502, "<".repeat(500_000)));
		PineconeAdmin admin = flavour.create(this.server.uri("").toString(), RetrySettings.none(), this.pauses);
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin.projects().list())
			.withMessage("GET /admin/projects failed with 502");
	}

	@ParameterizedTest
	@EnumSource
	void listMayBeMuchLargerThanWhatCodecsAccept(Flavour flavour) {
		this.server.on("/", new Response(200, "{\"data\": [" + PROJECT + ("," + PROJECT).repeat(4_999) + "]}"));
		assertThat(admin(flavour).projects().list()).hasSize(5_000);
	}

	@ParameterizedTest
	@EnumSource
	void endlessAnswerIsCutOff(Flavour flavour) {
		this.server.on("/", new Response(200, " ".repeat(16 * 1024 * 1024 + 1)));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).projects().list())
			.withMessageEndingWith("the response cannot be read: it is too large");
	}

	@ParameterizedTest
	@EnumSource
	void listFollowsAllPagesWithTheSameFilter(Flavour flavour) {
		this.server.on("/", page("1", "a+/="), Response.error(503, "UNAVAILABLE"), page("", "b"), page("2", null));
		RoleBindingFilter filter = RoleBindingFilter.none().withRole(Role.ORG_OWNER);
		assertThat(admin(flavour).roleBindings().list(filter)).extracting(RoleBinding::id).containsExactly("1", "2");
		assertThat(this.server.requests("/")).extracting((request) -> request.uri().toString())
			.containsExactly("/admin/role-bindings?role=OrgOwner",
					"/admin/role-bindings?role=OrgOwner&paginationToken=a%2B%2F%3D",
					"/admin/role-bindings?role=OrgOwner&paginationToken=a%2B%2F%3D",
					"/admin/role-bindings?role=OrgOwner&paginationToken=b");
	}

	@ParameterizedTest
	@EnumSource
	void eachPageHasItsOwnRetries(Flavour flavour) {
		Response error = Response.error(503, "UNAVAILABLE");
		this.server.on("/", error, error, page("1", "a"), error, error, page("2", null));
		assertThat(admin(flavour).roleBindings().list()).extracting(RoleBinding::id).containsExactly("1", "2");
		assertThat(this.server.requests("/")).hasSize(6);
	}

	@ParameterizedTest
	@EnumSource
	void listEndsWithAnErrorIfATokenComesBack(Flavour flavour) {
		this.server.on("/", page("1", "a"), page("2", "b"), page("3", "a"));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin(flavour).roleBindings().list())
			.withMessageEndingWith("its pagination token came before");
		assertThat(this.server.requests("/")).hasSize(3);
	}

	/**
	 * Pinecone may split these lists into pages in the future.
	 */
	@ParameterizedTest
	@EnumSource
	void listThatIsNotPagedFollowsPagesAllTheSame(Flavour flavour) {
		this.server.on("/", new Response(200, "{\"data\": [" + PROJECT + "], \"pagination\": {\"next\": \"a\"}}"),
				new Response(200, "{\"data\": [" + PROJECT + "]}"));
		assertThat(admin(flavour).projects().list()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void pageIsOneRequest(Flavour flavour) {
		this.server.on("/", page("1", "a"));
		ResultPage<RoleBinding> page = admin(flavour).roleBindings().page(RoleBindingFilter.none(), 1, null);
		assertThat(page.items()).hasSize(1);
		assertThat(page.nextToken()).isEqualTo("a");
		assertThat(this.server.requests("/")).extracting((request) -> request.uri().toString())
			.containsExactly("/admin/role-bindings?limit=1");
	}

	@Test
	void reactiveListRequestsAPageWhenItsFirstItemIsWanted() {
		this.server.on("/", (request) -> page("1,2", String.valueOf(this.server.requests("/").size())));
		ReactivePineconeAdmin admin = ReactivePineconeAdmin.create(WebClient.create(this.server.uri("").toString()),
				RetrySettings.none());
		StepVerifier.create(admin.roleBindings().list(), 0)
			.expectSubscription()
			.then(() -> assertThat(this.server.requests("/")).isEmpty())
			.thenRequest(2)
			.expectNextCount(2)
			.then(() -> assertThat(this.server.requests("/")).hasSize(1))
			.thenRequest(1)
			.expectNextCount(1)
			.then(() -> assertThat(this.server.requests("/")).hasSize(2))
			.thenCancel()
			.verify(Flavour.TIMEOUT);
		assertThat(this.server.requests("/")).hasSize(2);
	}

	@Test
	void reactiveListOfManyPagesNeedsNoDeepStack() {
		AtomicInteger pages = new AtomicInteger();
		WebClient webClient = WebClient.builder()
			.baseUrl(this.server.uri("").toString())
			.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.body(page("1", (pages.incrementAndGet() < 3_000) ? "token-" + pages : null).body())
				.build()))
			.build();
		assertThat(ReactivePineconeAdmin.create(webClient, RetrySettings.none())
			.roleBindings()
			.list()
			.count()
			.block(Flavour.TIMEOUT)).isEqualTo(3_000);
	}

	@Test
	void reactiveCallIsSentForEachSubscriber() {
		this.server.on("/", new Response(200, PROJECT));
		Mono<Project> call = ReactivePineconeAdmin
			.create(WebClient.create(this.server.uri("").toString()), RetrySettings.none())
			.projects()
			.get(ID);
		assertThat(this.server.requests("/")).isEmpty();
		call.block(Flavour.TIMEOUT);
		call.block(Flavour.TIMEOUT);
		assertThat(this.server.requests("/")).hasSize(2);
	}

	@Test
	void blockingListIsUnmodifiable() {
		this.server.on("/", page("1", null));
		assertThat(admin(Flavour.BLOCKING).roleBindings().list()).isUnmodifiable();
	}

	@Test
	void interruptEndsTheWaitWithTheFailureBeforeIt() {
		this.server.on("/", Response.error(503, "UNAVAILABLE"));
		PineconeAdmin admin = PineconeAdmin.create(restClient((builder) -> builder),
				new RetrySettings(1, Duration.ofDays(1), Duration.ofDays(1)));
		FutureTask<Boolean> call = new FutureTask<>(() -> {
			assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin.projects().list());
			return Thread.currentThread().isInterrupted();
		});
		Thread caller = new Thread(call);
		caller.start();
		Awaitility.await().atMost(Flavour.TIMEOUT).until(() -> isSleeping(caller));
		caller.interrupt();
		assertThat(call).succeedsWithin(Flavour.TIMEOUT).isEqualTo(true);
		assertThat(this.server.requests("/")).hasSize(1);
	}

	private static boolean isSleeping(Thread thread) {
		return Stream.of(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("sleep"));
	}

	@ParameterizedTest
	@EnumSource
	void missingTokenSurfacesAsItIs(Flavour flavour) {
		PineconeAuthorizationException failure = new PineconeAuthorizationException(new OAuth2Error("server_error"),
				"pinecone", "No token", HttpStatusCode.valueOf(500), null, null);
		PineconeAdmin admin = admin(flavour, (builder) -> builder.requestInterceptor((request, body, execution) -> {
			throw failure;
		}), (builder) -> builder.filter((request, next) -> Mono.error(failure)));
		assertThatException().isThrownBy(() -> admin.projects().list())
			.satisfies((ex) -> assertThat(ex).isSameAs(failure));
		assertThat(this.pauses).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void statusHandlersOfTheApplicationChangeNothing(Flavour flavour) {
		this.server.on("/", Response.error(404, "NOT_FOUND"));
		PineconeAdmin admin = admin(flavour,
				(builder) -> builder.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
					throw new IllegalStateException("The application's");
				}), (builder) -> builder.defaultStatusHandler(HttpStatusCode::isError,
						(response) -> Mono.error(new IllegalStateException("The application's"))));
		assertThat(admin.projects().find(ID)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void exceptionThatAnInterceptorMakesOfAnAnswerIsTheSameError(Flavour flavour) {
		this.server.on("/", Response.error(404, "NOT_FOUND"));
		PineconeAdmin admin = admin(flavour, (builder) -> builder.requestInterceptor((request, body, execution) -> {
			try (var response = execution.execute(request, body)) {
				throw HttpClientErrorException.create(response.getStatusCode(), "", response.getHeaders(),
						response.getBody().readAllBytes(), null);
			}
		}), (builder) -> builder.filter((request, next) -> next.exchange(request)
			.flatMap((response) -> response.createException().flatMap(Mono::<ClientResponse>error))));
		assertThatExceptionOfType(PineconeAdminException.class).isThrownBy(() -> admin.projects().get(ID))
			.withMessageContaining("failed with 404 NOT_FOUND")
			.withNoCause();
		assertThat(admin.projects().find(ID)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void convertersAndCodecsOfTheApplicationChangeNothing(Flavour flavour) {
		this.server.on("/", new Response(200, PROJECT).with("Content-Type", "text/plain"));
		PineconeAdmin admin = admin(flavour, (builder) -> builder.configureMessageConverters((converters) -> {
		}).defaultHeader("Accept", "application/xml").defaultHeader("Content-Type", "application/cbor"),
				(builder) -> builder
					.exchangeStrategies(
							ExchangeStrategies.empty().codecs((codecs) -> codecs.registerDefaults(false)).build())
					.defaultHeader("Accept", "application/xml")
					.defaultHeader("Content-Type", "application/cbor"));
		assertThat(admin.projects().create(CreateProjectRequest.of("name")).id()).isEqualTo(ID);
		assertThat(this.server.requests("/")).singleElement().satisfies((request) -> {
			assertThat(request.header("Accept")).isEqualTo("application/json");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
			assertThat(request.body()).isEqualTo("{\"name\":\"name\"}");
		});
	}

	@ParameterizedTest
	@MethodSource("encodingModes")
	void encodingOfTheApplicationChangesNothing(Flavour flavour, EncodingMode mode) {
		this.server.on("/", new Response(200, "{}"));
		DefaultUriBuilderFactory uris = new DefaultUriBuilderFactory(this.server.uri("").toString() + "/proxy/");
		uris.setEncodingMode(mode);
		PineconeAdmin admin = admin(flavour, (builder) -> builder.uriBuilderFactory(uris),
				(builder) -> builder.uriBuilderFactory(uris));
		admin.users().list("a+b@c.d");
		assertThat(this.server.requests("/")).extracting((request) -> request.uri().toString())
			.containsExactly("/proxy/admin/users?email=a%2Bb%40c.d");
	}

	static Stream<Arguments> encodingModes() {
		return Stream.of(Flavour.values())
			.flatMap((flavour) -> Stream.of(EncodingMode.NONE, EncodingMode.VALUES_ONLY)
				.map((mode) -> Arguments.of(flavour, mode)));
	}

	private PineconeAdmin admin(Flavour flavour) {
		return flavour.create(this.server.uri("").toString(), RetrySettings.defaults(), this.pauses);
	}

	private PineconeAdmin admin(Flavour flavour, Function<RestClient.Builder, RestClient.Builder> restClient,
			Function<WebClient.Builder, WebClient.Builder> webClient) {
		return (flavour == Flavour.BLOCKING) ? PineconeAdmin.create(restClient(restClient), RetrySettings.defaults())
				: Flavour.blocking(ReactivePineconeAdmin.create(
						webClient.apply(WebClient.builder().baseUrl(this.server.uri("").toString())).build(),
						RetrySettings.defaults()));
	}

	private RestClient restClient(Function<RestClient.Builder, RestClient.Builder> customizer) {
		return customizer
			.apply(RestClient.builder()
				.requestFactory(new JdkClientHttpRequestFactory())
				.baseUrl(this.server.uri("").toString()))
			.build();
	}

	private static Response page(String ids, @Nullable String next) {
		String data = String.join(",", Stream.of(ids.split(",")).filter((id) -> !id.isEmpty()).map("""
				{"id": "%s", "principal_type": "user", "principal_id": "2", "resource_type": "project",
				"resource_id": "3", "role": "ProjectOwner"}"""::formatted).toList());
		return new Response(200, "{\"data\": [" + data + "], \"pagination\": "
				+ ((next != null) ? "{\"next\": \"" + next + "\"}" : "null") + "}");
	}

}
