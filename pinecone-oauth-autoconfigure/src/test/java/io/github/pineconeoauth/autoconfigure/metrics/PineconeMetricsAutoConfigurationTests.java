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

import io.github.pineconeoauth.autoconfigure.TestAutoConfigurations;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.testsupport.LoopbackServer;
import io.github.pineconeoauth.testsupport.LoopbackServer.Response;
import io.github.pineconeoauth.testsupport.ManualTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PineconeMetricsAutoConfiguration}.
 */
class PineconeMetricsAutoConfigurationTests {

	private static final String REQUESTS = "pinecone.oauth.token.requests";

	private static final String EXPIRY = "pinecone.oauth.token.expiry";

	@RegisterExtension
	final LoopbackServer server = LoopbackServer.pinecone();

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner withoutMetricsModule = TestAutoConfigurations.runner(this.server, this.time)
		.withConfiguration(AutoConfigurations.of(PineconeMetricsAutoConfiguration.class))
		.withPropertyValues("pinecone.oauth.retry.initial-backoff=1ms");

	private final ApplicationContextRunner contextRunner = this.withoutMetricsModule.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	@Test
	void requestIsCountedOnceAndItsAttemptsAreObserved() {
		this.server.on(LoopbackServer.TOKEN, new Response(503, ""), Response.token("token", 1800));
		this.contextRunner.run((context) -> {
			assertThat(registry(context).find(REQUESTS).meters()).isEmpty();
			obtainToken(context, "default");
			assertThat(registry(context).get(REQUESTS).tags("outcome", "success", "error", "none").timer().count())
				.isEqualTo(1);
			Awaitility.await().ignoreExceptions().untilAsserted(() -> {
				assertThat(attempts(context, "503").count()).isEqualTo(1);
				assertThat(attempts(context, "200").count()).isEqualTo(1);
			});
			assertThat(registry(context).getMeters()).extracting((meter) -> meter.getId().toString())
				.noneMatch((id) -> id.contains("secret") || id.contains("Bearer"));
		});
	}

	@Test
	void metersAreTaggedWithTheirAccount() {
		this.contextRunner
			.withPropertyValues("pinecone.accounts.billing.client-id=billing",
					"pinecone.accounts.billing.client-secret=secret")
			.run((context) -> {
				obtainToken(context, "billing");
				assertThat(registry(context).get(REQUESTS).timer().getId().getTag("account")).isEqualTo("billing");
				assertThat(registry(context).get(EXPIRY).tag("account", "billing").gauge().value()).isPositive();
				assertThat(registry(context).get(EXPIRY).tag("account", "default").gauge().value()).isNaN();
			});
	}

	@Test
	void expiryIsTheTimeLeftInSeconds() {
		this.contextRunner.run((context) -> {
			assertThat(expiry(context)).isNaN();
			assertThat(this.server.tokenRequests()).isEmpty();
			obtainToken(context, "default");
			Meter.Id id = registry(context).get(EXPIRY).gauge().getId();
			assertThat(id.getBaseUnit()).isEqualTo("seconds");
			assertThat(id.getDescription()).isNotBlank();
			assertThat(id.getTags()).containsExactly(Tag.of("account", "default"));
			assertThat(expiry(context)).isEqualTo(1800);
			this.time.advanceSeconds(600);
			assertThat(expiry(context)).isEqualTo(1200);
			this.time.advanceSeconds(1300);
			assertThat(expiry(context)).isZero();
			assertThat(this.server.tokenRequests()).hasSize(1);
		});
	}

	@Test
	void metersAreInEachOfSeveralRegistries() {
		this.contextRunner.withUserConfiguration(TwoRegistriesConfiguration.class).run((context) -> {
			assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(CompositeMeterRegistry.class);
			obtainToken(context, "default");
			assertThat(context.getBeansOfType(SimpleMeterRegistry.class).values()).hasSize(2).allSatisfy((registry) -> {
				assertThat(registry.get(REQUESTS).timer().count()).isEqualTo(1);
				assertThat(registry.get(EXPIRY).gauge().value()).isEqualTo(1800);
			});
		});
	}

	@Test
	void metersAreInTheRegistryOfTheApplicationWithoutMetricsModule() {
		this.withoutMetricsModule.withBean(SimpleMeterRegistry.class).run((context) -> {
			obtainToken(context, "default");
			assertThat(registry(context).get(REQUESTS).timer().count()).isEqualTo(1);
			assertThat(expiry(context)).isPositive();
		});
	}

	@Test
	void metersAreAbsentWithoutOneRegistry() {
		this.withoutMetricsModule
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("pineconeTokenRequestMetrics"));
		this.withoutMetricsModule.withBean("one", SimpleMeterRegistry.class)
			.withBean("another", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("pineconeTokenExpiryMetrics"));
	}

	@Test
	void metersAreAbsentWithoutMicrometer() {
		this.withoutMetricsModule.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean("pineconeTokenRequestMetrics")
				.doesNotHaveBean("pineconeTokenExpiryMetrics");
			obtainToken(context, "default");
		});
	}

	@Test
	void metersAreAbsentWithoutCredentials() {
		this.contextRunner.withPropertyValues("pinecone.client-id=", "pinecone.client-secret=").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(registry(context).find(EXPIRY).meters()).isEmpty();
		});
	}

	private static Timer attempts(ApplicationContext context, String status) {
		return registry(context).get("http.client.requests")
			.tags("method", "POST", "status", status, "client.name", "localhost")
			.timer();
	}

	private static MeterRegistry registry(ApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

	private static double expiry(ApplicationContext context) {
		return registry(context).get(EXPIRY).gauge().value();
	}

	private static void obtainToken(ApplicationContext context, String account) {
		context.getBean(ServiceAccounts.class).get(account).token();
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
