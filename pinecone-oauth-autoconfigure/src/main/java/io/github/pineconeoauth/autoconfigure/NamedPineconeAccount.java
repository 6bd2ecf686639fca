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

package io.github.pineconeoauth.autoconfigure;

import io.github.pineconeoauth.account.PineconeAccount;
import io.github.pineconeoauth.admin.PineconeAdmin;
import io.github.pineconeoauth.admin.ReactivePineconeAdmin;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.client.PineconeClientHttpRequestInterceptor;
import io.github.pineconeoauth.client.ServiceAccount;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.client.reactive.PineconeExchangeFilterFunction;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link PineconeAccount} that creates its own clients.
 */
final class NamedPineconeAccount implements PineconeAccount {

	private final String name;

	private final ServiceAccounts serviceAccounts;

	private final RetrySettings retry;

	private final BeanFactory beanFactory;

	private final SingletonSupplier<RestClient> restClient = SingletonSupplier.of(this::createRestClient);

	private final SingletonSupplier<PineconeAdmin> admin = SingletonSupplier.of(this::createAdmin);

	private final SingletonSupplier<ReactiveClients> reactiveClients = SingletonSupplier
		.of(this::createReactiveClients);

	NamedPineconeAccount(String name, ServiceAccounts serviceAccounts, RetrySettings retry, BeanFactory beanFactory) {
		this.name = name;
		this.serviceAccounts = serviceAccounts;
		this.retry = retry;
		this.beanFactory = beanFactory;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public PineconeAdmin admin() {
		return this.admin.obtain();
	}

	@Override
	public ReactivePineconeAdmin reactiveAdmin() {
		return this.reactiveClients.obtain().admin();
	}

	@Override
	public RestClient restClient() {
		return this.restClient.obtain();
	}

	@Override
	public WebClient webClient() {
		return this.reactiveClients.obtain().webClient();
	}

	private RestClient createRestClient() {
		ServiceAccount account = this.serviceAccounts.get(this.name);
		return this.beanFactory.getBean(AdminRestClients.class)
			.create(new PineconeClientHttpRequestInterceptor(account));
	}

	private PineconeAdmin createAdmin() {
		return PineconeAdmin.create(restClient(), this.retry);
	}

	private ReactiveClients createReactiveClients() {
		DefaultPineconeAccount.requireWebFlux(this.beanFactory.containsBean("pineconeAdminWebClients"));
		return ReactiveClients.create(this.serviceAccounts.get(this.name), this.retry, this.beanFactory);
	}

	/**
	 * Reactive clients. In a separate class, since WebFlux is optional.
	 */
	private record ReactiveClients(WebClient webClient, ReactivePineconeAdmin admin) {

		static ReactiveClients create(ServiceAccount account, RetrySettings retry, BeanFactory beanFactory) {
			WebClient webClient = beanFactory.getBean(AdminWebClients.class)
				.create(new PineconeExchangeFilterFunction(account));
			return new ReactiveClients(webClient, ReactivePineconeAdmin.create(webClient, retry));
		}

	}

}
