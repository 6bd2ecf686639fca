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
import java.util.Objects;
import java.util.stream.Stream;

import io.github.pineconeoauth.autoconfigure.ConfigurationMetadata.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata.
 */
@Tag("sources")
class ConfigurationMetadataTests {

	private static final String CONTRACT = """
			management.health.pinecone.enabled   | Boolean  | true
			pinecone.client-id                   | String   | -
			pinecone.client-secret               | String   | -
			pinecone.api-version                 | String   | 2026-07
			pinecone.accounts                    | Map<String,PineconeProperties$Account> | -
			pinecone.oauth.enabled               | Boolean  | true
			pinecone.oauth.token-uri             | String   | https://login.pinecone.io/oauth/token
			pinecone.oauth.audience              | String   | https://api.pinecone.io/
			pinecone.oauth.connect-timeout       | Duration | 2s
			pinecone.oauth.read-timeout          | Duration | 10s
			pinecone.oauth.ssl.bundle            | String   | -
			pinecone.oauth.refresh-ahead         | Duration | 5m
			pinecone.oauth.clock-skew            | Duration | 30s
			pinecone.oauth.retry.max-retries     | Integer  | 2
			pinecone.oauth.retry.initial-backoff | Duration | 200ms
			pinecone.oauth.retry.max-backoff     | Duration | 5s
			pinecone.oauth.failure-backoff       | Duration | 1s
			pinecone.oauth.wait-timeout          | Duration | 30s
			pinecone.oauth.fetch-on-startup      | Boolean  | false
			pinecone.admin.base-url              | String   | https://api.pinecone.io
			pinecone.admin.connect-timeout       | Duration | 5s
			pinecone.admin.read-timeout          | Duration | 30s
			pinecone.admin.ssl.bundle            | String   | -
			pinecone.admin.retry.max-retries     | Integer  | 2
			pinecone.admin.retry.initial-backoff | Duration | 200ms
			pinecone.admin.retry.max-backoff     | Duration | 5s
			""";

	private final Map<String, Property> properties = ConfigurationMetadata.properties();

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = CONTRACT, delimiter = '|')
	void propertyOfContractIsThere(String name, String type, @Nullable String defaultValue) throws Exception {
		Property property = this.properties.get(name);
		assertThat(property).isNotNull();
		assertThat(String.valueOf(property.type()).replaceAll("[a-z]+\\.", "")).isEqualTo(type);
		assertThat(property.defaultValue()).isEqualTo(defaultValue);
	}

	@Test
	void propertiesAreThoseOfContract() {
		assertThat(this.properties).hasSize((int) CONTRACT.lines().count());
	}

	@ParameterizedTest
	@MethodSource("properties")
	void descriptionFollowsRulesOfSpringBoot(Property property) {
		assertThat(property.description()).isNotNull()
			.matches("[A-Z].*\\.")
			.doesNotMatch("(?i)(the|a|an) .*")
			.doesNotContain("\n")
			.hasSizeLessThan(80);
		assertThat(property.description().startsWith("Whether "))
			.isEqualTo(Boolean.class.getName().equals(property.type()));
		assertThat(property.description().split(" ")).hasSizeLessThanOrEqualTo(12);
	}

	@ParameterizedTest
	@MethodSource("propertiesOfClass")
	void defaultIsThatOfClass(Property property) throws Exception {
		Object value = new BeanWrapperImpl(new PineconeProperties()).getPropertyValue(path(property.name()));
		if (property.defaultValue() == null) {
			assertThat(ObjectUtils.isEmpty(value)).isTrue();
		}
		else {
			Class<?> type = ClassUtils.forName(Objects.requireNonNull(property.type()), getClass().getClassLoader());
			assertThat(value).isEqualTo(convert(property.defaultValue(), type));
		}
	}

	static Stream<Property> properties() {
		return ConfigurationMetadata.properties().values().stream();
	}

	/**
	 * Return all properties except those without a field and those that default to Spring
	 * Boot's settings.
	 */
	static Stream<Property> propertiesOfClass() {
		return properties()
			.filter((property) -> !property.name().matches(".*\\.enabled|pinecone\\.admin\\.(connect|read)-timeout"));
	}

	private static String path(String name) {
		StringBuilder path = new StringBuilder();
		for (String word : name.substring("pinecone.".length()).split("-")) {
			path.append(path.isEmpty() ? word : StringUtils.capitalize(word));
		}
		return path.toString();
	}

	private static Object convert(String value, Class<?> type) {
		return new Binder(new MapConfigurationPropertySource(Map.of("value", value))).bind("value", type).get();
	}

}
