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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.pineconeoauth.testsupport.Browser.Answer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares applications with Spring Security: two with OAuth 2 clients, a login and a
 * resource server, and one without OAuth 2 clients. Users log in with the registration
 * {@code own}, the registration {@code service} is for client credentials, and paths
 * below {@code /api} need a JWT.
 */
public abstract class AbstractOAuthGuestTests extends AbstractGuestTests {

	private static final String KEY = "a-key-of-thirty-two-characters-!";

	private static final String USER_TOKEN = "token-of-the-user";

	private static final String SERVICE_TOKEN = "token-of-the-service";

	private static final String REGISTRATION = "--spring.security.oauth2.client.registration.";

	private static final String PROVIDER = "--spring.security.oauth2.client.provider.own.";

	private final LoopbackServer provider = new LoopbackServer();

	private final List<String> relays;

	private final Guest clientsInProperties;

	private final Guest ownManager;

	private final Guest withoutClients;

	/**
	 * Create tests.
	 * @param type the type of the applications
	 * @param application the application with a login and a resource server
	 * @param ownManager its registrations and manager, unless the registrations are
	 * properties and the manager is Spring Security's
	 * @param withoutClients the application without OAuth 2 clients
	 * @param relays the paths that pass on the token of the user who is logged in
	 */
	protected AbstractOAuthGuestTests(WebApplicationType type, Class<?> application, Class<?> ownManager,
			Class<?> withoutClients, String... relays) {
		super(type, AdminApiController.class);
		this.provider.on("/provider/token", (request) -> Response
			.token(request.body().contains("grant_type=client_credentials") ? SERVICE_TOKEN : USER_TOKEN, 1800));
		this.provider.on("/provider/user", (request) -> new Response(200, "{\"sub\":\"somebody\"}"));
		this.provider.on("/downstream", (request) -> new Response(200, request.authorization()));
		String key = "--application.key=" + KEY;
		String downstream = "--application.downstream=" + address("/downstream");
		URI provider = address("/provider");
		this.clientsInProperties = new Guest("clients in properties", List.of(key, downstream,
				REGISTRATION + "own.client-id=own-id", REGISTRATION + "own.client-secret=own-secret",
				REGISTRATION + "own.authorization-grant-type=authorization_code",
				REGISTRATION + "own.redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
				REGISTRATION + "service.client-id=own-id", REGISTRATION + "service.client-secret=own-secret",
				REGISTRATION + "service.authorization-grant-type=client_credentials",
				REGISTRATION + "service.provider=own", PROVIDER + "authorization-uri=" + provider + "/authorize",
				PROVIDER + "token-uri=" + provider + "/token", PROVIDER + "user-info-uri=" + provider + "/user",
				PROVIDER + "user-name-attribute=sub"), application);
		this.ownManager = new Guest("own manager", List.of(key, downstream, "--application.provider=" + provider),
				application, ownManager);
		this.relays = List.of(relays);
		this.withoutClients = new Guest("without clients", List.of(), withoutClients);
	}

	/**
	 * Return where the provider is, without a name that the application has to resolve.
	 */
	private URI address(String path) {
		return URI.create(this.provider.uri(path).toString().replace("localhost", "127.0.0.1"));
	}

	@AfterAll
	void stopProvider() {
		this.provider.close();
	}

	@Override
	protected List<Guest> guests() {
		return List.of(this.clientsInProperties, this.ownManager, this.withoutClients);
	}

	List<Guest> guestsWithClients() {
		return List.of(this.clientsInProperties, this.ownManager);
	}

	/**
	 * Return whether an application has OAuth 2 clients of its own.
	 * @param guest the application
	 * @return whether it has
	 */
	protected final boolean hasClients(Guest guest) {
		return guest != this.withoutClients;
	}

	@Override
	protected String callAdminApi(Guest guest) {
		if (!hasClients(guest)) {
			return super.callAdminApi(guest);
		}
		Browser browser = new Browser();
		login(browser, with(guest));
		return browser.get(with(guest).uri("/projects")).body();
	}

