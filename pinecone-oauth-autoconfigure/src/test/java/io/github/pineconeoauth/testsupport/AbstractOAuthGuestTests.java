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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.pineconeoauth.testsupport.Browser.Answer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares an application with OAuth 2 of its own with the same application without the
 * starter. Users log in with the registration {@code own}, the registration
 * {@code service} is for client credentials, and all below {@code /api} is for bearers of
 * a JWT.
 */
public abstract class AbstractOAuthGuestTests extends AbstractGuestTests {

	private static final String KEY = "a-key-of-thirty-two-characters-!";

	private static final String USER_TOKEN = "token-of-the-user";

	private static final String SERVICE_TOKEN = "token-of-the-service";

	private final LoopbackServer provider = new LoopbackServer();

	/**
	 * Create tests.
	 * @param type what type of application it is without the starter
	 */
	protected AbstractOAuthGuestTests(WebApplicationType type) {
		super(type);
		this.provider.on("/provider/token", (request) -> Response
			.token(request.body().contains("grant_type=client_credentials") ? SERVICE_TOKEN : USER_TOKEN, 1800));
		this.provider.on("/provider/user", (request) -> new Response(200, "{\"sub\":\"somebody\"}"));
		this.provider.on("/downstream", (request) -> new Response(200, request.authorization()));
	}

	@AfterAll
	void stopProvider() {
		this.provider.close();
	}

	@Override
	protected List<String> arguments() {
		return List.of("--application.key=" + KEY, "--application.downstream=" + address("/downstream"),
				"--application.provider=" + provider());
	}

	protected final URI provider() {
		return address("/provider");
	}

	/**
	 * Return where the provider is, without a name that the application has to resolve.
	 */
	private URI address(String path) {
		return URI.create(this.provider.uri(path).toString().replace("localhost", "127.0.0.1"));
	}

	@Test
	void loginWhenStarterIsAddedIsTheSame() {
		List<Answer> answers = login(new Browser(), with());
		assertThat(comparable(answers)).isEqualTo(comparable(login(new Browser(), without())));
		assertThat(answers.get(1).location().toString()).startsWith(provider() + "/authorize?")
			.contains("response_type=code", "client_id=own-id");
		assertThat(answers.get(2).location().getPath()).isEqualTo("/user");
		assertThat(answers.get(3).body()).isEqualTo("somebody");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/open", "/user", "/api/user", "/projects", "/login", "/logout", "/error",
			"/oauth2/authorization/pinecone", "/login/oauth2/code/pinecone", "/login/oauth2/code/own" })
	void answerWhenNobodyIsLoggedInIsTheSame(String path) {
		Answer answer = new Browser().get(with().uri(path), "Accept", "text/html");
		assertThat(answer.comparable())
			.isEqualTo(new Browser().get(without().uri(path), "Accept", "text/html").comparable());
	}

	@Test
	void endpointsWhenStarterIsAddedStayAsOpenAsTheyWere() {
		assertThat(new Browser().get(with().uri("/open")).body()).isEqualTo("open");
		assertThat(new Browser().get(with().uri("/user"), "Accept", "text/html").status()).isEqualTo(302);
		assertThat(new Browser().get(with().uri("/api/user")).status()).isEqualTo(401);
	}

	@Test
	void resourceServerWhenStarterIsAddedIsTheSame() {
		for (String token : List.of(jwt(KEY), jwt(KEY.toUpperCase(Locale.ROOT)), PineconeServer.TOKEN)) {
			Answer answer = bearer(with(), token);
			assertThat(answer.comparable()).isEqualTo(bearer(without(), token).comparable());
			assertThat(answer.status()).isEqualTo(token.equals(jwt(KEY)) ? 200 : 401);
		}
		assertThat(bearer(with(), jwt(KEY)).body()).isEqualTo("caller");
	}

	@Test
	void tokenRelayWhenStarterIsAddedIsTheSame() {
		assertThatTokenIsRelayed("/relay/webclient");
	}

	/**
	 * Check that what is behind the application gets the token of the user who is logged
	 * in, with and without the starter.
	 * @param path what to request of the application
	 */
	protected final void assertThatTokenIsRelayed(String path) {
		Answer answer = authenticated(with(), path);
		assertThat(answer.comparable()).isEqualTo(authenticated(without(), path).comparable());
		assertThat(answer.body()).isEqualTo("Bearer " + USER_TOKEN);
	}

	@Test
	void authorizedClientWhenRegistrationIsOfApplicationIsTheSame() {
		Answer own = authenticated(with(), "/clients/own");
		assertThat(own.comparable()).isEqualTo(authenticated(without(), "/clients/own").comparable());
		assertThat(own.body()).isEqualTo("somebody: " + USER_TOKEN);
		Answer service = authenticated(with(), "/clients/service");
		assertThat(service.comparable()).isEqualTo(authenticated(without(), "/clients/service").comparable());
		assertThat(service.body()).isEqualTo("somebody: " + SERVICE_TOKEN);
	}

	/**
	 * The application's manager resolves the argument, and knows no such registration.
	 */
	@Test
	void authorizedClientWhenRegistrationIsPineconeIsTheSame() {
		Answer answer = authenticated(with(), "/clients/pinecone");
		assertThat(answer.comparable()).isEqualTo(authenticated(without(), "/clients/pinecone").comparable());
		assertThat(answer.status()).isEqualTo(500);
	}

	@Override
	protected String callAdminApi() {
		return authenticated(with(), "/projects").body();
	}

	private static Answer authenticated(ApplicationProcess process, String path) {
		Browser browser = new Browser();
		login(browser, process);
		return browser.get(process.uri(path));
	}

	private static List<Answer> login(Browser browser, ApplicationProcess process) {
		List<Answer> answers = new ArrayList<>();
		answers.add(browser.get(process.uri("/user"), "Accept", "text/html"));
		answers.add(browser.get(process.uri("/oauth2/authorization/own"), "Accept", "text/html"));
		String state = answers.get(1).location().getRawQuery().replaceAll("(.*&)?(state=[^&]*).*", "$2");
		answers.add(browser.get(process.uri("/login/oauth2/code/own?code=code&" + state), "Accept", "text/html"));
		answers.add(browser.get(process.uri("/user")));
		return answers;
	}

	private static List<String> comparable(List<Answer> answers) {
		return answers.stream().map(Answer::comparable).toList();
	}

	private static Answer bearer(ApplicationProcess process, String token) {
		return new Browser().get(process.uri("/api/user"), "Authorization", "Bearer " + token);
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
