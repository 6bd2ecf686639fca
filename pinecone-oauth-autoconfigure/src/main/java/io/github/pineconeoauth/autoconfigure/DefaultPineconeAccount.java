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
import io.github.pineconeoauth.token.AccountName;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Default {@link PineconeAccount}, whose clients are beans.
 *
 * @param beanFactory the bean factory with the clients
 */
record DefaultPineconeAccount(BeanFactory beanFactory) implements PineconeAccount {

	@Override
	public String getName() {
		return AccountName.DEFAULT;
	}

	@Override
	public PineconeAdmin admin() {
		return this.beanFactory.getBean("pineconeAdmin", PineconeAdmin.class);
	}

	@Override
	public ReactivePineconeAdmin reactiveAdmin() {
		requireWebFlux(this.beanFactory.containsBean("pineconeReactiveAdmin"));
		return this.beanFactory.getBean("pineconeReactiveAdmin", ReactivePineconeAdmin.class);
	}

	@Override
	public RestClient restClient() {
		return this.beanFactory.getBean("pineconeAdminRestClient", RestClient.class);
	}

	@Override
	public WebClient webClient() {
		requireWebFlux(this.beanFactory.containsBean("pineconeAdminWebClient"));
		return this.beanFactory.getBean("pineconeAdminWebClient", WebClient.class);
	}

	static void requireWebFlux(boolean present) {
		Assert.state(present, "There are no reactive clients: spring-webflux is not on the class path");
	}

}
