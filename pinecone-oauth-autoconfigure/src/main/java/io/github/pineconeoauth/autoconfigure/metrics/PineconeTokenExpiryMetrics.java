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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.AccountName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Gauges of the time until access tokens expire. Not a {@code MeterBinder}, which needs
 * Boot's metrics module.
 */
class PineconeTokenExpiryMetrics implements SmartInitializingSingleton, DisposableBean {

	private static final String NAME = "pinecone.oauth.token.expiry";

	private final ObjectProvider<ServiceAccounts> serviceAccounts;

	private final Set<String> names = new LinkedHashSet<>();

	private final MeterRegistry registry;

	private final List<Gauge> gauges = new ArrayList<>();

	/**
	 * Create new metrics.
	 * @param serviceAccounts the service accounts, resolved when a gauge is read
	 * @param names the names of all accounts except the default one
	 * @param registry the registry
	 */
	PineconeTokenExpiryMetrics(ObjectProvider<ServiceAccounts> serviceAccounts, Set<String> names,
			MeterRegistry registry) {
		this.serviceAccounts = serviceAccounts;
		this.names.add(AccountName.DEFAULT);
		this.names.addAll(names);
		this.registry = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.names) {
			if (this.registry.find(NAME).tag("account", name).gauge() == null) {
				this.gauges.add(Gauge.builder(NAME, () -> secondsToExpiry(name))
					.tag("account", name)
					.description("Time until the access token expires")
					.baseUnit("seconds")
					.register(this.registry));
			}
		}
	}

	@Override
	public void destroy() {
		this.gauges.forEach(this.registry::remove);
	}

	private double secondsToExpiry(String name) {
		Duration timeToExpiry = this.serviceAccounts.getObject().get(name).sharedToken().timeToExpiry();
		return (timeToExpiry != null) ? timeToExpiry.toMillis() / 1000.0 : Double.NaN;
	}

}
