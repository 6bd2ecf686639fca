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

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration metadata that the build made for this module.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	/**
	 * Return the properties by name.
	 */
	static Map<String, Property> properties() {
		Map<String, Property> properties = new TreeMap<>();
		for (JsonNode node : JsonMapper.shared().readTree(read()).required("properties")) {
			Property property = new Property(node.required("name").asString(), text(node, "type"),
					text(node, "description"), text(node, "defaultValue"));
			properties.put(property.name(), property);
		}
		return properties;
	}

	private static String read() {
		try {
			URI classes = PineconeProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI();
			return Files.readString(Path.of(classes).resolve("META-INF/spring-configuration-metadata.json"));
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null) ? value.asString() : null;
	}

	/**
	 * A property.
	 */
	record Property(String name, @Nullable String type, @Nullable String description, @Nullable String defaultValue) {
	}

}
