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

package io.github.pineconeoauth.token;

import java.net.URLDecoder;
import java.net.http.HttpClient.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.pineconeoauth.PineconeAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a token request looks like on the wire, and for the tokens it gets.
 */
class TokenRequestTests {

	private static final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());

	private static final WireMockServer other = new WireMockServer(WireMockConfiguration.options().dynamicPort());

	private final String tokenUri = server.baseUrl() + "/oauth/token";

	private final ApplicationContextRunner runner = TokenApplication.runner(this.tokenUri);

	@BeforeAll
	static void startServers() {
		server.start();
		other.start();
	}

	@AfterAll
	static void stopServers() {
		server.stop();
		other.stop();
	}

	@BeforeEach
	void resetServers() {
		server.resetAll();
		server.stubFor(post("/oauth/token").willReturn(okJson(TokenApplication.TOKEN_RESPONSE)));
		other.resetAll();
		other.stubFor(any(anyUrl()).willReturn(okJson(TokenApplication.TOKEN_RESPONSE)));
	}

	@Test
	void requestSendsFormWithFourParametersAndNothingElse() {
		LoggedRequest request = send(this.runner);
		assertThat(request.getMethod().getName()).isEqualTo("POST");
		assertThat(request.getUrl()).isEqualTo("/oauth/token");
		assertThat(request.getHeader(HttpHeaders.CONTENT_TYPE)).isEqualTo("application/x-www-form-urlencoded");
		assertThat(form(request)).containsExactlyInAnyOrder("grant_type=client_credentials",
				"client_id=" + TokenApplication.CLIENT_ID, "client_secret=" + TokenApplication.CLIENT_SECRET,
				"audience=https://api.pinecone.io/");
	}

	@Test
	void requestWhenAudienceAndApiVersionAreConfiguredSendsThem() {
		LoggedRequest request = send(this.runner
			.withPropertyValues("pinecone.oauth.audience=https://other.example/&=+%ä", "pinecone.api-version=2025-10"));
		assertThat(form(request)).contains("audience=https://other.example/&=+%ä").hasSize(4);
		assertThat(request.header("X-Pinecone-Api-Version").values()).containsExactly("2025-10");
	}

	@Test
	void requestSendsHeadersOfContract() throws Exception {
		LoggedRequest request = send(this.runner);
		assertThat(request.header(HttpHeaders.ACCEPT).values()).containsExactly("application/json");
		assertThat(request.header("X-Pinecone-Api-Version").values()).containsExactly("2026-07");
		Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
		assertThat(version.find()).isTrue();
		assertThat(request.header(HttpHeaders.USER_AGENT).values())
			.containsExactly("pinecone-oauth/" + version.group(1));
		assertThat(request.containsHeader(HttpHeaders.AUTHORIZATION)).isFalse();
		assertThat(request.containsHeader(HttpHeaders.COOKIE)).isFalse();
		assertThat(request.containsHeader(HttpHeaders.ACCEPT_ENCODING)).isFalse();
		assertThat(request.containsHeader(HttpHeaders.UPGRADE)).isFalse();
	}

	@Test
	void requestKeepsSecretOutOfUrlAndHeaders() {
		LoggedRequest request = send(this.runner);
		TokenApplication.assertNoSecrets(request.getUrl() + request.getHeaders());
	}

	@Test
	void requestWhenTokenUriHasQueryAndEscapesIsSentThere() {
		String target = "/oauth%2Ftoken/v2?tenant=a%20b&x=%7Bid%7D+";
		server.stubFor(post(anyUrl()).willReturn(okJson(TokenApplication.TOKEN_RESPONSE)));
		assertThat(send(TokenApplication.runner(server.baseUrl() + target)).getUrl()).isEqualTo(target);
	}

	@Test
	void requestWhenApplicationCustomizesWebClientsIsNotAffected() {
		LoggedRequest request = send(this.runner.withUserConfiguration(WebClientCustomizerConfiguration.class));
		assertThat(request.containsHeader("X-Customized")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void requestWhenRedirectedAndApplicationFollowsRedirectsDoesNotFollow(int status) {
		redirect(status, other.baseUrl() + "/oauth/token");
		this.runner.withUserConfiguration(FollowRedirectsConfiguration.class)
			.withPropertyValues("spring.http.clients.redirects=follow")
			.run((application) -> {
				assertNotFollowed(TokenApplication.authorizeAndFail(application), status);
				assertThat(application.getBean(FollowRedirectsConfiguration.class).used).isTrue();
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1800                   | 1800
			"1800"                 | 1800
			1800.5                 | 1801
			0.5                    | 1
			1.8e3                  | 1800
			1                      | 1
			"1"                    | 1
			"007"                  | 7
			31536000               | 31536000
			99999999999999999999   | 31536000
			"99999999999999999999" | 31536000
			null                   | 300
			""")
	void requestWhenExpiresInIsNumberOrItsDigitsGivesTokenOfThatLifetime(String expiresIn, long seconds) {
		server.stubFor(
				post("/oauth/token").willReturn(okJson(TokenApplication.TOKEN_RESPONSE.replace("1800", expiresIn))));
		assertThat(lifetime()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void requestWhenExpiresInIsAbsentGivesTokenForFiveMinutes() {
		server.stubFor(post("/oauth/token")
			.willReturn(okJson(TokenApplication.TOKEN_RESPONSE.replace("expires_in", "expires"))));
		assertThat(lifetime()).isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "bearer", "BEARER" })
	void requestWhenTokenTypeIsBearerInAnyCaseGivesToken(String tokenType) {
		server.stubFor(
				post("/oauth/token").willReturn(okJson(TokenApplication.TOKEN_RESPONSE.replace("Bearer", tokenType))));
		this.runner.run((application) -> {
			OAuth2AccessToken token = TokenApplication.authorize(application).getAccessToken();
			assertThat(token.getTokenValue()).isEqualTo(TokenApplication.ACCESS_TOKEN);
			assertThat(token.getTokenType()).isEqualTo(OAuth2AccessToken.TokenType.BEARER);
		});
	}

	@Test
	void requestWhenResponseHasMoreThanTokenIgnoresIt() {
		String more = "{\"scope\":\"a b\",\"refresh_token\":\"r\",\"id_token\":null,\"x\":{\"y\":[1,{}]},\"error\":\"\",";
		server.stubFor(
				post("/oauth/token").willReturn(okJson("\n" + TokenApplication.TOKEN_RESPONSE.replace("{", more))));
		this.runner.run((application) -> assertThat(TokenApplication.authorize(application)).satisfies((client) -> {
			assertThat(client.getAccessToken().getTokenValue()).isEqualTo(TokenApplication.ACCESS_TOKEN);
			assertThat(client.getRefreshToken()).isNull();
		}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/plain;charset=ISO-8859-1", "application/jwt", "nonsense", "" })
	void requestWhenContentTypeIsWrongReadsJsonAllTheSame(String contentType) {
		server.stubFor(post("/oauth/token").willReturn(status(200).withHeader(HttpHeaders.CONTENT_TYPE, contentType)
			.withBody(TokenApplication.TOKEN_RESPONSE)));
		this.runner.run((application) -> assertThat(TokenApplication.authorize(application)).isNotNull());
	}

	private LoggedRequest send(ApplicationContextRunner runner) {
		runner.run(TokenApplication::authorize);
		assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(1);
		return server.findAll(anyRequestedFor(anyUrl())).get(0);
	}

	private Duration lifetime() {
		Duration[] lifetime = new Duration[1];
		this.runner.run((application) -> {
			OAuth2AccessToken token = TokenApplication.authorize(application).getAccessToken();
			lifetime[0] = Duration.between(Objects.requireNonNull(token.getIssuedAt()),
					Objects.requireNonNull(token.getExpiresAt()));
		});
		return lifetime[0];
	}

	private static Stream<String> form(LoggedRequest request) {
		return Stream.of(request.getBodyAsString().split("&"))
			.map((parameter) -> URLDecoder.decode(parameter, StandardCharsets.UTF_8));
	}

	private static void redirect(int status, String location) {
		server.stubFor(any(anyUrl()).willReturn(status(status).withHeader(HttpHeaders.LOCATION, location)));
	}

	private static void assertNotFollowed(PineconeAuthorizationException failure, int status) {
		assertThat(failure.getError().getErrorCode()).isEqualTo("invalid_token_response");
		assertThat(failure.getStatusCode()).isEqualTo(HttpStatusCode.valueOf(status));
		assertThat(failure.isTransient()).isFalse();
		assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(1);
		assertThat(other.findAll(anyRequestedFor(anyUrl()))).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class FollowRedirectsConfiguration {

		private boolean used;

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> followRedirectsCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> {
				this.used = true;
				client.followRedirects(Redirect.ALWAYS);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WebClientCustomizerConfiguration {

		@Bean
		WebClientCustomizer headerCustomizer() {
			return (builder) -> builder.defaultHeader("X-Customized", "true");
		}

	}

}
