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

package io.github.pineconeoauth.samples.embedded;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as Pinecone writes it.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	private Json() {
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Read a request's body.
	 * @throws AdminApiException where it is not the JSON of such an object
	 */
	static <T> T read(byte[] json, Class<T> type) {
		try {
			T value = MAPPER.readValue(json, type);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			// Answered below, as nothing at all is.
		}
		throw AdminApiException.invalidArgument("The request body is not what this operation takes.");
	}

}
