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

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.PineconeConnectionDetails.Credentials;
import io.github.pineconeoauth.token.AccountName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Credential properties of a service account. Reads the {@link Environment} on each call,
 * to pick up changes.
 *
 * @param account the service account
 * @param environment the environment
 */
record CredentialProperties(AccountName account, Environment environment) {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

	/**
	 * Return the client id and the client secret. Each is {@code null} if it is blank or
	 * has an unresolved placeholder.
	 */
	Credentials get() {
		return new Credentials(get(this.account.clientIdProperty()), get(this.account.clientSecretProperty()));
	}

	/**
	 * Return whether at least one of the two is present.
	 */
	boolean anyPresent() {
		return names().map(this::get).anyMatch(Objects::nonNull);
	}

	/**
	 * Return the unresolved placeholders in the two properties.
	 */
	List<String> placeholders() {
		return names().map(this::raw).map(CredentialProperties::placeholder).filter(Objects::nonNull).toList();
	}

	/**
	 * Fail if either of the two is missing.
	 */
	void requireBoth(String action) {
		names().filter((name) -> get(name) == null).findFirst().ifPresent((name) -> {
			String placeholder = placeholder(raw(name));
			String reason = (placeholder != null) ? "is missing: the placeholder " + placeholder + " has no value"
					: "is missing";
			throw new InvalidPineconePropertyException(name, reason, action);
		});
	}

	private Stream<String> names() {
		return Stream.of(this.account.clientIdProperty(), this.account.clientSecretProperty());
	}

	private @Nullable String get(String name) {
		String value = raw(name);
		return (StringUtils.hasText(value) && placeholder(value) == null) ? value : null;
	}

	private @Nullable String raw(String name) {
		return Binder.get(this.environment).bind(name, String.class).orElse(null);
	}

	private static @Nullable String placeholder(@Nullable String value) {
		Matcher matcher = PLACEHOLDER.matcher(Objects.requireNonNullElse(value, ""));
		return matcher.find() ? matcher.group() : null;
	}

}
