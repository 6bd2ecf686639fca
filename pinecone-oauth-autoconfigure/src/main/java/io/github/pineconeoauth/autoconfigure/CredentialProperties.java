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
 * The properties with the credentials of a service account. They are read from the
 * {@link Environment} each time, so that those that change there are picked up.
 *
 * @param account the service account
 * @param environment the environment
 */
record CredentialProperties(AccountName account, Environment environment) {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

	/**
	 * Return the client id and the client secret, each {@code null} if it is missing:
	 * blank, or with a placeholder that could not be resolved.
	 */
	Credentials get() {
		return new Credentials(get(this.account.clientIdProperty()), get(this.account.clientSecretProperty()));
	}

	/**
	 * Return whether at least one of the two is there.
	 */
	boolean anyPresent() {
		return names().map(this::get).anyMatch(Objects::nonNull);
	}

	/**
	 * Return the placeholders in the two properties that could not be resolved.
	 */
	List<String> placeholders() {
		return names().map(this::raw).map(CredentialProperties::placeholder).filter(Objects::nonNull).toList();
	}

	/**
	 * Fail if one of the two is missing.
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
