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

import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Condition that matches where the application gives credentials: a
 * {@link PineconeConnectionDetails} bean, or at least one of the two properties. One
 * without the other is an error that is reported when the properties are used.
 */
class OnPineconeCredentialsCondition extends AnyNestedCondition {

	OnPineconeCredentialsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	static boolean hasCredentials(Environment environment) {
		Binder binder = Binder.get(environment);
		return Stream.of("pinecone.client-id", "pinecone.client-secret")
			.anyMatch((name) -> StringUtils.hasText(binder.bind(name, String.class).orElse(null)));
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
