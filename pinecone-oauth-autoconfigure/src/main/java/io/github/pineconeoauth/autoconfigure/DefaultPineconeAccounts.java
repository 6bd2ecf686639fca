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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.pineconeoauth.account.PineconeAccount;
import io.github.pineconeoauth.account.PineconeAccounts;
import io.github.pineconeoauth.admin.RetrySettings;
import io.github.pineconeoauth.client.ServiceAccounts;
import io.github.pineconeoauth.token.AccountName;

import org.springframework.beans.factory.BeanFactory;

/**
 * {@link PineconeAccounts} backed by {@link ServiceAccounts}.
 */
final class DefaultPineconeAccounts implements PineconeAccounts {

	private final Map<String, PineconeAccount> accounts = new LinkedHashMap<>();

	DefaultPineconeAccounts(ServiceAccounts serviceAccounts, RetrySettings retry, BeanFactory beanFactory) {
		for (String name : serviceAccounts.names()) {
			this.accounts.put(name, name.equals(AccountName.DEFAULT) ? new DefaultPineconeAccount(beanFactory)
					: new NamedPineconeAccount(name, serviceAccounts, retry, beanFactory));
		}
	}

	@Override
	public PineconeAccount get(String name) {
		PineconeAccount account = this.accounts.get(name);
		if (account == null) {
			throw new IllegalArgumentException(
					"There is no Pinecone account '" + name + "'. The accounts are " + this.accounts.keySet());
		}
		return account;
	}

	@Override
	public Set<String> getNames() {
		return Set.copyOf(this.accounts.keySet());
	}

}
