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

import java.time.Duration;

import io.github.pineconeoauth.client.ServiceAccount;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Measures how long the access token is going to live, as long as the application lives:
 * the registry may outlive it. Registers the gauge itself, since a {@code MeterBinder}
 * needs Boot's metrics module.
 */
class PineconeTokenExpiryMetrics implements SmartInitializingSingleton, DisposableBean {

	private static final String NAME = "pinecone.oauth.token.expiry";

	private final ObjectProvider<ServiceAccount> serviceAccount;

	private final MeterRegistry registry;

	private @Nullable Gauge gauge;

	PineconeTokenExpiryMetrics(ObjectProvider<ServiceAccount> serviceAccount, MeterRegistry registry) {
		this.serviceAccount = serviceAccount;
		this.registry = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.registry.find(NAME).gauge() == null) {
			this.gauge = Gauge.builder(NAME, this.serviceAccount, PineconeTokenExpiryMetrics::secondsToExpiry)
				.tag("account", "default")
				.description("Time until the access token expires")
				.baseUnit("seconds")
				.register(this.registry);
		}
	}

	@Override
	public void destroy() {
		if (this.gauge != null) {
			this.registry.remove(this.gauge);
		}
	}

	private static double secondsToExpiry(ObjectProvider<ServiceAccount> serviceAccount) {
		Duration timeToExpiry = serviceAccount.getObject().sharedToken().timeToExpiry();
		return (timeToExpiry != null) ? timeToExpiry.toMillis() / 1000.0 : Double.NaN;
	}

}
