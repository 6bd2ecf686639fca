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

package io.github.pineconeoauth.client;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.pineconeoauth.token.AccountName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * Service accounts of the application, created on first use. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServiceAccounts {

	private final Map<String, SingletonSupplier<ServiceAccount>> byName = new LinkedHashMap<>();

	private final Map<String, SingletonSupplier<ServiceAccount>> byRegistrationId = new LinkedHashMap<>();

	/**
	 * Create new service accounts.
	 * @param names the names of all accounts except the default one
	 * @param factory creates a service account
	 */
	public ServiceAccounts(Collection<String> names, Function<AccountName, ServiceAccount> factory) {
		Set<String> all = new LinkedHashSet<>();
		all.add(AccountName.DEFAULT);
		all.addAll(names);
		for (String value : all) {
			AccountName name = new AccountName(value, all.size() == 1);
			SingletonSupplier<ServiceAccount> account = SingletonSupplier.of(() -> factory.apply(name));
			this.byName.put(value, account);
			this.byRegistrationId.put(name.registrationId(), account);
		}
	}

	/**
	 * Return the names of all accounts, the default one first.
	 * @return the names
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.byName.keySet());
	}

	/**
	 * Return a service account.
	 * @param name its name
	 * @return the service account
	 */
	public ServiceAccount get(String name) {
		SingletonSupplier<ServiceAccount> account = this.byName.get(name);
		Assert.notNull(account, () -> "There is no account '" + name + "'");
		return account.obtain();
	}

	/**
	 * Return the service account of a client registration.
	 * @param registrationId the id of the client registration
	 * @return the service account, or {@code null} if there is none
	 */
	public @Nullable ServiceAccount findByRegistrationId(String registrationId) {
		SingletonSupplier<ServiceAccount> account = this.byRegistrationId.get(registrationId);
		return (account != null) ? account.obtain() : null;
	}

	/**
	 * Forget the tokens, failures and refusals of all service accounts. Intended for
	 * tests that share an application.
	 */
	public void forgetTokens() {
		this.byName.values().forEach((account) -> account.obtain().forgetToken());
	}

}