	@ParameterizedTest
	@MethodSource("guestsWithClients")
	void starterKeepsLoginsClientsAndResourceServer(Guest guest) {
		Map<String, Answer> answers = answers(with(guest));
		assertThat(comparable(answers)).isEqualTo(comparable(answers(without(guest))));
		assertThat(answer(answers, "nobody /open").body()).isEqualTo("open");
		assertThat(answer(answers, "nobody /user").status()).isEqualTo(302);
		assertThat(answer(answers, "authorization").location().toString())
			.startsWith(address("/provider/authorize?").toString())
			.contains("response_type=code", "client_id=own-id");
		assertThat(answer(answers, "code").location().getPath()).isEqualTo("/user");
		assertThat(answer(answers, "/user").body()).isEqualTo("somebody");
		assertThat(this.relays).isNotEmpty()
			.allSatisfy((relay) -> assertThat(answer(answers, relay).body()).isEqualTo("Bearer " + USER_TOKEN));
		assertThat(answer(answers, "/clients/own").body()).isEqualTo("somebody: " + USER_TOKEN);
		assertThat(answer(answers, "/clients/service").body()).isEqualTo("somebody: " + SERVICE_TOKEN);
		// The application's manager does not know this registration
		assertThat(answer(answers, "/clients/pinecone").status()).isEqualTo(500);
		assertThat(answer(answers, "bearer").body()).isEqualTo("caller");
		assertThat(answer(answers, "wrong bearer").status()).isEqualTo(401);
		assertThat(answer(answers, "bearer of Pinecone").status()).isEqualTo(401);
	}

	/**
	 * Spring Security resolves the argument with the only manager in the application.
	 */
	@Test
	void authorizedClientIsPineconesWhenApplicationHasNoManager() {
		Browser browser = new Browser();
		assertThat(browser.get(with(this.withoutClients).uri("/clients/pinecone")).body())
			.isEqualTo(PineconeServer.TOKEN);
		assertThat(browser.get(without(this.withoutClients).uri("/clients/pinecone")).status()).isEqualTo(500);
	}

	private Map<String, Answer> answers(RunningApplication application) {
		Map<String, Answer> answers = new LinkedHashMap<>();
		for (String path : List.of("/open", "/user", "/api/user", "/projects", "/login", "/logout", "/error",
				"/oauth2/authorization/pinecone", "/login/oauth2/code/pinecone", "/login/oauth2/code/own")) {
			answers.put("nobody " + path, new Browser().get(application.uri(path), "Accept", "text/html"));
		}
		Browser browser = new Browser();
		answers.putAll(login(browser, application));
		for (String path : List.of("/user", "/clients/own", "/clients/service", "/clients/pinecone")) {
			answers.put(path, browser.get(application.uri(path)));
		}
		this.relays.forEach((path) -> answers.put(path, browser.get(application.uri(path))));
		answers.put("bearer", bearer(application, jwt(KEY)));
		answers.put("wrong bearer", bearer(application, jwt(KEY.replace("-", "+"))));
		answers.put("bearer of Pinecone", bearer(application, PineconeServer.TOKEN));
		return answers;
	}

	private static Map<String, Answer> login(Browser browser, RunningApplication application) {
		browser.get(application.uri("/user"), "Accept", "text/html");
		Answer authorization = browser.get(application.uri("/oauth2/authorization/own"), "Accept", "text/html");
		String state = authorization.location().getRawQuery().replaceAll("(.*&)?(state=[^&]*).*", "$2");
		Answer code = browser.get(application.uri("/login/oauth2/code/own?code=code&" + state), "Accept", "text/html");
		return Map.of("authorization", authorization, "code", code);
	}

	private static Answer answer(Map<String, Answer> answers, String name) {
		return Objects.requireNonNull(answers.get(name), name);
	}

	private static Map<String, String> comparable(Map<String, Answer> answers) {
		Map<String, String> comparable = new LinkedHashMap<>();
		answers.forEach((name, answer) -> comparable.put(name, answer.comparable()));
		return comparable;
	}

	private static Answer bearer(RunningApplication application, String token) {
		return new Browser().get(application.uri("/api/user"), "Authorization", "Bearer " + token);
	}

	private static String jwt(String key) {
		String content = encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
				+ encode("{\"sub\":\"caller\"}".getBytes(StandardCharsets.US_ASCII));
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
			return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
