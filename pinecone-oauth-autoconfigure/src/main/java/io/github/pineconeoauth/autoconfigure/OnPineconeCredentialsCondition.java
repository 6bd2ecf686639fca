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

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pineconeoauth.token.AccountName;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches if the application provides any credentials. Incomplete
 * credentials are reported later.
 */
class OnPineconeCredentialsCondition extends AnyNestedCondition {

	OnPineconeCredentialsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	static boolean hasCredentials(Environment environment) {
		Stream<AccountName> accounts = Stream.concat(Stream.of(AccountName.ofSingle()),
				accountNames(environment).stream().map((name) -> new AccountName(name, false)));
		return accounts.anyMatch((account) -> new CredentialProperties(account, environment).anyPresent());
	}

	private static Set<String> accountNames(Environment environment) {
		return Binder.get(environment)
			.bind("pinecone.accounts", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet();
	}

	@ConditionalOnBean(PineconeConnectionDetails.class)
	static class ConnectionDetailsBean {

	}

	@Conditional(OnPropertyCondition.class)
	static class CredentialsProperties {

	}

	static class OnPropertyCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Pinecone credentials");
			if (hasCredentials(context.getEnvironment())) {
				return ConditionOutcome.match(message.foundExactly("properties"));
			}
			return ConditionOutcome.noMatch(
					message.didNotFind("property", "properties").items("pinecone.client-id", "pinecone.client-secret"));
		}

	}

}
