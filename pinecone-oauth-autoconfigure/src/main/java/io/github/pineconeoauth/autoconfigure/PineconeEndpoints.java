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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Validated URLs of the token endpoint and the Admin API.
 *
 * @param tokenUri the token endpoint
 * @param adminBaseUrl the base URL of the Admin API
 */
record PineconeEndpoints(URI tokenUri, URI adminBaseUrl) {

	private static final Pattern LOOPBACK = Pattern
		.compile("(?i)localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[(::1|(0+:){7}0*1)]");

	PineconeEndpoints {
		check("pinecone.oauth.token-uri", tokenUri);
		check("pinecone.admin.base-url", adminBaseUrl);
	}

	static URI parse(String property, String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw invalid(property);
		}
	}

	private static void check(String property, URI url) {
		boolean secure = "https".equalsIgnoreCase(url.getScheme());
		boolean loopback = "http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null
				&& LOOPBACK.matcher(url.getHost()).matches();
		if (url.getHost() == null || url.getRawUserInfo() != null || !(secure || loopback)) {
			throw invalid(property);
		}
	}

	private static InvalidPineconePropertyException invalid(String property) {
		return new InvalidPineconePropertyException(property,
				"(or the value from the PineconeConnectionDetails bean) must be an absolute https URL",
				"Use an absolute URL that starts with https:// and has a host but no user information. Plain http"
						+ " is only accepted for localhost, 127.x.x.x and [::1].");
	}

}
