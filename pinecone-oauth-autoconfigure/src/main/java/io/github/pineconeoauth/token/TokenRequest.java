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

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;

/**
 * The token request: the client-credentials grant
 * (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, section
 * 4.4</a>, OpenAPI operation {@code get_token}) with its retries. Knows nothing about the
 * tokens it gets. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TokenRequest {

	/**
	 * The name of the header that selects a version of Pinecone's APIs.
	 */
	public static final String API_VERSION_HEADER = "X-Pinecone-Api-Version";

	private static final String AUDIENCE = "audience";

	private static final double JITTER = 0.5;

	private final WebClient webClient;

	private final Settings settings;

	private final Supplier<@Nullable String> clientId;

	private final Supplier<@Nullable String> clientSecret;

	private final ObservationRegistry observationRegistry;

	/**
	 * For what may block.
	 */
	private final Scheduler credentialsScheduler = OnDemandScheduler.create();

	private final Scheduler timer = OnDemandScheduler.create();

	/**
	 * Create a new token request.
	 * @param webClient the client to send it with; must not follow redirects
	 * @param settings where to send it, and how often
	 * @param clientId asked for each token request; may block
	 * @param clientSecret asked for each token request; may block
	 * @param observationRegistry knows the subscriber's observation, which becomes the
	 * parent of the request's
	 */
	public TokenRequest(WebClient webClient, Settings settings, Supplier<@Nullable String> clientId,
			Supplier<@Nullable String> clientSecret, ObservationRegistry observationRegistry) {
		this.webClient = webClient.mutate().uriBuilderFactory(verbatim()).build();
		this.settings = settings;
		this.clientId = clientId;
		this.clientSecret = clientSecret;
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Return a publisher that sends one token request, retries included, per
	 * subscription. It never blocks the subscriber, which only starts a thread for it: a
	 * caller that finds a renewal due goes on at once.
	 * @return an authorized client whose registration does not carry the client secret,
	 * or an error signal with {@link PineconeAuthorizationException}
	 */
	public Mono<OAuth2AuthorizedClient> toMono() {
		Retry retry = retry();
		return Mono.fromCallable(this::registration)
			.subscribeOn(this.credentialsScheduler)
			.timeout(this.settings.timeout(),
					Mono.error(() -> TokenFailures.noCredentials(new TimeoutException("Reading them took too long"))),
					this.timer)
			.flatMap((registration) -> attempt(registration).retryWhen(retry))
			.onErrorMap(TokenFailures::of)
			.subscribeOn(this.timer)
			.contextWrite(this::withCurrentObservation);
	}

	/**
	 * Carry the observation of a blocking caller over to the threads of the request. That
	 * of a reactive one is in the context already.
	 */
	private Context withCurrentObservation(Context context) {
		Observation current = this.observationRegistry.getCurrentObservation();
		return (current == null || context.hasKey(ObservationThreadLocalAccessor.KEY)) ? context
				: context.put(ObservationThreadLocalAccessor.KEY, current);
	}

	private ClientRegistration registration() {
		String clientId = read(this.clientId);
		String clientSecret = read(this.clientSecret);
		return ClientRegistration.withRegistrationId(PineconeAuthorizationException.REGISTRATION_ID)
			.clientId(clientId)
			.clientSecret(clientSecret)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.tokenUri(this.settings.tokenUri().toString())
			.build();
	}

	/**
	 * Catches errors as well: Reactor throws some of them where nobody sees them.
	 */
	private static String read(Supplier<@Nullable String> credential) {
		String value;
		try {
			value = credential.get();
		}
		catch (Throwable ex) {
			throw TokenFailures.noCredentials(ex);
		}
		if (!StringUtils.hasText(value)) {
			throw TokenFailures.noCredentials(null);
		}
		return value;
	}

	private Mono<OAuth2AuthorizedClient> attempt(ClientRegistration registration) {
		WebClientReactiveClientCredentialsTokenResponseClient client = new WebClientReactiveClientCredentialsTokenResponseClient();
		client.setWebClient(this.webClient);
		client.addParametersConverter((grantRequest) -> audience());
		client.addHeadersConverter((grantRequest) -> headers());
		client.setBodyExtractor(new TokenResponseReader(new SecretMask(registration.getClientSecret())));
		ClientRegistration withoutSecret = ClientRegistration.withClientRegistration(registration)
			.clientSecret(null)
			.build();
		return client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
			.map((response) -> new OAuth2AuthorizedClient(withoutSecret, registration.getClientId(),
					response.getAccessToken()))
			.timeout(this.settings.timeout(), this.timer)
			.onErrorMap(TokenFailures::of);
	}

	/**
	 * The token URI is encoded already.
	 */
	private static DefaultUriBuilderFactory verbatim() {
		DefaultUriBuilderFactory uriBuilderFactory = new DefaultUriBuilderFactory();
		uriBuilderFactory.setEncodingMode(EncodingMode.NONE);
		return uriBuilderFactory;
	}

	private MultiValueMap<String, String> audience() {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
		parameters.add(AUDIENCE, this.settings.audience());
		return parameters;
	}

	private HttpHeaders headers() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(API_VERSION_HEADER, this.settings.apiVersion());
		headers.set(HttpHeaders.USER_AGENT, "pinecone-oauth/" + ProjectVersion.VERSION);
		return headers;
	}

	/**
	 * Back-off with jitter, after the time for which the server asked.
	 */
	private Retry retry() {
		Duration maxBackoff = this.settings.maxBackoff();
		Duration initialBackoff = this.settings.initialBackoff();
		return Retry
			.backoff(this.settings.maxRetries(),
					(initialBackoff.compareTo(maxBackoff) < 0) ? initialBackoff : maxBackoff)
			.maxBackoff(maxBackoff)
			.jitter(JITTER)
			.scheduler(this.timer)
			.filter((ex) -> ex instanceof PineconeAuthorizationException failure && failure.isTransient()
					&& retryAfter(failure).compareTo(maxBackoff) <= 0)
			.doBeforeRetryAsync(
					(signal) -> Mono.delay(retryAfter((PineconeAuthorizationException) signal.failure()), this.timer)
						.then())
			.onRetryExhaustedThrow((spec, signal) -> signal.failure());
	}

	private static Duration retryAfter(PineconeAuthorizationException failure) {
		Duration retryAfter = failure.getRetryAfter();
		return (retryAfter != null) ? retryAfter : Duration.ZERO;
	}

	/**
	 * Where to send token requests, and how often.
	 *
	 * @param tokenUri the token endpoint
	 * @param audience the audience of the token
	 * @param apiVersion the value of the {@code X-Pinecone-Api-Version} header
	 * @param timeout how long a single attempt may take altogether
	 * @param maxRetries the maximum number of retries
	 * @param initialBackoff the back-off before the first retry
	 * @param maxBackoff the maximum back-off, and the longest {@code Retry-After} that is
	 * waited for
	 */
	public record Settings(URI tokenUri, String audience, String apiVersion, Duration timeout, int maxRetries,
			Duration initialBackoff, Duration maxBackoff) {
	}

}
