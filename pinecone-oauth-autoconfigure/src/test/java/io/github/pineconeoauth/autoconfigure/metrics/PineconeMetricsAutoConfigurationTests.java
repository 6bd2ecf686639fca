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

package io.github.pineconeoauth.autoconfigure.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pineconeoauth.PineconeAuthorizationException;
import io.github.pineconeoauth.autoconfigure.ManualTimePostProcessor;
import io.github.pineconeoauth.autoconfigure.PineconeOAuthAutoConfiguration;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.metrics.HttpClientMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PineconeMetricsAutoConfiguration}.
 */
class PineconeMetricsAutoConfigurationTests {

	private static final String TOKEN = "/oauth/token";

	private static final String REQUESTS = "pinecone.oauth.token.requests";

	private static final String EXPIRY = "pinecone.oauth.token.expiry";

	private final ManualTime time = new ManualTime();

	private final LoopbackServer server = new LoopbackServer();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, HttpClientMetricsAutoConfiguration.class,
				ObservationAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				PineconeOAuthAutoConfiguration.class, PineconeMetricsAutoConfiguration.class))
		.withBean(ManualTimePostProcessor.class, () -> new ManualTimePostProcessor(this.time))
		.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=a-very-secret-secret",
				"pinecone.oauth.token-uri=" + this.server.uri(TOKEN), "pinecone.oauth.retry.initial-backoff=1ms");

	@BeforeEach
	void answer() {
		this.server.on(TOKEN, (request) -> Response.token("a-token", 1800));
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void requestsWhenNoneWasSentAreNotThere() {
		this.contextRunner.run((context) -> assertThat(registry(context).find(REQUESTS).meters()).isEmpty());
	}

	@Test
	void requestsWhenOneSucceedsCountOneSuccess() {
		this.contextRunner.run((context) -> {
			obtainToken(context);
			obtainToken(context);
			Timer timer = registry(context).get(REQUESTS).timer();
			assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("account", "default"),
					Tag.of("outcome", "success"), Tag.of("error", "none"));
			assertThat(timer.getId().getDescription()).isNotBlank();
			assertThat(timer.count()).isEqualTo(1);
			assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void metersAreTaggedWithTheirAccount() {
		this.contextRunner
			.withPropertyValues("pinecone.accounts.billing.client-id=billing",
					"pinecone.accounts.billing.client-secret=a-very-secret-secret")
			.run((context) -> {
				context.getBean(ServiceAccounts.class).get("billing").token();
				assertThat(registry(context).find(REQUESTS).timers()).singleElement()
					.satisfies((timer) -> assertThat(timer.getId().getTag("account")).isEqualTo("billing"));
				assertThat(registry(context).get(EXPIRY).tag("account", "billing").gauge().value()).isPositive();
				assertThat(registry(context).get(EXPIRY).tag("account", "default").gauge().value()).isNaN();
			});
	}

	@Test
	void requestsWhenOneNeedsRetriesCountOneSuccessThatLastsAsLongAsAllOfIt() {
		AtomicInteger failures = new AtomicInteger(2);
		this.server.on(TOKEN, (request) -> (failures.getAndDecrement() > 0) ? new Response(503, "")
				: Response.token("a-token", 1800));
		this.contextRunner.withPropertyValues("pinecone.oauth.retry.initial-backoff=100ms").run((context) -> {
			obtainToken(context);
			Timer timer = registry(context).get(REQUESTS).timer();
			assertThat(timer.getId().getTag("outcome")).isEqualTo("success");
			assertThat(timer.count()).isEqualTo(1);
			assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(100);
		});
		assertThat(this.server.requests(TOKEN)).hasSize(3);
	}

	@Test
	void requestsWhenOneIsARenewalCountItAsWell() {
		this.contextRunner.run((context) -> {
			obtainToken(context);
			this.time.advanceSeconds(1800);
			obtainToken(context);
			assertThat(registry(context).get(REQUESTS).tag("outcome", "success").timer().count()).isEqualTo(2);
		});
	}

	@ParameterizedTest
	@CsvSource({ "400, '', invalid_request", "401, '', invalid_client", "403, '', access_denied",
			"429, '', temporarily_unavailable", "503, '', temporarily_unavailable", "500, '', server_error",
			"302, '', invalid_token_response", "200, '{}', invalid_token_response",
			"400, '{\"error\":\"invalid_client\"}', invalid_client", "400, '{\"error\":\"code-4711\"}', other",
			"401, '{\"error\":\"a-very-secret-secret\"}', other", "400, '{\"error\":\"none\"}', other",
			"400, '{\"error\":\"other\"}', other" })
	void requestsWhenOneFailsCountOneFailureWithItsError(int status, String body, String error) {
		this.server.on(TOKEN, (request) -> new Response(status, body));
		this.contextRunner.withPropertyValues("pinecone.oauth.retry.max-retries=1").run((context) -> {
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> obtainToken(context));
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> obtainToken(context));
			Timer timer = registry(context).get(REQUESTS).timer();
			assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("account", "default"),
					Tag.of("outcome", "failure"), Tag.of("error", error));
			assertThat(timer.count()).isEqualTo(1);
		});
	}

	@Test
	void requestsWhenTokenEndpointGivesNoResponseCountOneFailure() {
		this.server.close();
		this.contextRunner.run((context) -> {
			assertThatExceptionOfType(PineconeAuthorizationException.class).isThrownBy(() -> obtainToken(context));
			assertThat(registry(context).get(REQUESTS)
				.tags("outcome", "failure", "error", "temporarily_unavailable")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void tokenCanBeObtainedWhenTheRegistryThrows() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry() {

			@Override
			protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
				throw new IllegalStateException("No more timers");
			}

		};
		withoutMetricsModule().withBean(MeterRegistry.class, () -> registry)
			.run((context) -> assertThat(context.getBean(ServiceAccount.class).token()).isNotNull());
	}

	@Test
	void expiryWhenThereIsNoTokenIsUnknown() {
		this.contextRunner.run((context) -> {
			assertThat(registry(context).get(EXPIRY).gauge().value()).isNaN();
			assertThat(this.server.requests(TOKEN)).isEmpty();
		});
	}

	@Test
	void expiryWhenThereIsATokenIsTheTimeLeftInSeconds() {
		this.contextRunner.run((context) -> {
			obtainToken(context);
			Meter.Id id = registry(context).get(EXPIRY).gauge().getId();
			assertThat(id.getBaseUnit()).isEqualTo("seconds");
			assertThat(id.getDescription()).isNotBlank();
			assertThat(id.getTags()).containsExactly(Tag.of("account", "default"));
			assertThat(expiry(context)).isEqualTo(1800);
			this.time.advanceSeconds(600);
			assertThat(expiry(context)).isEqualTo(1200);
			this.time.advanceSeconds(1300);
			assertThat(expiry(context)).isZero();
			assertThat(this.server.requests(TOKEN)).hasSize(1);
		});
	}

	@Test
	void expiryWhenGarbageIsCollectedIsStillThere() {
		this.contextRunner.run((context) -> {
			obtainToken(context);
			System.gc();
			assertThat(expiry(context)).isEqualTo(1800);
		});
	}

	@Test
	void metersContainNeitherSecretNorToken() {
		this.contextRunner.run((context) -> {
			obtainToken(context);
			Awaitility.await()
				.untilAsserted(() -> assertThat(registry(context).getMeters()).extracting(Meter::getId)
					.extracting(Meter.Id::getName)
					.contains(REQUESTS, EXPIRY, "http.client.requests"));
			assertThat(registry(context).getMeters()).extracting((meter) -> meter.getId().toString())
				.noneMatch((id) -> id.contains("a-very-secret-secret") || id.contains("a-token"));
		});
	}

	@Test
	void httpClientRequestsContainEachAttempt() {
		AtomicInteger failures = new AtomicInteger(1);
		this.server.on(TOKEN, (request) -> (failures.getAndDecrement() > 0) ? new Response(503, "")
				: Response.token("a-token", 1800));
		this.contextRunner.run((context) -> {
			obtainToken(context);
			Awaitility.await().ignoreExceptions().untilAsserted(() -> {
				assertThat(httpClientRequests(context, "503").count()).isEqualTo(1);
				assertThat(httpClientRequests(context, "200").count()).isEqualTo(1);
			});
		});
	}

	@Test
	void metersWhenThereAreSeveralRegistriesAreInEach() {
		this.contextRunner.withUserConfiguration(TwoRegistriesConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			obtainToken(context);
			for (String name : List.of("oneRegistry", "anotherRegistry")) {
				MeterRegistry registry = context.getBean(name, MeterRegistry.class);
				assertThat(registry.get(REQUESTS).timer().count()).isEqualTo(1);
				assertThat(registry.get(EXPIRY).gauge().value()).isEqualTo(1800);
			}
		});
	}

	@Test
	void metersWhenMicrometerIsMissingAreAbsent() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PineconeOAuthAutoConfiguration.class, PineconeMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=secret",
					"pinecone.oauth.token-uri=" + this.server.uri(TOKEN))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("pineconeTokenRequestMetrics")
					.doesNotHaveBean("pineconeTokenExpiryMetrics");
				obtainToken(context);
			});
	}

	@Test
	void metersWhenBootsMetricsModuleIsMissingAreInTheRegistryOfTheApplication() {
		withoutMetricsModule().withBean(SimpleMeterRegistry.class).run((context) -> {
			obtainToken(context);
			assertThat(registry(context).get(REQUESTS).timer().count()).isEqualTo(1);
			assertThat(registry(context).get(EXPIRY).gauge().value()).isPositive();
		});
	}

	@Test
	void metersWhenNoRegistryIsTheOneAreAbsent() {
		withoutMetricsModule().withBean("one", SimpleMeterRegistry.class)
			.withBean("another", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("pineconeTokenExpiryMetrics"));
	}

	@Test
	void metersWhenThereIsNoRegistryAreAbsent() {
		this.contextRunner
			.withPropertyValues("management.simple.metrics.export.enabled=false",
					"management.defaults.metrics.export.enabled=false")
			.withClassLoader(new FilteredClassLoader(CompositeMeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("pineconeTokenRequestMetrics"));
	}

	@Test
	void metersWhenCredentialsAreMissingAreAbsent() {
		this.contextRunner.withPropertyValues("pinecone.client-id=", "pinecone.client-secret=").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(registry(context).find(EXPIRY).meters()).isEmpty();
		});
	}

	private static Timer httpClientRequests(ApplicationContext context, String status) {
		return registry(context).get("http.client.requests")
			.tags("method", "POST", "status", status, "client.name", "localhost")
			.timer();
	}

	private ApplicationContextRunner withoutMetricsModule() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					PineconeOAuthAutoConfiguration.class, PineconeMetricsAutoConfiguration.class))
			.withPropertyValues("pinecone.client-id=id", "pinecone.client-secret=a-very-secret-secret",
					"pinecone.oauth.token-uri=" + this.server.uri(TOKEN));
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

	private static double expiry(ApplicationContext context) {
		return registry(context).get(EXPIRY).gauge().value();
	}

	private static void obtainToken(ApplicationContext context) {
		context.getBean(ServiceAccount.class).token();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRegistriesConfiguration {

		@Bean
		MeterRegistry oneRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		MeterRegistry anotherRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
